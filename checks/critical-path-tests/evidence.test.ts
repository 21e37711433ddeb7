import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule } from '../../src/engine/run-rule.ts'
import untestedChange from './untested-change/rule.ts'

type Files = Record<string, string>

async function said(base: Files, head: Files): Promise<string[]> {
  const changeSet = memoryChangeSet(base, { ...base, ...head })
  const { reports } = await runRule({
    rule: { ...untestedChange, id: 'critical-path-tests/untested-change', family: 'critical-path-tests' },
    changeSet,
    changes: changeSet.changes,
    options: {},
    criticalPaths: [{ name: 'all', globs: ['**/src/**'] }],
    now: new Date('2026-01-15T12:00:00Z'),
    signal: AbortSignal.timeout(20_000),
  })
  return reports.map(({ message }) => message.slice(message.indexOf('no test ')))
}

const BASE: Files = {
  'ui/package.json': '{ "name": "ui" }',
  'ui/src/push.ts': 'export function push(a: string) {\n  return a\n}\n',
  'ui/tests/setup.ts': "import puppeteer from 'puppeteer'\nexport const start = () => puppeteer.launch()\n",
  'ui/tests/push.test.ts':
    "import { it } from 'vitest'\nimport { start } from './setup'\nit('pushes', async () => { await start() })\n",
}
const CHANGE = { 'ui/src/push.ts': 'export function push(a: string) {\n  if (!a) return\n  return a\n}\n' }

test('what a browser runs cannot be followed: a changed test that drives one is believed', async () => {
  const changed = {
    'ui/tests/push.test.ts': `${BASE['ui/tests/push.test.ts']}it('pushes nothing', async () => { await start() })\n`,
  }
  expect(await said(BASE, { ...CHANGE, ...changed })).toEqual([])
})

test('one that was there is said to reach what its package serves, and nothing of another package', async () => {
  expect(await said(BASE, CHANGE)).toEqual([
    'no test that this change adds or edits reaches it; older ones do (ui/tests/push.test.ts).',
  ])
  const api = { 'api/package.json': '{ "name": "api" }', 'api/src/pay.ts': CHANGE['ui/src/push.ts'] }
  expect(await said(BASE, api)).toEqual(['no test of this repository reaches it.'])
})
