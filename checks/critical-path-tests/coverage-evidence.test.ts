import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule } from '../../src/engine/run-rule.ts'
import type { CoverageReports, CriticalPath, RuleDefinition } from '../../src/model/index.ts'
import uncoveredChange from './uncovered-change/rule.ts'
import unreachedFunction from './unreached-function/rule.ts'
import untestedChange from './untested-change/rule.ts'

type Files = Record<string, string>
const PAY: CriticalPath = { name: 'pay', globs: ['src/pay/**'] }
const RULES = { uncoveredChange, unreachedFunction, untestedChange } as const

interface Said {
  uncoveredChange: string[]
  unreachedFunction: string[]
  untestedChange: string[]
  notLookedAt: string[]
  remarks: string[]
}

async function said(
  base: Files,
  head: Files,
  coverage?: CoverageReports,
  critical: CriticalPath = PAY,
): Promise<Said> {
  const changeSet = memoryChangeSet(base, { ...base, ...head })
  const all: Said = {
    uncoveredChange: [],
    unreachedFunction: [],
    untestedChange: [],
    notLookedAt: [],
    remarks: [],
  }
  for (const [name, definition] of Object.entries(RULES) as [keyof typeof RULES, RuleDefinition][]) {
    const found = await runRule({
      rule: { ...definition, id: `critical-path-tests/${name}`, family: 'critical-path-tests' },
      changeSet,
      changes: changeSet.changes,
      options: {},
      criticalPaths: [critical],
      ...(coverage && { coverage }),
      now: new Date('2026-01-15T12:00:00Z'),
      signal: AbortSignal.timeout(20_000),
    })
    all[name] = found.reports.map(({ location }) => `${location.path}:${location.region?.startLine}`)
    all.notLookedAt.push(...found.notLookedAt)
    all.remarks.push(...found.remarks.map(({ message }) => message))
  }
  return all
}

const before = 'export function pay(a: number): number {\n  return a\n}\n'
const after = 'export function pay(a: number): number {\n  if (a < 0) {\n    return 0\n  }\n  return a\n}\n'
const BASE = {
  'src/pay/a.ts': before,
  'src/used.ts': 'export const used = () => 1\n',
  'src/used.test.ts':
    'import { test } from "vitest"\nimport { used } from "./used.ts"\ntest("x", () => used())\n',
}
const HEAD = { 'src/pay/a.ts': after }
const lcov = (path: string, hits: readonly number[]): CoverageReports => ({
  head: [
    {
      name: 'lcov.info',
      text: `SF:${path}\n${hits.map((count, index) => (count < 0 ? '' : `DA:${index + 1},${count}\n`)).join('')}end_of_record\n`,
    },
  ],
})
const RAN = lcov('/ci/src/pay/a.ts', [1, 3, 1, -1, 2])
const DID_NOT = lcov('/ci/src/pay/a.ts', [1, 3, 0, -1, 2])

test('a critical branch asks for a test, until trusted coverage shows that it ran', async () => {
  expect((await said(BASE, HEAD)).untestedChange).toEqual(['src/pay/a.ts:2'])
  const { untestedChange: asked, uncoveredChange: uncovered } = await said(BASE, HEAD, RAN)
  expect([asked, uncovered]).toEqual([[], []])
})

test('must-change asks for a test whatever ran', async () => {
  const strict: CriticalPath = { ...PAY, tests: 'must-change' }
  expect((await said(BASE, HEAD, RAN, strict)).untestedChange).toEqual(['src/pay/a.ts:2'])
})

test('one comment a function: who asks for a test says that it did not run', async () => {
  const { untestedChange: asked, uncoveredChange: uncovered } = await said(BASE, HEAD, DID_NOT)
  expect(asked).toEqual(['src/pay/a.ts:2'])
  expect(uncovered).toEqual([])
})

test.each([
  ['a fork', {}, { ...RAN, distrust: 'it comes from a fork' }],
  ['a change of a workflow', { '.github/workflows/ci.yml': 'on: push' }, RAN],
  ['a change of what is covered', { 'vitest.config.ts': 'export default {}' }, RAN],
  ['a change of coverage among others', { 'package.json': '{ "nyc": { "all": false } }' }, RAN],
  ['a pragma', { 'src/b.ts': '/* c8 ignore next */\nexport const b = 1\n' }, RAN],
])('coverage of %s clears nothing, and it is said', async (_, more, coverage) => {
  const { untestedChange: asked, remarks } = await said(BASE, { ...HEAD, ...more }, coverage)
  expect(asked).toEqual(['src/pay/a.ts:2'])
  expect(remarks.join()).toContain('clears none')
})

test('coverage that is not trusted may add findings', async () => {
  const other = { 'src/free.ts': after }
  const coverage = { ...lcov('src/free.ts', [1, 3, 0, -1, 2]), distrust: 'it comes from a fork' }
  const { uncoveredChange: uncovered } = await said({ ...BASE, 'src/free.ts': before }, other, coverage)
  expect(uncovered).toEqual(['src/free.ts:3'])
})

test('a forged report is refused by name, and clears nothing', async () => {
  const forged = lcov('src/pay/a.ts', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  const { untestedChange: asked, notLookedAt } = await said(BASE, HEAD, forged)
  expect(asked).toEqual(['src/pay/a.ts:2'])
  expect(notLookedAt.join()).toContain(
    'coverage of src/pay/a.ts: line 8 was executed, and the file has 6 lines',
  )
})

test('a report that cannot be read is named', async () => {
  const { untestedChange: asked, notLookedAt } = await said(BASE, HEAD, {
    head: [{ name: 'cov.xml', text: '<x' }],
  })
  expect(asked).toEqual(['src/pay/a.ts:2'])
  expect(notLookedAt.join()).toContain('coverage report cov.xml')
})

test('where a part of the coverage is missing, what is left clears and does not accuse', async () => {
  const other = { 'src/free.ts': after }
  const base = { ...BASE, 'src/free.ts': before }
  const some = { ...lcov('src/free.ts', [1, 3, 0, -1, 2]), unread: ['shard-2: not a zip archive'] }
  const part = await said(base, other, some)
  expect(part.uncoveredChange).toEqual([])
  expect(part.notLookedAt.join()).toContain('coverage: shard-2: not a zip archive')
  expect((await said(BASE, HEAD, { ...RAN, unread: ['shard-2'] })).untestedChange).toEqual([])
  const minimum: CriticalPath = { ...PAY, minimumCoverage: { lines: 10 } }
  const { notLookedAt } = await said(BASE, HEAD, { ...RAN, unread: ['shard-2'] }, minimum)
  expect(notLookedAt.join()).toContain('“pay”: a part of the coverage could not be read')
})

test('coverage of another text of the file says nothing of it', async () => {
  const stale = { ...RAN, stale: ['src/pay/a.ts'] }
  const { untestedChange: asked, remarks } = await said(BASE, HEAD, stale)
  expect(asked).toEqual(['src/pay/a.ts:2'])
  expect(remarks.join()).toContain('Coverage of src/pay/a.ts is not used: its text was another')
})

test('a changed file that no report holds is unknown, never covered', async () => {
  const { untestedChange: asked, remarks } = await said(BASE, HEAD, lcov('src/else.ts', [1]))
  expect(asked).toEqual(['src/pay/a.ts:2'])
  expect(remarks.join()).toContain('src/pay/a.ts is on the critical path “pay” and in no coverage report')
})

test('what trusted coverage holds is not asked of names', async () => {
  const head = { 'src/new.ts': after }
  expect((await said(BASE, head)).unreachedFunction).toEqual(['src/new.ts:1'])
  const { unreachedFunction: unreached, uncoveredChange: uncovered } = await said(
    BASE,
    head,
    lcov('src/new.ts', [1, 1, 1, -1, 1]),
  )
  expect([unreached, uncovered]).toEqual([[], []])
})

test('a minimum of changed lines: below it is a finding, without a report it was not looked at', async () => {
  const minimum: CriticalPath = { ...PAY, minimumCoverage: { lines: 90 } }
  expect((await said(BASE, HEAD, DID_NOT, minimum)).uncoveredChange).toEqual(['src/pay/a.ts:2'])
  expect((await said(BASE, HEAD, RAN, minimum)).uncoveredChange).toEqual([])
  expect((await said(BASE, HEAD, undefined, minimum)).notLookedAt.join()).toContain(
    'no coverage was handed over',
  )
  expect((await said(BASE, HEAD, lcov('src/x.ts', [1]), minimum)).notLookedAt.join()).toContain(
    'in no coverage report',
  )
})

test('a minimum is passed by no coverage that is not trusted', async () => {
  const minimum: CriticalPath = { ...PAY, minimumCoverage: { lines: 90 } }
  const fork = { ...RAN, distrust: 'it comes from a fork' }
  const { notLookedAt, uncoveredChange: below } = await said(BASE, HEAD, fork, minimum)
  expect(notLookedAt.join()).toContain('the coverage is not trusted, it comes from a fork')
  expect(below).toEqual([])
  // What is below it is below it, whoever says so.
  const failed = { ...DID_NOT, distrust: 'it comes from a fork' }
  expect((await said(BASE, HEAD, failed, minimum)).uncoveredChange).toEqual(['src/pay/a.ts:2'])
})

test('a minimum of branches is passed by no report without branches', async () => {
  const minimum: CriticalPath = { ...PAY, minimumCoverage: { branches: 80 } }
  const { notLookedAt } = await said(BASE, HEAD, RAN, minimum)
  expect(notLookedAt.join()).toContain('the coverage report has no branches')
})

test('one comment a function, also where coverage is not trusted; the largest gap first', async () => {
  const long = (name: string, lines: number): string =>
    `export function ${name}(a: number): number {\n${'  a += 1\n'.repeat(lines)}  return a\n}\n`
  const text = [1, 1, 1, 1, 1, 1, 9].map((lines, index) => long(`f${index}`, lines)).join('')
  const count = text.split('\n').length - 1
  const lines = text.split('\n').map((line) => (line === '}' || line === '' ? -1 : 0))
  const coverage = { ...lcov('src/new.ts', lines.slice(0, count)), distrust: 'it comes from a fork' }
  const { unreachedFunction: unreached, uncoveredChange: uncovered } = await said(
    BASE,
    { 'src/new.ts': text },
    coverage,
  )
  expect(unreached).toEqual([])
  expect(uncovered).toHaveLength(5)
  expect(uncovered[0]).toBe('src/new.ts:25')
})

test('an item of a list among what is covered, and an edit of package.json that has nothing to do with it', async () => {
  const list = (more: string): string =>
    `{ "version": "1", "jest": { "collectCoverageFrom": [\n"a",\n${more}"c"\n] } }`
  const base = { ...BASE, 'package.json': list('') }
  expect((await said(base, { ...HEAD, 'package.json': list('"!b",\n') }, RAN)).untestedChange).toHaveLength(1)
  const bumped = { 'package.json': list('').replace('"1"', '"2"') }
  expect((await said(base, { ...HEAD, ...bumped }, RAN)).untestedChange).toEqual([])
})
