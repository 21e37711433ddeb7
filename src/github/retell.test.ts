import { expect, test } from 'vitest'
import type { Finding, Review } from '../model/index.ts'
import type { Catalogue } from '../report/catalogue.ts'
import { closedBody, commentBody, readMarker } from '../report/github/index.ts'
import type { OwnComment } from './comments.ts'
import { retell } from './retell.ts'

const catalogue: Catalogue = {
  links: { module: String, track: String, rule: String },
  rules: [],
  rule: () => undefined,
  family: () => undefined,
  module: () => undefined,
}
const finding = (message: string, more: Partial<Finding> = {}): Finding => ({
  ruleId: 'family/heard',
  level: 'warning',
  confidence: 'high',
  fingerprint: 'a'.repeat(32),
  subject: 's',
  message,
  location: { side: 'head', path: 'a.ts', region: { startLine: 1, endLine: 1 } },
  verdict: { shown: true },
  ...more,
})
const comment = (body: string): OwnComment => {
  const marker = readMarker(body)
  if (!marker) throw new Error('no marker')
  return { id: 1, body, marker, answered: false }
}
const BEFORE = finding('Nothing reaches it')
const AFTER = finding('Nothing reaches it; line 3 never ran')
const edits = (own: OwnComment, ...findings: Finding[]): string[] =>
  retell([own], { findings } as unknown as Review, {
    catalogue,
    hears: (id) => id === 'family/heard',
  }).map(({ body }) => body)

test('what is known by now is said in the comment that is there', () => {
  const [body] = edits(comment(commentBody([BEFORE], catalogue)), AFTER)
  expect(body).toBe(commentBody([AFTER], catalogue))
})

test.each([
  ['says the same', commentBody([AFTER], catalogue), [AFTER]],
  [
    'says the same, in the line ends of GitHub',
    commentBody([AFTER], catalogue).replaceAll('\n', '\r\n'),
    [AFTER],
  ],
  ['was edited by a person', `Mine. ${commentBody([BEFORE], catalogue)}`, [AFTER]],
  ['was closed', closedBody(commentBody([BEFORE], catalogue), 'Fixed'), [AFTER]],
  ['speaks of what is gone', commentBody([BEFORE], catalogue), []],
  ['is of another rule', commentBody([finding('x', { ruleId: 'family/other' })], catalogue), [AFTER]],
  [
    'is not shown',
    commentBody([BEFORE], catalogue),
    [{ ...AFTER, verdict: { shown: false, because: 'suppressed' } }],
  ],
] as [string, string, Finding[]][])('a comment that %s is left', (_, body, findings) => {
  expect(edits(comment(body), ...findings)).toEqual([])
})
