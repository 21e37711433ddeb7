import type { RuleContext } from '../../../src/model/index.ts'
import type { MigrationChange } from '../collect.ts'
import type { Proof } from './prove.ts'

const WITH_ROLLBACK = new Set(['explicit', 'automatic'])

/** Says of a change how many migrations it adds or rewrites and what became of them: what the store keeps as KPI. */
export function measureMigrations(
  { measure }: Pick<RuleContext, 'measure'>,
  migrations: readonly MigrationChange[],
  proofs: readonly Proof[],
): void {
  if (migrations.length === 0) return
  const verdicts = proofs.map(({ verdict }) => verdict)
  const count = (kind: string): number => verdicts.filter((verdict) => verdict.kind === kind).length
  const upFails = verdicts.filter(({ kind, ...rest }) => {
    const { failure } = rest as { failure?: { way: string } }
    return kind === 'fails' && failure?.way === 'up'
  }).length
  measure('migrations', migrations.length)
  measure(
    'migrations.with-rollback',
    migrations.filter(({ head }) => WITH_ROLLBACK.has(head.reversibility)).length,
  )
  measure('migrations.proven', count('proven'))
  measure('migrations.loses-data', count('loses-data'))
  measure('migrations.differs', count('differs'))
  measure('migrations.rollback-fails', count('fails') - upFails)
  measure('migrations.up-fails', upFails)
  measure('migrations.not-proven', migrations.length - verdicts.length + count('not-provable'))
}
