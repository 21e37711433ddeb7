import { readdirSync } from 'node:fs'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'
import type { Report, RuleDefinition } from '../../src/model/index.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const FAMILY = new URL('../../checks/api-compatibility/', import.meta.url)
const graphqlRules = await Promise.all(
  readdirSync(FAMILY)
    .filter((name) => name.startsWith('graphql-'))
    .map(async (name) => {
      const { default: rule } = (await import(new URL(`${name}/rule.ts`, FAMILY).href)) as {
        default: RuleDefinition
      }
      return { ...rule, id: `api-compatibility/${name}`, family: 'api-compatibility' }
    }),
)

export interface Reported extends Report {
  /** `graphql-field-removed` */
  rule: string
  level: 'error' | 'warning' | 'note'
}

export interface Outcome {
  reports: Reported[]
  notLookedAt: string[]
}

export type Files = Readonly<Record<string, string>>

/** What the rules over GraphQL schemas say about a change. */
export async function review(base: Files, head: Files, settings: object = {}): Promise<Outcome> {
  const changeSet = memoryChangeSet(base, head)
  const shared = new SharedValues()
  const outcome: Outcome = { reports: [], notLookedAt: [] }
  for (const rule of graphqlRules) {
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

/** `error graphql-field-removed User.name`, sorted. */
export function words({ reports }: Outcome): string[] {
  return reports.map(({ level, rule, subject }) => `${level} ${rule} ${subject}`).toSorted()
}
