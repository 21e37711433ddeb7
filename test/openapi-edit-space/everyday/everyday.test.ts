import { describe, expect, test } from 'vitest'
import { compareAll } from '../../../checks/api-compatibility/compare-descriptions.ts'
import { judge, type Policy } from '../../../checks/api-compatibility/diff/policy.ts'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { parse } from 'yaml'
import { AROUND } from './around.ts'
import type { Case } from './cases.ts'
import { REQUESTS } from './requests.ts'
import { RESPONSES } from './responses.ts'
import { REWRITTEN } from './rewritten.ts'

/** Changes as teams make them, with what was decided of each before it was compared. */

const POLICY: Policy = {
  now: new Date('2026-11-22'),
  graceDays: { beta: 0, stable: 0 },
  isIgnored: () => false,
}

const side = (patch: string, other: '-' | '+'): string =>
  patch
    .split('\n')
    .filter((line) => !line.startsWith(other))
    .map((line) => line.slice(1))
    .join('\n')

function headed(version: string, text: string): string {
  const field = version === '2.0' ? `swagger: '2.0'` : `openapi: ${version}`
  return `${field}\ninfo: {title: Shop, version: 1.0.0}${text}\n`
}

async function answerTo(files: [Record<string, string>, Record<string, string>]): Promise<string[]> {
  const result = await compareAll(memoryChangeSet(...files), [])
  expect(result).toMatchObject({ unreadable: [], dead: [], notLookedAt: [], removed: [] })
  expect(result.compared).toHaveLength(1)
  const changes = result.compared
    .flatMap(({ changes }) => changes)
    .flatMap((change) => judge(change, POLICY) ?? [])
    .filter(({ level }) => level !== 'note')
  return [...new Set(changes.map(({ level, kind }) => `${level} ${kind}`))].toSorted()
}

describe.each([
  ['requests', REQUESTS],
  ['responses', RESPONSES],
  ['around', AROUND],
  ['rewritten', REWRITTEN],
] satisfies [string, readonly Case[]][])('%s', (_, cases) => {
  test.each(cases)('$name', async ({ version = '3.1.0', answer, patch }) => {
    const [from, to] = typeof version === 'string' ? [version, version] : version
    const [base, head] = [headed(from, side(patch, '+')), headed(to, side(patch, '-'))]
    expect(await answerTo([{ 'api.yaml': base }, { 'api.yaml': head }])).toEqual(answer)
    const [before, after] = [base, head].map((text) => JSON.stringify(parse(text), null, 2))
    expect(await answerTo([{ 'api.json': before ?? '' }, { 'api.json': after ?? '' }])).toEqual(answer)
  })
})
