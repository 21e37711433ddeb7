import { defineRule, type Report } from '../../../src/model/index.ts'
import { type MigrationChange, migrationsOf } from '../collect.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { proofsOf } from '../proof/prove.ts'
import { firstLine } from '../words.ts'
import { type Mismatch, mismatches } from './mirror.ts'

export default defineRule({
  title: 'Rollback that does not mirror the migration',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    const { changes } = await migrationsOf(context)
    const written = changes.filter(({ head }) => head.reversibility === 'explicit')
    if (written.length === 0) return
    // What was run is judged by what came out.
    const ran = new Set(
      (await proofsOf(context))
        .filter(({ verdict }) => verdict.kind !== 'not-provable')
        .map(({ migration }) => migration.head.id),
    )
    const seen = new Set<string>()
    for (const migration of written) {
      const { head } = migration
      const key = `${head.path}\n${head.name}`
      if (ran.has(head.id) || seen.has(key)) continue
      seen.add(key)
      yield* reportsOf(migration)
    }
  },
})

function* reportsOf({ adapter, base, head }: MigrationChange): Iterable<Report> {
  const { up, down } = head
  if (!down) return
  const known = new Set(base?.down ? mismatches(base.up, base.down).map(keyOf) : [])
  const found = mismatches(up, down).filter((one) => !known.has(keyOf(one)))
  const undone = found.filter(({ kind }) => kind !== 'not-made')
  if (undone.length > 0) {
    yield {
      location: firstLine(down),
      relatedLocations: undone.slice(0, 5).map(({ operation, what }) => ({
        side: 'head',
        path: operation.path,
        region: operation.region,
        message: `${what} here`,
      })),
      subject: `${head.id} ${undone.map(keyOf).join(', ')}`,
      message: `The rollback of this ${adapter.title} migration ${listed(undone.map(words))}.`,
      fix: 'Undo every change of the way up, last first; where one cannot be undone, say why in a comment.',
    }
  }
  for (const mismatch of found) {
    if (mismatch.kind !== 'not-made') continue
    const { what, operation } = mismatch
    const { startLine } = operation.region
    yield {
      location: { side: 'head', path: operation.path, region: { startLine, endLine: startLine } },
      subject: `${head.id} ${keyOf(mismatch)}`,
      message: `The rollback drops ${what}, which this ${adapter.title} migration does not make.`,
      fix: 'Drop what the way up makes, and nothing else.',
    }
  }
}

function keyOf({ kind, what }: Mismatch): string {
  return `${kind} ${what}`
}

function words({ kind, what }: Mismatch): string {
  if (kind === 'left-over') return `leaves ${what}`
  return kind === 'not-restored' ? `does not bring back ${what}` : `does not give ${what} its name back`
}

function listed(all: readonly string[]): string {
  const more = all.length - 4
  return all.slice(0, 4).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
