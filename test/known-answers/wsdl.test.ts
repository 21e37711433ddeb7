import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'
import type { RuleDefinition } from '../../src/model/index.ts'
import { CASES, type KnownCase } from './wsdl-cases.ts'

const FAMILY = new URL('../../checks/api-compatibility/', import.meta.url)
const rules = await Promise.all(
  readdirSync(FAMILY)
    .filter((name) => /^(?:wsdl|xsd)-/.test(name) && name !== 'wsdl-diff')
    .map(async (name) => {
      const { default: rule } = (await import(new URL(`${name}/rule.ts`, FAMILY).href)) as {
        default: RuleDefinition
      }
      return { ...rule, id: `api-compatibility/${name}`, family: 'api-compatibility' }
    }),
)

/** `side: text of the line` of each error of a rule that is on by default. */
async function errorsOf({ base, head }: KnownCase): Promise<string[]> {
  const changeSet = memoryChangeSet(base, head)
  const shared = new SharedValues()
  const lines = new Set<string>()
  for (const rule of rules.filter(({ status }) => status === 'stable')) {
    const options = rule.options.parse({})
    const signal = AbortSignal.timeout(20_000)
    const now = new Date('2026-11-22T12:00:00Z')
    const run = await runRule({ rule, changeSet, changes: changeSet.changes, options, now, signal, shared })
    for (const { level = rule.level, location } of run.reports) {
      if (level !== 'error') continue
      const { side, path, region } = location
      const text = ((side === 'base' ? base : head)[path] ?? '').split('\n')[(region?.startLine ?? 1) - 1]
      lines.add(`${side}: ${text?.trim() ?? ''}`)
    }
  }
  return [...lines].toSorted()
}

describe('WSDL and XML Schema: answers decided from the standards', () => {
  test.each(CASES.map((known) => [known.name, known] as const))('%s', async (_, known) => {
    expect(await errorsOf(known)).toEqual([...(known.breaks ?? [])].toSorted())
  })
})
