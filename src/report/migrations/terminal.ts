import type { MigrationSet, MigrationStatus, MigrationsStatus } from '../../engine/migrations/status.ts'
import { totalsOf } from '../../engine/migrations/status.ts'
import { visible } from '../escape/index.ts'
import { columns, type Paint, pad, painter, type TerminalOptions, wrap } from '../terminal/layout.ts'
import { count } from '../words.ts'
import { commonReasons, detailsOf, isBad, PROOF, proofSummary, ROLLBACK, rollbackSummary } from './words.ts'

const MAX_VERSION = 17
const GAP = '  '

/** The migrations of a tree as tables that fit into `width` columns, set by set. */
export function migrationsToTerminal(
  { sets, notLookedAt }: MigrationsStatus,
  { colour = false, width = 100 }: TerminalOptions = {},
): string {
  const paint = painter(colour)
  const parts = sets.map((set) => setPart(set, paint, width))
  if (sets.length === 0 && notLookedAt.length === 0) return 'No migrations were found.\n'
  const all = sets.flatMap(({ migrations }) => migrations)
  if (sets.length > 1) parts.push([paint('bold', 'All together'), ...summaries(all, width)].join('\n'))
  if (notLookedAt.length > 0) {
    const lines = notLookedAt.map((what) => `  ${wrap(what, width, 4)}`)
    parts.push([paint(['yellow', 'bold'], 'Not looked at'), ...lines].join('\n'))
  }
  return `${parts.join('\n\n')}\n`
}

function setPart(
  { title, set, dialect, migrations, heads }: MigrationSet,
  paint: Paint,
  width: number,
): string {
  const proven = migrations.some(({ proof }) => proof)
  const common = commonReasons(migrations)
  const [rollbackWidth, proofWidth] = [
    widest(['ROLLBACK', ...migrations.map(({ rollback }) => ROLLBACK[rollback])]),
    proven ? widest(['PROOF', ...migrations.map(({ proof }) => (proof ? PROOF[proof.kind] : ''))]) : 0,
  ]
  const versions = migrations.map((migration) => cut(versionOf(migration), MAX_VERSION))
  const versionWidth = versions.some((version) => version !== '') ? widest(['VERSION', ...versions]) : 0
  const taken = [versionWidth, rollbackWidth, proofWidth].reduce(
    (sum, one) => sum + (one === 0 ? 0 : one + 2),
    0,
  )
  const nameWidth = Math.max(12, Math.min(width - taken, widest(['MIGRATION', ...migrations.map(nameOf)])))
  const row = (version: string, name: string, rollback: string, proof: string): string =>
    [
      ...(versionWidth > 0 ? [pad(version, versionWidth)] : []),
      pad(cut(name, nameWidth), nameWidth),
      pad(rollback, rollbackWidth),
      ...(proven ? [proof] : []),
    ]
      .join(GAP)
      .trimEnd()
  const indent = versionWidth > 0 ? versionWidth + 2 : 2
  const rows = migrations.flatMap((migration, index) => {
    const { rollback, proof } = migration
    const line = row(
      versions[index] ?? '',
      nameOf(migration),
      ROLLBACK[rollback],
      proof ? PROOF[proof.kind] : '',
    )
    const details = detailsOf(migration, common).map((text) => ' '.repeat(indent) + wrap(text, width, indent))
    return [isBad(migration) ? paint('red', line) : line, ...details]
  })
  const where = set === '' ? 'the root' : set
  const speaks = dialect === undefined ? '' : `, ${dialect}`
  return [
    paint('bold', wrap(`${title} in ${where}${speaks}`, width, 2)),
    paint('dim', row('VERSION', 'MIGRATION', 'ROLLBACK', 'PROOF')),
    ...rows,
    ...summaries(migrations, width),
    ...[...common].map(
      ([why, times]) => `  ${wrap(`${count(times, 'migration')} not proven: ${why}`, width, 4)}`,
    ),
    ...(heads.length > 1 ? [`  ${wrap(`${heads.length} heads: ${heads.join(', ')}`, width, 4)}`] : []),
  ].join('\n')
}

function summaries(migrations: readonly MigrationStatus[], width: number): string[] {
  const totals = totalsOf(migrations)
  const proof = proofSummary(totals)
  return [rollbackSummary(totals), ...(proof === undefined ? [] : [proof])].map(
    (text) => `  ${wrap(text, width, 4)}`,
  )
}

/** Nothing where the name says it already: Django knows migrations by their whole name. */
function versionOf({ name, version = '' }: MigrationStatus): string {
  return visible(version.endsWith(name) ? '' : version)
}

function nameOf({ name }: MigrationStatus): string {
  return visible(name)
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(columns))
}

function cut(text: string, width: number): string {
  if (columns(text) <= width) return text
  const half = Math.max(1, Math.floor((width - 1) / 2))
  return `${text.slice(0, half)}…${text.slice(-(width - 1 - half))}`
}
