import type { ProofSighting, ProofVerdict } from '../../model/index.ts'
import type { Dialect, Reversibility } from '../../parse/migrations/index.ts'

/** One migration as its history has it. */
export interface MigrationStatus {
  /** The file that holds the way up. */
  path: string
  /** What the framework orders it by, where that stands in its name or its text. */
  version?: string
  name: string
  rollback: Reversibility
  /** Of `declared-irreversible`: why, in the author's words. */
  reason?: string
  /** Of `not-invertible`: what the framework cannot undo. */
  obstacles?: { line: number; operation: string }[]
  /** What became of it when it was run up, down and up again; absent where nobody asked. */
  proof?: Proof
  /** What its statements did to tables that were there before, as they ran. */
  seen?: ProofSighting[]
}

export type Proof = Exclude<ProofVerdict, { kind: 'fails' | 'differs' }> | FailedProof | DifferentProof

/** The verdicts with places in files instead of lines of a script. */
type FailedProof = Omit<Extract<ProofVerdict, { kind: 'fails' }>, 'failure'> & { failure: PlacedFailure }
type DifferentProof = Omit<Extract<ProofVerdict, { kind: 'differs' }>, 'again'> & { again?: PlacedFailure }
export interface PlacedFailure {
  way: 'up' | 'down' | 'up again'
  /** SQLSTATE. */
  code: string
  message: string
  path: string
  line: number
  onRows: boolean
}

/** All migrations that one framework keeps for one database. */
export interface MigrationSet {
  framework: string
  /** As people write it. */
  title: string
  /** The directory, mostly. */
  set: string
  dialect?: Dialect
  /** Migrations in the order in which they run. */
  migrations: MigrationStatus[]
  /** Of frameworks that order by links: more than one needs a merge. */
  heads: string[]
}

/** What a tree's migrations are worth. Plain data. */
export interface MigrationsStatus {
  sets: MigrationSet[]
  /** Files that look like migrations and were not read, with the reason; proofs that did not end. */
  notLookedAt: string[]
}

/** What migrations add up to. */
export interface MigrationTotals {
  migrations: number
  /** By state of the rollback; states that do not occur are left out. */
  rollbacks: Partial<Record<Reversibility, number>>
  /** By verdict; absent where nothing was to be proven. */
  proofs?: Partial<Record<Proof['kind'], number>>
  /** Rollbacks that were proven, of those that were run; absent where none was. */
  rollbackRate?: number
  /** Ways up that applied, of those that were run; absent where none was. */
  successRate?: number
}

export function totalsOf(migrations: readonly MigrationStatus[]): MigrationTotals {
  const rollbacks: MigrationTotals['rollbacks'] = {}
  const proofs: NonNullable<MigrationTotals['proofs']> = {}
  let [applied, ran] = [0, 0]
  for (const { rollback, proof } of migrations) {
    rollbacks[rollback] = (rollbacks[rollback] ?? 0) + 1
    if (!proof) continue
    proofs[proof.kind] = (proofs[proof.kind] ?? 0) + 1
    if (proof.kind === 'not-provable') continue
    const isUp = proof.kind === 'fails' && proof.failure.way === 'up'
    applied += isUp ? 0 : 1
    ran++
  }
  return {
    migrations: migrations.length,
    rollbacks,
    ...(migrations.some(({ proof }) => proof) && { proofs }),
    // A way up that fails leaves nothing to roll back.
    ...(applied > 0 && { rollbackRate: (proofs.proven ?? 0) / applied }),
    ...(ran > 0 && { successRate: applied / ran }),
  }
}
