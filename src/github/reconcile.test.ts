import { expect, test } from 'vitest'
import type { Finding, Review, RuleOutcome } from '../model/index.ts'
import { commentBody, readMarker } from '../report/github/index.ts'
import type { Catalogue } from '../report/catalogue.ts'
import type { OwnComment } from './comments.ts'
import { reconcile, type ReconcileContext, type ThreadState } from './reconcile.ts'

const RULE = 'family/rule'
const catalogue: Catalogue = {
  links: {
    module: (n) => `https://x.test/roadmap/${n}`,
    track: (n) => `https://x.test/tracks/${n}`,
    rule: (id) => `https://x.test/rules/${id}`,
  },
  rules: [],
  rule: () => undefined,
  family: () => undefined,
  module: () => undefined,
}
const context = { catalogue, isOn: () => true }
const A = 'a'.repeat(32)
const B = 'b'.repeat(32)

const finding = (fingerprint: string, more: Partial<Finding> = {}): Finding => ({
  ruleId: RULE,
  level: 'error',
  confidence: 'high',
  fingerprint,
  subject: 's',
  message: 'Something is wrong',
  location: { side: 'head', path: 'a.ts', region: { startLine: 1, endLine: 1 } },
  verdict: { shown: true },
  ...more,
})
const ran: RuleOutcome = { kind: 'ran', ruleId: RULE, findings: 1 }
const reviewOf = (findings: Finding[], outcome: RuleOutcome = ran, notLookedAt: string[] = []): Review => ({
  baseSha: '0'.repeat(40),
  headSha: '1'.repeat(40),
  conclusion: 'failure',
  families: [],
  outcomes: [outcome],
  findings,
  notices: [],
  notLookedAt,
})
let id = 0
const comment = (body: string): OwnComment => {
  const marker = readMarker(body)
  if (!marker) throw new Error('no marker')
  return { id: (id += 1), body, marker, answered: false }
}
const about = (...findings: Finding[]): OwnComment => comment(commentBody(findings, catalogue))
const fixedComment = (...findings: Finding[]): OwnComment => {
  const [edit] = reconcile([about(...findings)], reviewOf([]), context).edits
  return comment(edit?.body ?? '')
}

test('a finding that is still there keeps its comment, wherever its line went', () => {
  const moved = finding(A, {
    location: { side: 'head', path: 'a.ts', region: { startLine: 90, endLine: 90 } },
  })
  expect(reconcile([about(finding(A))], reviewOf([moved]), context)).toMatchObject({
    commented: new Set([A]),
    live: 1,
    edits: [],
  })
})

test('a finding that is gone is called fixed once, and never again', () => {
  const { edits } = reconcile([about(finding(A))], reviewOf([]), context)
  expect(edits[0]?.body).toMatch(/Fixed in 1111111111/)
  expect(reconcile([fixedComment(finding(A))], reviewOf([]), context).edits).toEqual([])
})

test.each([
  ['its rule failed', { kind: 'failed', ruleId: RULE, error: 'x' }, []],
  [
    'its rule did not see everything',
    { kind: 'incomplete', ruleId: RULE, findings: 0, notLookedAt: ['a'] },
    [],
  ],
  ['the change could not be read whole', ran, ['a big file']],
] as const)('nothing is called fixed when %s', (_why, outcome, unread) => {
  const review = reviewOf([], outcome as RuleOutcome, [...unread])
  expect(reconcile([about(finding(A))], review, context).edits).toEqual([])
})

test('a finding that is hidden now says why instead of "fixed"', () => {
  const waived = finding(A, { verdict: { shown: false, because: 'waived' } })
  const { edits, commented } = reconcile([about(finding(A))], reviewOf([waived]), context)
  expect(edits[0]?.body).toMatch(/No longer shown.*waived/)
  expect(commented.size).toBe(0)
})

test('a finding that came back is said in the same thread', () => {
  const { edits, commented } = reconcile([fixedComment(finding(A))], reviewOf([finding(A)]), context)
  expect(commented).toEqual(new Set([A]))
  expect(edits[0]?.body).toMatch(/came back in `1111111111`/)
  expect(readMarker(edits[0]?.body ?? '')?.state).toBe('open')
})

test('a list shrinks with its findings', () => {
  const { edits, commented } = reconcile([about(finding(A), finding(B))], reviewOf([finding(B)]), context)
  expect(commented).toEqual(new Set([B]))
  expect(readMarker(edits[0]?.body ?? '')?.fingerprints).toEqual([B])
})

test('two comments about one finding: the first counts', () => {
  const both = [about(finding(A)), about(finding(A))]
  expect(reconcile(both, reviewOf([finding(A)]), context).live).toBe(1)
})

test("a person's words in a comment are never written over", () => {
  const edited = { ...about(finding(A)), body: about(finding(A)).body.replace('wrong', 'fine, says Ada') }
  expect(reconcile([edited], reviewOf([]), context).edits).toEqual([])
})

test('what a person deleted is not said again; what the app took back is', () => {
  const said = (state: ThreadState): ReconcileContext => ({ ...context, said: new Map([[A, state]]) })
  const deleted = reconcile([], reviewOf([finding(A)]), said('open'))
  expect(deleted).toMatchObject({ commented: new Set([A]), before: new Map([[A, 'dismissed']]) })
  expect(reconcile([], reviewOf([finding(A)]), said('dismissed')).commented).toEqual(new Set([A]))
  expect(reconcile([], reviewOf([finding(A)]), said('closed')).commented).toEqual(new Set())
  const older = reconcile([fixedComment(finding(A))], reviewOf([]), said('dismissed'))
  expect([older.before, older.after]).toEqual([new Map(), new Map()])
})

test('a fixed comment is removed where the team wants it so, unless somebody answered or resolved it', () => {
  const own = about(finding(A))
  const remove = (one: OwnComment, resolved: number[]): unknown => {
    const { edits, removals } = reconcile([one], reviewOf([]), {
      ...context,
      whenFixed: 'remove',
      resolved: new Set(resolved),
    })
    return [edits.map(({ id }) => id), removals]
  }
  expect(remove(own, [])).toEqual([[], [own.id]])
  expect(remove({ ...own, answered: true }, [])).toEqual([[own.id], []])
  expect(remove(own, [own.id])).toEqual([[own.id], []])
  expect(reconcile([own], reviewOf([]), { ...context, whenFixed: 'remove' }).asks).toBe(true)
  expect(reconcile([own], reviewOf([]), context).asks).toBe(false)
})

test('a comment that says "fixed", in a resolved thread and with a person\'s words, takes no room of those that are posted', () => {
  const fixed = fixedComment(finding(A))
  const amended = { ...fixed, body: `Ada: not so.\n${fixed.body}` }
  const resolved = new Set([amended.id])
  const back = reconcile([amended, about(finding(B))], reviewOf([finding(A), finding(B)]), {
    ...context,
    resolved,
  })
  expect(back).toMatchObject({ commented: new Set([A, B]), live: 1, edits: [] })
  const untouched = reconcile([fixed], reviewOf([finding(A)]), { ...context, resolved })
  expect(untouched.live).toBe(1)
})
