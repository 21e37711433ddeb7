import type { ProofAnswer, ProofSighting, Remark } from '../../../src/model/index.ts'
import { lineOf, list } from './words.ts'
import type { MigrationChange } from '../collect.ts'

/** Statements that one remark names. */
const MAX_NAMED = 3
const MAX_TABLES = 3

/** What statements did to tables that were there before, in words; those that write one anew first. */
export function seenRemark(
  migrations: readonly MigrationChange[],
  seen: NonNullable<ProofAnswer['seen']>,
): Remark | undefined {
  const all = seen.flatMap(({ id, statements }) => {
    const migration = migrations.find(({ head }) => head.path === id)
    return migration ? statements.map((sighting) => ({ migration, sighting })) : []
  })
  const sorted = all.toSorted((a, b) => weightOf(b.sighting) - weightOf(a.sighting))
  const [first] = sorted
  if (!first) return undefined
  const named = sorted
    .slice(0, MAX_NAMED)
    .map(
      ({ migration, sighting }) =>
        `\`${migration.head.up.path}:${sighting.line}\` ${sightingWords(sighting)}`,
    )
  const more = sorted.length - named.length
  return {
    message: `Seen as it ran on PostgreSQL: ${named.join('; ')}${more > 0 ? `; ${more} more` : ''}`,
    location: lineOf(first.migration.head.up, first.sighting.line),
  }
}

/** `wrote public.users anew and locked it (ACCESS EXCLUSIVE)` */
export function sightingWords({ locks, rewritten }: ProofSighting): string {
  const parts = rewritten.length > 0 ? [`wrote ${some(rewritten)} anew`] : []
  for (const [mode, own] of Map.groupBy(locks, (lock) => lock.mode))
    parts.push(`locked ${some(own.map(({ table }) => table))} (${mode})`)
  return parts.join(' and ')
}

function some(names: readonly string[]): string {
  const more = names.length - MAX_TABLES
  return list(more > 0 ? [...names.slice(0, MAX_TABLES), `${more} more`] : names)
}

function weightOf({ locks, rewritten }: ProofSighting): number {
  if (rewritten.length > 0) return 2
  return locks.some(({ mode }) => mode === 'ACCESS EXCLUSIVE') ? 1 : 0
}
