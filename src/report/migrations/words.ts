import type { MigrationStatus, MigrationTotals, Proof } from '../../engine/migrations/status.ts'
import type { ProofDifference } from '../../model/index.ts'
import type { Reversibility } from '../../parse/migrations/index.ts'
import { count } from '../words.ts'

/** States of a rollback as people read them, good ones first. */
export const ROLLBACK: Readonly<Record<Reversibility, string>> = {
  explicit: 'written',
  automatic: 'automatic',
  'declared-irreversible': 'irreversible',
  'forward-only': 'forward only',
  'not-invertible': 'not invertible',
  missing: 'missing',
  empty: 'empty',
  fake: 'fake',
}

export const PROOF: Readonly<Record<Proof['kind'], string>> = {
  proven: 'proven',
  'loses-data': 'loses data',
  differs: 'differs',
  fails: 'fails',
  'not-provable': 'not proven',
}

/** Whether a rollback, or its proof, needs somebody's attention. */
export function isBad({ rollback, reason, proof }: MigrationStatus): boolean {
  if (proof && ['loses-data', 'differs', 'fails'].includes(proof.kind)) return true
  if (rollback === 'declared-irreversible') return reason === undefined
  return ['not-invertible', 'missing', 'empty', 'fake'].includes(rollback)
}

const MOST_NAMED = 5

/** Reasons for which many migrations of a set are not proven: said once. */
export function commonReasons(migrations: readonly MigrationStatus[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { proof } of migrations)
    if (proof?.kind === 'not-provable') counts.set(proof.why, (counts.get(proof.why) ?? 0) + 1)
  return new Map([...counts].filter(([, times]) => times > 2))
}

/**
 * What the two columns of a row do not say, each a sentence.
 * @param common reasons that are said elsewhere
 */
export function detailsOf(
  { rollback, reason, obstacles = [], proof }: MigrationStatus,
  common: ReadonlyMap<string, number> = new Map(),
): string[] {
  const details: string[] = []
  if (rollback === 'declared-irreversible')
    details.push(
      reason === undefined ? 'no reason is given' : `because: ${reason.replaceAll(/\s+/g, ' ').trim()}`,
    )
  if (obstacles.length > 0)
    details.push(
      `cannot be inverted: ${listed(obstacles.map(({ line, operation }) => `${operation} (line ${line})`))}`,
    )
  if (proof && !(proof.kind === 'not-provable' && common.has(proof.why))) details.push(...proofDetails(proof))
  return details
}

function proofDetails(proof: Proof): string[] {
  switch (proof.kind) {
    case 'proven':
      return []
    case 'not-provable':
      return [`not proven: ${proof.why}`]
    case 'fails':
      return [failure(proof.failure)]
    case 'loses-data':
      return [`loses ${listed(proof.losses.map(lossWords))}`]
    case 'differs':
      break
  }
  const { differences, losses, again } = proof
  return [
    listed(differences.map(differenceWords)),
    ...(losses.length > 0 ? [`loses ${listed(losses.map(lossWords))}`] : []),
    ...(again ? [failure(again)] : []),
  ]
}

const CHANGE = { missing: 'missing', 'left-over': 'left over', changed: 'changed' } as const

function differenceWords({ kind, name, change, after }: ProofDifference): string {
  return change === 'renamed'
    ? `${kind} ${name} is renamed to ${after ?? '?'}`
    : `${kind} ${name} is ${CHANGE[change]}`
}

function failure({
  way,
  code,
  message,
  path,
  line,
  onRows,
}: Extract<Proof, { kind: 'fails' }>['failure']): string {
  const rows = onRows ? ' where its tables hold rows' : ''
  return `the way ${way} fails${rows}: ${code} ${message} (${path}:${line})`
}

function lossWords({ table, columns }: { table: string; columns?: string[] }): string {
  return columns
    ? `the values of ${columns.map((column) => `${table}.${column}`).join(', ')}`
    : `rows of ${table}`
}

function listed(items: readonly string[]): string {
  const more = items.length - MOST_NAMED
  return items.slice(0, MOST_NAMED).join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/** `43 migrations: 40 written, 2 missing, 1 irreversible` */
export function rollbackSummary({ migrations, rollbacks }: MigrationTotals): string {
  const states = keysOf(ROLLBACK).filter((state) => rollbacks[state] !== undefined)
  return `${count(migrations, 'migration')}: ${states.map((state) => `${rollbacks[state]} ${ROLLBACK[state]}`).join(', ')}`
}

/** `38 proven, 1 differs, 1 fails, 3 not proven: 95% of the rollbacks that were run` */
export function proofSummary({ proofs, rollbackRate, successRate }: MigrationTotals): string | undefined {
  if (!proofs) return undefined
  const verdicts = keysOf(PROOF).filter((kind) => proofs[kind] !== undefined)
  const counts = verdicts.map((kind) => `${proofs[kind]} ${PROOF[kind]}`).join(', ')
  const rates = [
    ...(rollbackRate === undefined
      ? []
      : [`${percent(rollbackRate)} of the rollbacks that were run are proven`]),
    ...(successRate === undefined || successRate === 1
      ? []
      : [`${percent(successRate)} of the ways up apply`]),
  ]
  return [counts, ...rates].join('; ')
}

/** Never rounded up to all. */
function percent(share: number): string {
  return `${share === 1 ? 100 : Math.min(99.9, Math.round(share * 1000) / 10)}%`
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(record) as Key[]
}
