import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule } from '../../src/engine/run-rule.ts'
import type { CriticalPath } from '../../src/model/index.ts'
import untestedChange from './untested-change/rule.ts'

type Files = Record<string, string>

async function said(base: Files, head: Files, ...criticalPaths: CriticalPath[]): Promise<string[]> {
  const { reports, notLookedAt } = await run(base, head, criticalPaths)
  return [
    ...reports.map(({ location, message }) => {
      const name = /“(.*)”/.exec(message)?.[1]
      return `${location.path}:${location.region?.startLine} ${name}`
    }),
    ...notLookedAt,
  ]
}

function run(base: Files, head: Files, criticalPaths: CriticalPath[]): ReturnType<typeof runRule> {
  const changeSet = memoryChangeSet(base, { ...base, ...head })
  return runRule({
    rule: { ...untestedChange, id: 'critical-path-tests/untested-change', family: 'critical-path-tests' },
    changeSet,
    changes: changeSet.changes,
    options: {},
    criticalPaths,
    now: new Date('2026-01-15T12:00:00Z'),
    signal: AbortSignal.timeout(20_000),
  })
}

const pays = (more: string): string =>
  `export function pay(a: number) {\n${more}  return a\n}\nexport function show(a: number) {\n${more}  return a\n}\n`
const CHANGE: [Files, Files] = [{ 'src/a.ts': pays('') }, { 'src/a.ts': pays('  if (a < 0) throw a\n') }]

test('by glob: every function of the file', async () => {
  expect(await said(...CHANGE, { name: 'all', globs: ['src/**'] })).toEqual([
    'src/a.ts:2 all',
    'src/a.ts:6 all',
  ])
})

test('by symbol: that function alone', async () => {
  const money = { name: 'money', globs: [], symbols: ['pa*'] }
  expect(await said(...CHANGE, money)).toEqual(['src/a.ts:2 money'])
})

test('by symbol in a language that is followed by files alone', async () => {
  const base = { 'lib/pay.ex': '' }
  const head = { 'lib/pay.ex': 'defmodule Pay do\n  def pay(a), do: a\nend\n' }
  expect(await said(base, head, { name: 'money', globs: [], symbols: ['nothing'] })).toEqual([])
})

test('by owner, as CODEOWNERS of the base says', async () => {
  const [base, head] = CHANGE
  const owned = { name: 'owned', globs: [], owners: ['@Acme/Payments'] }
  const codeOwners = '*.ts @acme/payments\n'
  expect(await said({ ...base, CODEOWNERS: codeOwners }, head, owned)).toHaveLength(2)
  // A pull request does not take code out of its owners' hands.
  expect(await said({ ...base, CODEOWNERS: codeOwners }, { ...head, CODEOWNERS: '' }, owned)).toHaveLength(2)
  expect(await said({ ...base, CODEOWNERS: '*.ts @other\n' }, head, owned)).toEqual([])
  expect(await said(base, head, owned)).toEqual([
    'critical path owned by owner: the repository has no CODEOWNERS',
  ])
})

test('by route: what answers it', async () => {
  const app = (more: string): string =>
    `import express from 'express'\nconst app = express()\nfunction pay(req, res) {\n${more}  res.end()\n}\nfunction show(req, res) {\n${more}  res.end()\n}\napp.post('/payments/:id', pay)\napp.get('/payments/:id', show)\n`
  const base = { 'src/app.js': app('') }
  const head = { 'src/app.js': app('  if (!req.user) return res.status(401).end()\n') }
  const route = { name: 'route', globs: [], routes: ['POST /payments/**'] }
  expect(await said(base, head, route)).toEqual(['src/app.js:4 route'])
})

test('must-change asks for a test of every change, required of new functions and branches', async () => {
  const test =
    "import { pay } from '../src/a.ts'\nimport { test } from 'vitest'\ntest('pays', () => { pay(1) })\n"
  const code = (last: string): string => `export function pay(a: number) {\n  return ${last}\n}\n`
  const base = { 'src/a.ts': code('a + 1'), 'test/a.test.ts': test }
  const head = { 'src/a.ts': code('a + 2') }
  expect(await said(base, head, { name: 'x', globs: ['src/**'] })).toEqual([])
  expect(await said(base, head, { name: 'x', globs: ['src/**'], tests: 'must-change' })).toEqual([
    'src/a.ts:2 x',
  ])
})

test('who reviews is said, and where nobody owns a critical path', async () => {
  const remarks = async (codeowners: string, critical: CriticalPath): Promise<string[]> => {
    const [base, head] = CHANGE
    const found = await run({ ...base, CODEOWNERS: codeowners }, head, [critical])
    return found.remarks.map(({ message }) => message)
  }
  const pay = { name: 'pay', globs: ['src/**'] }
  expect(await remarks('*.ts @acme/pay', pay)).toEqual([])
  expect(await remarks('*.go @acme/pay', pay)).toEqual([
    'Critical path “pay” has no owner: name its `reviewers` in the configuration, or owners of its files in CODEOWNERS',
  ])
  expect(await remarks('', { ...pay, reviewers: ['@a', '@acme/pay'] })).toEqual([
    'Critical path “pay”: a review by @a or @acme/pay is asked for',
  ])
  expect(await remarks('', { ...pay, globs: ['lib/**'] })).toEqual([])
})
