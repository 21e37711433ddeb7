import { readdirSync } from 'node:fs'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'
import type { Report, Rule, RuleDefinition } from '../../src/model/index.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const FAMILY = new URL('../../checks/api-compatibility/', import.meta.url)

export interface Reported extends Report {
  /** `avro-type-changed` */
  rule: string
  level: 'error' | 'warning' | 'note'
}

export interface Outcome {
  reports: Reported[]
  notLookedAt: string[]
}

export type Files = Readonly<Record<string, string>>

/** What the rules of one format, by the beginning of their names, say about a change. Only those are loaded. */
export async function reviewerOf(
  prefix: string,
): Promise<(base: Files, head: Files, settings?: object) => Promise<Outcome>> {
  const names = readdirSync(FAMILY).filter((name) => name.startsWith(prefix))
  const rules = await Promise.all(names.map(load))
  return (base, head, settings = {}) => review(rules, base, head, settings)
}

async function load(name: string): Promise<Rule> {
  const { default: rule } = (await import(new URL(`${name}/rule.ts`, FAMILY).href)) as {
    default: RuleDefinition
  }
  return { ...rule, id: `api-compatibility/${name}`, family: 'api-compatibility' }
}

async function review(rules: readonly Rule[], base: Files, head: Files, settings: object): Promise<Outcome> {
  const changeSet = memoryChangeSet(base, head)
  const shared = new SharedValues()
  const outcome: Outcome = { reports: [], notLookedAt: [] }
  for (const rule of rules) {
    const { changes } = changeSet
    const options = rule.options.parse(settings)
    const signal = AbortSignal.timeout(20_000)
    const run = await runRule({ rule, changeSet, changes, options, now: NOW, signal, shared })
    for (const report of run.reports) {
      outcome.reports.push({
        ...report,
        rule: rule.id.split('/')[1] ?? '',
        level: report.level ?? rule.level,
      })
    }
    outcome.notLookedAt.push(...run.notLookedAt)
  }
  return outcome
}

/** `error avro-type-changed User.age type`, sorted. */
export function words({ reports }: Outcome): string[] {
  return reports.map(({ level, rule, subject }) => `${level} ${rule} ${subject}`).toSorted()
}
