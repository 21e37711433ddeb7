import { expect, test } from 'vitest'
import unreachedFunction from '../../checks/critical-path-tests/unreached-function/rule.ts'
import untestedChange from '../../checks/critical-path-tests/untested-change/rule.ts'
import { memoryChangeSet } from '../../src/changeset/index.ts'
import { runRule } from '../../src/engine/run-rule.ts'
import type { Report, RuleDefinition } from '../../src/model/index.ts'

const MANIFEST = { 'package.json': '{"type":"module","devDependencies":{"vitest":"5"}}' }
const TESTS = {
  'src/net.ts': 'export const net = (gross: number) => gross / 2\n',
  'src/net.test.ts':
    "import { expect, test } from 'vitest'\nimport { net } from './net.ts'\ntest('net', () => expect(net(2)).toBe(1))\n",
}

async function reportsOf(
  rule: RuleDefinition,
  base: Record<string, string>,
  head: Record<string, string>,
): Promise<Report[]> {
  const changeSet = memoryChangeSet({ ...MANIFEST, ...TESTS, ...base }, { ...MANIFEST, ...TESTS, ...head })
  const { reports } = await runRule({
    rule: { ...rule, id: 'critical-path-tests/x', family: 'critical-path-tests' },
    changeSet,
    changes: changeSet.changes,
    options: {},
    criticalPaths: rule === untestedChange ? [{ name: 'pay', globs: ['src/**'] }] : [],
    now: new Date(0),
    signal: new AbortController().signal,
  })
  return reports
}

const NEW =
  'export function rounded(gross: number): number {\n  if (gross < 0) throw new RangeError()\n  return Math.round(gross)\n}\n'

test.each([
  ['unreached-function', unreachedFunction],
  ['untested-change', untestedChange],
])('%s brings a test to start from, and names its file', async (_, rule) => {
  const [report, ...more] = await reportsOf(rule, {}, { 'src/rounded.ts': NEW })
  expect([report?.message, ...more.map((one) => one.message)]).toHaveLength(1)
  expect(report?.skeleton).toMatchObject({ path: 'src/rounded.test.ts', exists: false, language: 'ts' })
  expect(report?.skeleton?.text).toContain("import { rounded } from './rounded.ts'")
  expect(report?.fix).toContain('src/rounded.test.ts')
})

test('a file that only holds functions has no other code to be told of', async () => {
  const files = {
    'src/a.ts': `export const a = (b: number) => {\n  return b > 1 ? 1 : 2\n}\nexport default class Till {\n  open() {\n    return 1\n  }\n}\n`,
  }
  const reports = await reportsOf(untestedChange, {}, files)
  expect(reports.map(({ subject }) => subject.trim())).toEqual(['a', 'Till.open'])
  const more = { 'src/a.ts': `${files['src/a.ts']}start()\n` }
  expect(await reportsOf(untestedChange, {}, more)).toHaveLength(3)
})

test('of a function that was there, only what is new has a case', async () => {
  const before = NEW.replace(/ {2}if.*\n/, '')
  const [report] = await reportsOf(untestedChange, { 'src/rounded.ts': before }, { 'src/rounded.ts': NEW })
  expect(report?.skeleton?.text).toContain('throws when gross is below 0')
  expect(report?.skeleton?.text).not.toContain('usual')
})

test('it stays short: fewer cases where they are many, none where one is too long', async () => {
  const branches = Array.from({ length: 40 }, (_, at) => `  if (gross === ${at}) return ${at}\n`).join('')
  const parameters = Array.from({ length: 38 }, (_, at) => `p${at}: number`).join(', ')
  const [many] = await reportsOf(
    unreachedFunction,
    {},
    { 'src/a.ts': NEW.replace('  if', `${branches}  if`) },
  )
  expect(many?.skeleton?.text.split('\n').length).toBeLessThanOrEqual(40)
  const [long] = await reportsOf(
    unreachedFunction,
    {},
    { 'src/a.ts': NEW.replace('gross: number)', `gross: number, ${parameters})`) },
  )
  expect(long).toBeDefined()
  expect(long?.skeleton).toBeUndefined()
})
