import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contextsOf, readExpression } from './expression.ts'

const of = (text: string): string[] => contextsOf(readExpression(text))

test('what an expression can give', () => {
  expect(of('github.event.issue.title')).toEqual(['github.event.issue.title'])
  expect(of(" github.event['pull_request'].head.ref ")).toEqual(['github.event.pull_request.head.ref'])
  expect(of('github.event.commits.*.message')).toEqual(['github.event.commits.*.message'])
  expect(of('github.event.commits[0].message')).toEqual(['github.event.commits.*.message'])
  expect(of('toJSON(github.event)')).toEqual(['github.event'])
  expect(of("format('{0}-{1}', github.sha, github.head_ref)")).toEqual(['github.sha', 'github.head_ref'])
  expect(of("github.event_name == 'push' && 'a' || github.head_ref")).toEqual(['github.head_ref'])
  expect(of('fromJSON(env.X).name')).toEqual(['env.x'])
})

test('what says only yes or no gives nothing', () => {
  for (const text of [
    "github.head_ref == 'main'",
    "contains(github.event.issue.title, 'x')",
    '!github.head_ref',
    "github.head_ref && 'a' || 'b'",
    '(github.event.issue.number > 4)',
    "hashFiles('**/x')",
    '42',
    "'it''s'",
  ])
    expect([text, of(text)]).toEqual([text, []])
})

test('whatever it is, it ends', () => {
  for (const text of ['', '(', 'a.', 'a[', "'", 'a b', '('.repeat(10_000), 'a||'.repeat(10_000)]) of(text)
  fc.assert(fc.property(fc.stringMatching(/^[ab.()[\]'!&|=<>, *]*$/), (text) => void of(text)))
})
