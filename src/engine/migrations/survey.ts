import { type History, historiesIn, type HistoryStep } from '../../../checks/migration-rollback/history.ts'
import { type MigrationOptions, migrationOptions } from '../../../checks/migration-rollback/options.ts'
import { rules } from '../../../checks/index.ts'
import { type Config, isIgnored, ruleSettings } from '../../../config/index.ts'
import type { Snapshot } from '../../model/index.ts'
import type { Step } from '../../parse/migrations/index.ts'
import { proveHistory } from './prove-history.ts'
import type { MigrationSet, MigrationStatus, MigrationsStatus } from './status.ts'

export interface SurveyOptions {
  config: Config
  signal: AbortSignal
  /** Run every migration that can be run: up, down, and up again. */
  prove?: boolean
  onProgress?: (what: string) => void
}

/** The migrations of a tree, set by set, in the order in which they run, and what their rollbacks are worth. */
export async function surveyMigrations(
  snapshot: Snapshot,
  { config, signal, prove = false, onProgress }: SurveyOptions,
): Promise<MigrationsStatus> {
  onProgress?.('reading the migrations')
  const histories = await historiesIn(snapshot, optionsOf(config), { signal })
  const notLookedAt: string[] = []
  const sets: MigrationSet[] = []
  for (const history of histories.toSorted(bySet)) {
    const steps = history.steps.filter(({ step }) => !isIgnored(config, step.path))
    notLookedAt.push(
      ...history.notRead
        .filter(({ path }) => !isIgnored(config, path))
        .map(({ path, why }) => `${path}: ${why}`),
    )
    if (steps.length === 0) continue
    const { adapter, set, heads } = history
    const dialect = steps.find(({ step }) => step.dialect !== undefined)?.step.dialect
    const migrations = steps.map(({ step }) => statusOf(step))
    if (prove) {
      onProgress?.(`proving ${adapter.title} in ${set}`)
      const { proofs, seen, incomplete } = await proveHistory(steps.map(stepOf), signal)
      for (const [index, proof] of proofs.entries()) {
        const migration = migrations[index]
        if (migration) migration.proof = proof
        const statements = steps[index] && seen.get(steps[index].step)
        if (migration && statements) migration.seen = statements
      }
      if (incomplete !== undefined)
        notLookedAt.push(`${set}: the proof of its migrations did not end (${incomplete})`)
    }
    sets.push({
      framework: adapter.framework,
      title: adapter.title,
      set,
      ...(dialect !== undefined && { dialect }),
      migrations,
      heads,
    })
  }
  return { sets, notLookedAt: [...new Set(notLookedAt)] }
}

/** The options of the family as a configuration has them for every path. */
export function optionsOf(config: Config): MigrationOptions {
  const rule = rules.find(({ id }) => id === 'migration-rollback/missing-down')
  return migrationOptions.parse(rule ? ruleSettings(config, rule).options : {})
}

function bySet(a: History, b: History): number {
  const [left, right] = [a, b].map(({ set, adapter }) => `${set}\n${adapter.framework}`) as [string, string]
  return left < right ? -1 : left > right ? 1 : 0
}

function stepOf({ step }: HistoryStep): Step {
  return step
}

function statusOf({ path, version, name, reversibility, reason, obstacles }: Step): MigrationStatus {
  return {
    path,
    ...(version !== undefined && { version }),
    name,
    rollback: reversibility,
    ...(reason !== undefined && { reason }),
    ...(obstacles.length > 0 && {
      obstacles: obstacles.map(({ region, operation }) => ({ line: region.startLine, operation })),
    }),
  }
}
