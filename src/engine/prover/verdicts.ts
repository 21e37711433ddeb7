import type { ProofDifference, ProofFailure, ProofLoss, ProofVerdict } from '../../model/index.ts'
import type { ReadStep, RowsOutcome, SchemaOutcome, StepFailure } from './outcome.ts'
import { byTable } from './rows.ts'

/** Entries of one verdict. */
const MAX_ENTRIES = 100
/**
 * not_null_violation: rows of any content show it. What else rows can cause (a CHECK, a foreign key) may be
 * the doing of rows that were made up.
 */
const SHOWN_BY_ANY_ROW = '23502'
/** integrity_constraint_violation. */
const BY_ROWS = /^23/
/** Errors that speak of this PostgreSQL and not of the script: a missing extension, memory, a bug. */
const OF_THIS_SERVER = /^(?:0A000|08|53|54|57|58|XX|F0)/

/** What became of each step, out of both runs. */
export function verdictsOf(
  steps: readonly ReadStep[],
  schema: SchemaOutcome,
  rows: RowsOutcome,
  server = 'PostgreSQL',
): Map<string, ProofVerdict> {
  const restores = !schema.failure || schema.failure.way === 'up again'
  const onRows = restores && rows.failure?.failure.code === SHOWN_BY_ANY_ROW ? rows.failure : undefined
  // What ran once on the same rows: the way back has left what stops it.
  const again =
    !schema.failure && rows.failure?.way === 'up again' && BY_ROWS.test(rows.failure.failure.code)
      ? rows.failure
      : undefined
  return new Map(
    steps.map((step) => {
      if (onRows?.step === step) return [step.id, failed(onRows, true, server)]
      const own = schema.failure?.step === step ? failed(schema.failure, false, server) : undefined
      const differences = [...(schema.differences.get(step) ?? []), ...(rows.doubled.get(step) ?? [])]
      if (again?.step === step && differences.length === 0 && !rows.losses.get(step)?.length)
        return [step.id, failed(again, true, server)]
      if (own && (own.kind !== 'fails' || differences.length === 0)) return [step.id, own]
      if (schema.differences.has(step)) {
        const then = own?.kind === 'fails' ? own.failure : undefined
        const verdict = restored(differences, rows.losses.get(step) ?? [], then)
        const seen = rows.losses.has(step) || verdict.kind !== 'proven'
        return [step.id, seen ? verdict : { kind: 'proven', withoutRows: true }]
      }
      return [
        step.id,
        { kind: 'not-provable', why: `${schema.failure?.step.id ?? 'a migration'} of this change fails` },
      ]
    }),
  )
}

/** What the failure of a step means. */
export function failed({ failure, way }: StepFailure, onRows: boolean, server = 'PostgreSQL'): ProofVerdict {
  if (OF_THIS_SERVER.test(failure.code)) {
    return {
      kind: 'not-provable',
      why: `the ${server} that proves cannot run it (${failure.code}: ${failure.message})`,
    }
  }
  return { kind: 'fails', failure: { way, ...failure, onRows } }
}

function restored(differences: ProofDifference[], losses: ProofLoss[], again?: ProofFailure): ProofVerdict {
  const entries = {
    differences: differences.slice(0, MAX_ENTRIES),
    losses: byTable(losses).slice(0, MAX_ENTRIES),
  }
  if (differences.length > 0) return { kind: 'differs', ...entries, ...(again && { again }) }
  if (losses.length > 0) return { kind: 'loses-data', losses: entries.losses }
  return { kind: 'proven' }
}
