import { createHash } from 'node:crypto'
import type { ChangeSet, Location, Report } from '../model/index.ts'
import { findChange } from '../model/index.ts'

/**
 * Gives each report of one rule its identity: 32 hexadecimal digits over rule, path and subject. No line
 * numbers, so a moved line keeps it; a file renamed by this change counts by its old path. Reports that
 * agree in all of that are told apart by their order in the file.
 * @param reports of one rule, in the order of their places.
 */
export function fingerprints(ruleId: string, reports: readonly Report[], changeSet: ChangeSet): string[] {
  const seen = new Map<string, number>()
  return reports.map(({ location, subject }) => {
    const path = lastingPath(location, changeSet)
    const key = JSON.stringify([ruleId, path, subject])
    const ordinal = seen.get(key) ?? 0
    seen.set(key, ordinal + 1)
    return identityOf(ruleId, path, subject, ordinal)
  })
}

/** The path by which a place is known: of a file that this change renamed, its old one. */
export function lastingPath({ side, path }: Location, changeSet: ChangeSet): string {
  const change = side === 'head' ? findChange(changeSet, side, path) : undefined
  return change?.previousPath ?? path
}

/** The identity of the `ordinal`-th (from 0) finding of a rule about one subject in one file. */
export function identityOf(ruleId: string, path: string, subject: string, ordinal = 0): string {
  const key = JSON.stringify([ruleId, path, subject])
  return createHash('sha256').update(`${key}#${ordinal}`).digest('hex').slice(0, 32)
}
