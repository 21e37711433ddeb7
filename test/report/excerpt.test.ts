import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import type { Finding, Review } from '../../src/model/index.ts'
import { collectExcerpts, type ExcerptLine, maskSecrets } from '../../src/report/excerpt/index.ts'
import { catalogue, review } from './example.ts'

const KEY = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_')

async function excerptOf(
  base: string,
  head: string,
  location: Finding['location'],
  ruleId = 'insecure-patterns/sql-injection',
): Promise<readonly ExcerptLine[]> {
  const [template] = review.findings
  if (!template) throw new Error('the example has findings')
  const one: Review = { ...review, findings: [{ ...template, ruleId, location }] }
  const excerpts = await collectExcerpts(one, memoryChangeSet({ a: base }, { a: head }), catalogue)
  return excerpts.get(template.fingerprint) ?? []
}

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\n`).join('')
const brief = (rows: readonly ExcerptLine[]): string[] =>
  rows.map(({ kind, baseLine, headLine, text, target }) =>
    [kind, baseLine ?? '', headLine ?? '', text, target ? 'target' : ''].join(' ').trim(),
  )

test('a line of the head stands in its hunk, with what it replaces', async () => {
  const base = lines(1, 9)
  const rows = await excerptOf(base, base.replace('line 5', 'changed'), {
    side: 'head',
    path: 'a',
    region: { startLine: 5, endLine: 5 },
  })
  expect(brief(rows)).toEqual([
    'context 3 3 line 3',
    'context 4 4 line 4',
    'removed 5  line 5',
    'added  5 changed target',
    'context 6 6 line 6',
    'context 7 7 line 7',
    'context 8 8 line 8',
  ])
})

test('a removed line is found by its number in the base', async () => {
  const base = lines(1, 9)
  const rows = await excerptOf(base, base.replace('line 5\n', ''), {
    side: 'base',
    path: 'a',
    region: { startLine: 5, endLine: 5 },
  })
  expect(brief(rows)).toContain('removed 5  line 5 target')
  expect(brief(rows)).toContain('context 6 5 line 6')
})

test('outside every hunk the lines of the file stand alone, and a long region is cut', async () => {
  const base = lines(1, 90)
  const rows = await excerptOf(base, `new\n${base}`, {
    side: 'head',
    path: 'a',
    region: { startLine: 40, endLine: 80 },
  })
  expect(rows).toHaveLength(24)
  expect(brief(rows)[3]).toBe('context  40 line 39 target')
})

test('a file that is new with very many, very long lines costs no more than its excerpt', async () => {
  const head = `${'x\n'.repeat(300_000)}${"'".repeat(1_000_000)}\n`
  const region = { startLine: 300_001, endLine: 300_001 }
  const rows = await excerptOf(
    '',
    head,
    { side: 'head', path: 'a', region },
    'insecure-patterns/hardcoded-key',
  )
  expect(rows.map(({ kind, text }) => [kind, text.length])).toEqual([
    ['added', 1],
    ['added', 1],
    ['added', 1],
    ['added', 2000],
    ...rows.slice(4).map(() => ['context', 0]),
  ])
})

test('a whole file, a line that is not there and a file that is not there have no excerpt', async () => {
  expect(await excerptOf('a\n', 'b\n', { side: 'head', path: 'a' })).toEqual([])
  const region = { startLine: 99, endLine: 99 }
  expect(await excerptOf('a\n', 'b\n', { side: 'head', path: 'a', region })).toEqual([])
  expect(await excerptOf('a\n', 'b\n', { side: 'head', path: 'b', region })).toEqual([])
})

test('no key reaches an excerpt: neither the finding’s own nor a neighbour', async () => {
  const head = `const a = 1\nconst key = '${KEY}'\nconst password = 'hunter2'\nrun(x)\n`
  const region = (line: number): Finding['location'] => ({
    side: 'head',
    path: 'a',
    region: { startLine: line, endLine: line, startColumn: 1, endColumn: 6 },
  })
  const near = await excerptOf('', head, region(4))
  expect(JSON.stringify(near)).not.toContain(KEY.slice(8))
  const own = await excerptOf('', head, region(3), 'insecure-patterns/hardcoded-key')
  expect(JSON.stringify(own)).not.toContain('hunter2')
  expect(own.find(({ target }) => target)).toMatchObject({ mark: { start: 0, end: 5 } })
})

test.each([
  [`key: ${KEY}`, false, 'key: sk_l'],
  ['AKIAIOSFODNN7EXAMPLE', false, 'AKIA'],
  ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj', false, 'MIIE'],
  ['password: hunter2', true, 'password: '],
  ['a("x", "y") // `z`', true, 'a("'],
])('%s is masked in place', (line, whole, start) => {
  const masked = maskSecrets(line, whole)
  expect(masked).toHaveLength(line.length)
  expect(masked.startsWith(start)).toBe(true)
  expect(masked).toContain('•')
})

test.each(['createPaymentIntentForCustomer2024', 'select * from accounts', 'import x from "./a/b.ts"'])(
  '%s is left alone',
  (line) => expect(maskSecrets(line)).toBe(line),
)
