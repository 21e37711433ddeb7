import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule, type RuleResult } from '../../src/engine/run-rule.ts'
import type { Rule } from '../../src/model/index.ts'
import unreadable from './description-unreadable/rule.ts'
import pathRemoved from './path-removed/rule.ts'
import responsePropertyRemoved from './response-property-removed/rule.ts'

type Files = Record<string, string>

function run(definition: Omit<Rule, 'id' | 'family'>, base: Files, head: Files): Promise<RuleResult> {
  const changeSet = memoryChangeSet(base, head)
  return runRule({
    rule: { ...definition, id: 'api-compatibility/test', family: 'api-compatibility' },
    changeSet,
    changes: changeSet.changes,
    options: definition.options.parse({}),
    now: new Date('2026-01-15T12:00:00Z'),
    signal: AbortSignal.timeout(20_000),
  })
}

const GOOD = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\n'
const BOMB = `${GOOD}a0: &a0 [x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')}\n`

test.each([
  ['an alias bomb', 'a.yaml', BOMB, 'aliases that expand'],
  ['nesting without end', 'a.json', `{"openapi": "3.0.0", "x": ${'['.repeat(100_000)}`, 'nested deeper'],
  [
    'a reference to a host file',
    'a.yaml',
    `${GOOD.replace('{}', '')}  /a: {$ref: /etc/passwd}\n`,
    'absolute path',
  ],
])('%s is a finding, and no other rule calls the description compared', async (_, path, text, words) => {
  const base = path.endsWith('.json') ? '{"openapi": "3.0.0", "paths": {}}' : GOOD
  const found = await run(unreadable, { [path]: base }, { [path]: text })
  expect(found.reports).toMatchObject([{ location: { side: 'head', path } }])
  expect(found.reports[0]?.message).toContain(words)
  const other = await run(pathRemoved, { [path]: base }, { [path]: text })
  expect(other.reports).toEqual([])
  expect(other.notLookedAt.join()).toContain(words)
})

test('a message lists ten operations and counts the rest', async () => {
  const paths = Array.from(
    { length: 25 },
    (_, i) => `  /p${i}: {get: {responses: {'200': {$ref: '#/components/responses/Pet'}}}}`,
  )
  const spec = (properties: string): Files => ({
    'a.yaml': `${GOOD.replace('paths: {}\n', '')}paths:\n${paths.join('\n')}
components:
  responses:
    Pet: {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
  schemas:
    Pet:
      properties:
        id: {type: string}
${properties}`,
  })
  const { reports } = await run(responsePropertyRemoved, spec('        name: {type: string}\n'), spec(''))
  expect(reports).toHaveLength(1)
  expect(reports[0]?.message).toContain('Affects 25 operations: GET /p0, GET /p1,')
  expect(reports[0]?.message).toContain('GET /p9 and 15 more.')
  expect(reports[0]?.relatedLocations).toMatchObject([{ side: 'head', path: 'a.yaml' }])
})
