import type { MigrationsStatus } from '../../engine/migrations/status.ts'
import { totalsOf } from '../../engine/migrations/status.ts'
import { codeSpan, escapeMarkdown } from '../escape/index.ts'
import { count } from '../words.ts'
import { commonReasons, detailsOf, PROOF, proofSummary, ROLLBACK, rollbackSummary } from './words.ts'

/** The migrations of a tree as tables of GitHub Flavored Markdown. */
export function migrationsToMarkdown({ sets, notLookedAt }: MigrationsStatus): string {
  const parts = ['# Migrations']
  if (sets.length === 0) parts.push('No migrations were found.')
  for (const { title, set, migrations, heads } of sets) {
    const common = commonReasons(migrations)
    const totals = totalsOf(migrations)
    const proof = proofSummary(totals)
    parts.push(`## ${escapeMarkdown(title)} in ${codeSpan(set === '' ? '.' : set)}`)
    const lines = [
      rollbackSummary(totals),
      ...(proof === undefined ? [] : [proof]),
      ...[...common].map(([why, times]) => `${count(times, 'migration')} not proven: ${why}`),
      ...(heads.length > 1 ? [`${heads.length} heads: ${heads.join(', ')}`] : []),
    ]
    parts.push(lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n'))
    const rows = migrations.map((migration) => {
      const { version, name, rollback, proof: verdict } = migration
      const details = detailsOf(migration, common).map(escapeMarkdown).join('<br>')
      const cells = [
        escapeMarkdown(version ?? ''),
        escapeMarkdown(name),
        ROLLBACK[rollback],
        verdict ? PROOF[verdict.kind] : '',
        details,
      ]
      return `| ${cells.join(' | ')} |`
    })
    parts.push(
      ['| Version | Migration | Rollback | Proof | |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'),
    )
  }
  if (notLookedAt.length > 0)
    parts.push(['## Not looked at', '', ...notLookedAt.map((what) => `- ${escapeMarkdown(what)}`)].join('\n'))
  return `${parts.join('\n\n')}\n`
}
