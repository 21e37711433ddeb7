import fc from 'fast-check'
import { marked, type Token, type Tokens } from 'marked'
import { expect, test } from 'vitest'
import type { FileChange, Finding, Review } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import {
  type CheckRunPayload,
  closedBody,
  commentBody,
  configProblemRuns,
  isUntouched,
  LIMITS,
  readMarker,
  toCheckRuns,
  toReview,
} from './index.ts'

const catalogue: Catalogue = {
  links: {
    module: (n) => `https://x.test/roadmap/${n}`,
    track: (n) => `https://x.test/tracks/${n}`,
    rule: (id) => `https://x.test/rules/${id}`,
  },
  rules: [],
  rule: () => undefined,
  family: (id) => (id === 'f' ? { title: 'F', description: '' } : undefined),
  module: () => undefined,
}

let serial = 0
const finding = (more: Partial<Finding> = {}): Finding => ({
  ruleId: 'f/r',
  level: 'error',
  confidence: 'high',
  fingerprint: (serial += 1).toString(16).padStart(32, '0'),
  subject: 's',
  message: 'Something is wrong',
  location: { side: 'head', path: 'a.ts', region: { startLine: 2, endLine: 2 } },
  verdict: { shown: true },
  ...more,
})
const reviewOf = (findings: Finding[], more: Partial<Review> = {}): Review => ({
  baseSha: '0'.repeat(40),
  headSha: '1'.repeat(40),
  conclusion: 'failure',
  families: [{ family: 'f', conclusion: 'failure', summary: `${findings.length} errors` }],
  outcomes: [{ kind: 'ran', ruleId: 'f/r', findings: findings.length }],
  findings,
  notices: [],
  notLookedAt: [],
  ...more,
})
const runOf = (review: Review): CheckRunPayload => {
  const [run] = toCheckRuns(review, { catalogue })
  if (!run) throw new Error('no check run')
  return run
}
const changes: FileChange[] = [
  {
    status: 'renamed',
    path: 'a.ts',
    previousPath: 'old.ts',
    added: [{ start: 2, end: 4 }],
    removed: [{ start: 2, end: 2 }],
    hunks: [{ base: { start: 1, end: 5 }, head: { start: 1, end: 7 } }],
  },
  {
    status: 'removed',
    path: 'gone.ts',
    added: [],
    removed: [{ start: 1, end: 3 }],
    hunks: [{ base: { start: 1, end: 3 }, head: { start: 0, end: -1 } }],
  },
]
const context = { catalogue, maxInline: 10, groupAfter: 3 }

test('what was not looked at is named first, with what was held back and why', () => {
  const { summary } = runOf(
    reviewOf(
      [
        finding({ verdict: { shown: false, because: 'waived' } }),
        finding({ verdict: { shown: false, because: 'outside-diff' } }),
      ],
      {
        outcomes: [
          { kind: 'failed', ruleId: 'f/broken', error: 'it took too long' },
          { kind: 'incomplete', ruleId: 'f/half', findings: 0, notLookedAt: ['big.json: oversized'] },
          { kind: 'skipped', ruleId: 'f/idle', reason: 'no file of this change concerns it' },
          { kind: 'skipped', ruleId: 'other/rule', reason: 'not here' },
        ],
        notLookedAt: ['the diff is too large'],
      },
    ),
  )
  for (const text of [
    'f/broken',
    'it took too long',
    'big',
    'oversized',
    'the diff is too large',
    '❗ 3 gaps',
    '**Waived** | 1 finding',
    '1 outside',
  ]) {
    expect(summary).toContain(text)
  }
  expect(summary).not.toContain('other/rule')
  expect(summary.indexOf('Not looked at')).toBeLessThan(summary.indexOf('Checked'))
})

test('what an edited configuration changes is said once, and the other check runs say where', () => {
  const families = ['f', 'g'].map((family) => ({ family, conclusion: 'success' as const, summary: '' }))
  const runs = toCheckRuns(reviewOf([], { families }), { catalogue, once: ['the effect'] })
  expect(runs.map(({ summary }) => summary.includes('the effect'))).toEqual([true, false])
  expect(runs[1]?.summary).toContain('stands in `Roadmap / F`')
  expect(toCheckRuns(reviewOf([], { families }), { catalogue })[1]?.summary).not.toContain('configuration')
})

test('what is new and what was fixed since the last review stands in the table; what a rule missed is not called fixed', () => {
  const old = finding({ fingerprint: 'a'.repeat(32) })
  const fresh = finding({ fingerprint: 'b'.repeat(32) })
  const earlier = [
    { fingerprint: old.fingerprint, ruleId: old.ruleId, path: 'a.ts' },
    { fingerprint: 'c'.repeat(32), ruleId: old.ruleId, path: 'gone|away.ts' },
    { fingerprint: 'd'.repeat(32), ruleId: 'f/half', path: 'a.ts' },
  ]
  const review = reviewOf([old, fresh], {
    outcomes: [{ kind: 'incomplete', ruleId: 'f/half', findings: 0, notLookedAt: ['big.json'] }],
  })
  const [run] = toCheckRuns(review, { catalogue, earlier })
  expect(run?.summary).toContain('1 new since the last review')
  expect(run?.summary).toContain('**Fixed** | ✅ 1 finding: `')
  expect(run?.summary).toContain('`gone\\|away.ts`')
  const [first] = toCheckRuns(review, { catalogue })
  expect(first?.summary).not.toMatch(/new since|Fixed/)
  const [unread] = toCheckRuns({ ...review, notLookedAt: ['the diff'] }, { catalogue, earlier })
  expect(unread?.summary).not.toContain('Fixed')
})

test('annotations stand on head lines only; every shown finding stands in the text', () => {
  const base = finding({ location: { side: 'base', path: 'gone.ts', region: { startLine: 3, endLine: 3 } } })
  const wide = finding({
    location: {
      side: 'head',
      path: 'a.ts',
      region: { startLine: 2, endLine: 3, startColumn: 4, endColumn: 9 },
    },
  })
  const narrow = finding({
    location: {
      side: 'head',
      path: 'a.ts',
      region: { startLine: 2, endLine: 2, startColumn: 4, endColumn: 9 },
    },
  })
  const { annotations, text } = runOf(reviewOf([base, wide, narrow]))
  expect(annotations).toHaveLength(2)
  // GitHub refuses columns where a region has several lines.
  expect(annotations[0]).not.toHaveProperty('startColumn')
  expect(annotations[1]).toMatchObject({ startColumn: 4, endColumn: 8 })
  expect(text).toContain('gone.ts:3')
  expect(text).toContain('in the base')
})

test('thousands of findings fit: cut by whole findings, and the rest is counted', () => {
  const many = Array.from({ length: 3_000 }, (_, index) =>
    finding({ message: `No ${index}: ${'ä'.repeat(200)}` }),
  )
  const { text = '', annotations } = runOf(reviewOf(many))
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMITS.text)
  const listed = text.match(/^- \*\*error\*\*/gm)?.length ?? 0
  expect(text).toContain(`${3_000 - listed} more findings not listed here`)
  expect(annotations.length).toBeLessThanOrEqual(LIMITS.annotations)
})

test('a comment stands where a hunk carries it: head, base of a renamed file, a removed file', () => {
  const findings = [
    finding(),
    finding({
      ruleId: 'f/b',
      location: { side: 'base', path: 'old.ts', region: { startLine: 2, endLine: 9 } },
    }),
    finding({
      ruleId: 'f/c',
      location: { side: 'base', path: 'gone.ts', region: { startLine: 1, endLine: 1 } },
    }),
    finding({
      ruleId: 'f/d',
      location: { side: 'head', path: 'a.ts', region: { startLine: 60, endLine: 60 } },
    }),
    finding({ ruleId: 'f/e', location: { side: 'head', path: 'a.ts' } }),
    finding({
      ruleId: 'f/f',
      location: { side: 'head', path: 'unchanged.ts', region: { startLine: 1, endLine: 1 } },
    }),
  ]
  const { comments, left } = toReview(reviewOf(findings), changes, context)
  expect(comments.map(({ path, side, line, startLine }) => ({ path, side, line, startLine }))).toEqual([
    { path: 'a.ts', side: 'RIGHT', line: 2, startLine: undefined },
    { path: 'gone.ts', side: 'LEFT', line: 1, startLine: undefined },
    { path: 'a.ts', side: 'LEFT', line: 5, startLine: 2 },
    { path: 'a.ts', side: 'RIGHT', line: 7, startLine: undefined },
  ])
  expect(comments[3]?.body).toContain('It stands at `a.ts:60`.')
  expect(left).toEqual(findings.slice(4))
})

const at = (line: number, side: 'base' | 'head' = 'head'): Finding['location'] => ({
  side,
  path: side === 'base' ? 'old.ts' : 'a.ts',
  region: { startLine: line, endLine: line },
})

test('what the diff does not show stands at a place that explains it, else on the nearest line of the file', () => {
  const lost = finding({ ruleId: 'f/a', location: at(40, 'base') })
  const explained = finding({
    ruleId: 'f/b',
    location: at(90),
    relatedLocations: [{ ...at(4), message: 'the reference' }],
  })
  const { comments } = toReview(reviewOf([lost, explained]), changes, context)
  expect(comments.map(({ side, line }) => `${side} ${line}`)).toEqual(['LEFT 5', 'RIGHT 4'])
  expect(comments[0]?.body).toContain('It stood at `old.ts:40` (in the base).')
  expect(comments[1]?.body).toContain('`a.ts:4`: the reference')
})

test('with few comments to make, every file is heard before one is heard twice, and errors before warnings', () => {
  const gone = { side: 'base', path: 'gone.ts', region: { startLine: 1, endLine: 1 } } as const
  const findings = [
    finding({ ruleId: 'f/a', location: at(2) }),
    finding({ ruleId: 'f/b', location: at(3) }),
    finding({ ruleId: 'f/c', location: gone }),
    finding({ ruleId: 'f/d', location: at(7), level: 'warning' }),
  ]
  const places = (maxInline: number): string[] =>
    toReview(reviewOf(findings), changes, { ...context, maxInline }).comments.map(
      ({ path, line }) => `${path} ${line}`,
    )
  expect(places(2)).toEqual(['a.ts 2', 'gone.ts 1'])
  expect(places(4)).toEqual(['a.ts 2', 'gone.ts 1', 'a.ts 3', 'a.ts 7'])
})

test('findings of one family on one line are one comment, and keep their identities', () => {
  const findings = [
    finding({ ruleId: 'f/a', message: 'First' }),
    finding({ ruleId: 'f/b', message: 'Second', level: 'warning' }),
    finding({ ruleId: 'g/c', message: 'Of another family' }),
    finding({ ruleId: 'f/d', message: 'Elsewhere', location: at(3) }),
  ]
  const { comments } = toReview(reviewOf(findings), changes, context)
  expect(comments.map(({ line, fingerprints }) => [line, fingerprints])).toEqual([
    [2, [findings[0]?.fingerprint, findings[1]?.fingerprint]],
    [2, [findings[2]?.fingerprint]],
    [3, [findings[3]?.fingerprint]],
  ])
  expect(comments[0]?.body).toMatch(/2 findings.*of 2 rules[^]*First[^]*Second/)
  expect(readMarker(comments[0]?.body ?? '')?.ruleIds).toEqual(['f/a', 'f/b'])
})

test('a comment about many of one rule stands where no other comment does', () => {
  const same = [2, 3, 4, 5].map((line) => finding({ ruleId: 'f/many', location: at(line) }))
  const findings = [finding({ ruleId: 'f/a' }), ...same, finding({ ruleId: 'f/b', location: at(3) })]
  const { comments } = toReview(reviewOf(findings), changes, context)
  expect(comments.map(({ line, fingerprints }) => [line, fingerprints.length])).toEqual([
    [2, 1],
    [3, 5],
  ])
})

test('two replacements of one line: the second comment stands where its finding does', () => {
  const suggestion = { path: 'a.ts', region: { startLine: 4, endLine: 4 }, replacement: 'back' }
  const findings = [
    finding({ ruleId: 'f/a', location: at(1, 'base'), suggestion }),
    finding({ ruleId: 'f/b', location: at(1, 'base'), suggestion }),
    finding({
      ruleId: 'f/c',
      location: at(2, 'base'),
      suggestion: { ...suggestion, replacement: 'other' },
    }),
  ]
  const { comments } = toReview(reviewOf(findings), changes, context)
  expect(comments.map(({ side, line }) => `${side} ${line}`)).toEqual(['RIGHT 4', 'LEFT 2'])
  expect(comments[0]?.body).toContain('```suggestion\nback\n```')
  expect(comments[1]?.body).not.toContain('suggestion')
})

test('a suggestion is offered only where the comment stands on exactly its lines', () => {
  const suggestion = { path: 'a.ts', region: { startLine: 2, endLine: 3 }, replacement: 'fixed()' }
  const inside = toReview(reviewOf([finding({ suggestion })]), changes, context).comments[0]
  expect(inside).toMatchObject({ startLine: 2, line: 3 })
  expect(inside?.body).toContain('```suggestion\nfixed()\n```')
  const beyond = { ...suggestion, region: { startLine: 6, endLine: 9 } }
  const outside = toReview(reviewOf([finding({ suggestion: beyond })]), changes, context).comments[0]
  expect(outside?.line).toBe(2)
  expect(outside?.body).not.toContain('suggestion')
})

test('a test to start from is folded into the comment, and no text of it leaves its fence', () => {
  const text = ['it(`x`)', '```', '</details>', '@someone', '~~~'].join('\n')
  const skeleton = { path: 'a`b.test.ts', exists: false, language: 'ts', text }
  const body = commentBody([finding({ skeleton }), finding({ skeleton })], catalogue)
  const tokens = marked.lexer(body)
  const code = tokens.filter((token): token is Tokens.Code => token.type === 'code')
  expect(code).toMatchObject([{ lang: 'ts', text }])
  expect(body.match(/<details><summary>A test to start from<\/summary>/g)).toHaveLength(1)
  expect(body).toContain('For a new file ``a`b.test.ts``')
  const there = commentBody([finding({ skeleton: { ...skeleton, exists: true } })], catalogue)
  expect(there).toContain('Add it to')
})

test('many of one rule are one comment; no more comments than allowed, the worst first', () => {
  const same = Array.from({ length: 4 }, () =>
    finding({ level: 'warning', ruleId: 'f/many', location: at(5) }),
  )
  const others = ['a', 'b', 'c'].map((id, index) => finding({ ruleId: `f/${id}`, location: at(index + 1) }))
  const { comments, left } = toReview(reviewOf([...others, ...same]), changes, { ...context, maxInline: 3 })
  expect(comments.map(({ fingerprints }) => fingerprints.length)).toEqual([1, 1, 1])
  expect(left).toHaveLength(4)
  const all = toReview(reviewOf([...others, ...same]), changes, context)
  expect(all.comments.map(({ fingerprints }) => fingerprints.length)).toEqual([1, 1, 1, 4])
  expect(all.left).toEqual([])
})

test('a family that wants few comments gets few, those of earlier pushes among them', () => {
  const all = ['a', 'b', 'c'].flatMap((id, index) =>
    ['f', 'g'].map((family) => finding({ ruleId: `${family}/${id}`, location: at(index + 1) })),
  )
  const modest = { ...catalogue, family: () => ({ title: 'F', description: '', maxComments: 2 }) }
  const now = { ...context, catalogue: modest, live: new Map([['g', 1]]) }
  const { comments, left } = toReview(reviewOf(all), changes, now)
  const said = new Set(comments.flatMap(({ fingerprints }) => fingerprints))
  const rules = all.filter(({ fingerprint }) => said.has(fingerprint)).map(({ ruleId }) => ruleId)
  expect(rules.toSorted()).toEqual(['f/a', 'f/b', 'g/a'])
  expect(left.map(({ ruleId }) => ruleId).toSorted()).toEqual(['f/c', 'g/b', 'g/c'])
})

test('a comment about as many findings as are ever shown fits', () => {
  const many = Array.from({ length: 1_000 }, () => finding({ message: 'ü'.repeat(900) }))
  const [comment] = toReview(reviewOf(many), changes, context).comments
  expect(comment?.fingerprints).toHaveLength(1_000)
  expect(Buffer.byteLength(comment?.body ?? '')).toBeLessThan(65_536)
  expect(readMarker(comment?.body ?? '')?.fingerprints).toHaveLength(1_000)
})

test('what has a comment gets no second one', () => {
  const one = finding()
  const commented = new Set([one.fingerprint])
  expect(toReview(reviewOf([one]), changes, { ...context, commented }).comments).toEqual([])
})

test('code of a fix that takes many lines is folded, a few lines stand open', () => {
  const fix = (lines: number): string =>
    `Do this:\n\n${Array.from({ length: lines }, (_, at) => `SELECT ${at};`).join('\n')}`
  expect(commentBody([finding({ fix: fix(3) })], catalogue)).not.toContain('<details>')
  expect(commentBody([finding({ fix: fix(40) })], catalogue)).toMatch(
    /<details><summary>Show it, 40 lines<\/summary>\n\n```\n[\s\S]*SELECT 39;\n```\n\n<\/details>/,
  )
})

test('a marker tells its findings, and whether a person edited the comment', () => {
  const one = finding()
  const body = commentBody([one], catalogue)
  expect(readMarker(body)).toMatchObject({ fingerprints: [one.fingerprint], ruleIds: ['f/r'], state: 'open' })
  expect(isUntouched(body)).toBe(true)
  expect(isUntouched(body.replaceAll('\n', '\r\n'))).toBe(true)
  expect(isUntouched(body.replace('wrong', 'right'))).toBe(false)
  const closed = closedBody(body, 'Fixed in abc')
  expect(readMarker(closed)).toMatchObject({
    fingerprints: [one.fingerprint],
    ruleIds: ['f/r'],
    state: 'fixed',
  })
  expect(isUntouched(closed)).toBe(true)
})

test('an invalid configuration passes nothing', () => {
  const problems = [{ message: 'unknown key', path: '.roadmap.yml', line: 3, column: 1 }]
  const families = [{ id: 'f', title: 'F' }]
  const [run] = configProblemRuns(problems, { baseRef: 'main', families })
  expect(run).toMatchObject({ conclusion: 'action_required' })
  expect(run?.summary).toContain('.roadmap.yml:3:1')
})

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '@acme/owners',
        '`',
        '``',
        '```',
        '~~~',
        '\n',
        '\r\n',
        '<img src=x onerror=alert(1)>',
        '![x](https://e.test/p.png)',
        '[a](javascript:alert(1))',
        '-->',
        '<!--',
        '</details>',
        '#12',
        'acme/shop#1',
        '\\',
        '*',
        '_',
        '|',
        'https://e.test',
        '\u202e',
        '\0',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
)

test('whatever a pull request calls its files and things, a comment shows text: no markup, mention, link or image of theirs', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (message, path, fix) => {
      const one = finding({
        message,
        fix,
        location: { side: 'head', path, region: { startLine: 1, endLine: 1 } },
      })
      const two = finding({ message, location: { side: 'head', path, region: { startLine: 1, endLine: 1 } } })
      const run = runOf(reviewOf([one], { notLookedAt: [message], notices: [{ level: 'note', message }] }))
      for (const markdown of [commentBody([one, two], catalogue), run.summary, run.text ?? '']) {
        expectOnlyOurs(markdown)
      }
      expect(readMarker(commentBody([one], catalogue))?.fingerprints).toEqual([one.fingerprint])
    }),
    { numRuns: 300 },
  )
})

test('a remark stands in the check run of its own family only', () => {
  const said = (ruleId: string): string =>
    runOf(reviewOf([], { notices: [{ level: 'note', message: 'proven by running it', ruleId }] })).summary
  expect(said('f/r')).toContain('proven by running it')
  expect(said('other/r')).not.toContain('proven by running it')
})

/** Looks at every token: links and HTML that are not the report's own have come from outside. */
function expectOnlyOurs(markdown: string): void {
  for (const token of flatten(marked.lexer(markdown))) {
    if (token.type === 'link') expect(token.href).toMatch(/^https:\/\/x\.test\//)
    if (token.type === 'html') expect(token.raw).toMatch(/^(<\/?sub>|<!-- roadmap-review:v1 [^<>]*-->\s*)+/)
    expect(['image', 'heading', 'blockquote']).not.toContain(token.type)
    if (token.type === 'table') {
      const { header, rows } = token as Tokens.Table
      expect(['Module', '**Found**', '**Not looked at**']).toContain(header[0]?.text)
      for (const row of rows) expect(row).toHaveLength(header.length)
    }
    if (token.type === 'text' && !token.tokens) expect(token.text).not.toMatch(/@\w/)
  }
}

function flatten(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token): Token[] => [
    token,
    ...flatten('tokens' in token ? (token.tokens ?? []) : []),
    ...flatten(token.type === 'list' ? (token as Tokens.List).items : []),
    ...(token.type === 'table' ? (token as Tokens.Table).rows : [])
      .flat()
      .flatMap(({ tokens }) => flatten(tokens)),
  ])
}
