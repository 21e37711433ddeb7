import type { Dialect, Operation, Part, Step } from '../../../src/parse/migrations/index.ts'
import { bareName, type Schema, type Table } from './schema.ts'

/** One operation of a new migration, at the time when it runs. */
export interface Moment {
  operation: Operation
  way: 'up' | 'down'
  step: Step
  part: Part
  /** All operations of the part, and where this one stands among them. */
  operations: readonly Operation[]
  index: number
  /** As it is before the operation. */
  schema: Schema
  /** Unknown where nothing tells: then claims that need it are not made. */
  dialect: Dialect | undefined
  /** Major version of the database; the oldest that is assumed where nothing tells. */
  version: number
  /** Whether the operation runs in a transaction with others; absent where that is not known. */
  transactional: boolean | undefined
  /** Whether a lock_timeout is in force. */
  lockTimeout: boolean
  /** Whether the configuration calls a table large. */
  isLarge: (table: string) => boolean
  /** Operations of earlier migrations of this change whose effect on tables is not known. */
  opaque: readonly Operation[]
}

/**
 * Whether a table was there, maybe with rows and readers, before this change. A table that the change makes has neither, a
 * materialized view no writers; where code that cannot be read may have made it, nothing is claimed.
 */
export function isExisting(moment: Moment, name: string): boolean {
  // Catalogues have no rows of anyone's, and are locked by everything.
  if (name === '' || /^(?:pg_|information_schema\.)/.test(name)) return false
  const known = moment.schema.table(name)
  if (known) return known.born === 'base' && known.temporary !== true && known.materialized !== true
  const bare = bareName(name).toLowerCase()
  const isMaker = (one: Operation): boolean => mentions(one, bare)
  return (
    !makers(moment.opaque).some(({ operation }) => isMaker(operation)) &&
    !makers(moment.operations).some(({ operation, at }) => at < moment.index && isMaker(operation))
  )
}

/** The table where it was there before this change and its definition was read. */
export function existingTable(moment: Moment, name: string): Table | undefined {
  const table = moment.schema.table(name)
  return table?.born === 'base' ? table : undefined
}

/** Whether this change made a column; what it made it may undo. */
export function isNewColumn({ schema }: Moment, table: string, column: string): boolean {
  return schema.table(table)?.columns.get(column)?.born === 'change'
}

/** Operations before this one in the same transaction, as far as BEGIN and COMMIT tell. */
export function sameTransaction({ operations, index, transactional }: Moment): Operation[] {
  let open = transactional === true
  let from = 0
  for (const [i, one] of operations.slice(0, index).entries()) {
    if (one.kind !== 'transaction') continue
    if (one.what === 'begin') [open, from] = [true, i + 1]
    else if (one.what !== 'savepoint') [open, from] = [transactional === true, i + 1]
  }
  return open ? operations.slice(from, index) : []
}

/** Whether the operation runs in a transaction: the framework's, or one that is written out. */
export function inTransaction({ operations, index, transactional }: Moment): boolean {
  let open = transactional === true
  for (const one of operations.slice(0, index)) {
    if (one.kind === 'transaction' && one.what !== 'savepoint')
      open = one.what === 'begin' || transactional === true
  }
  return open
}

const known = new WeakMap<readonly Operation[], readonly { operation: Operation; at: number }[]>()

/** Operations that may make tables without telling; looked for once, as every statement asks. */
function makers(operations: readonly Operation[]): readonly { operation: Operation; at: number }[] {
  const found =
    known.get(operations) ??
    operations.flatMap((operation, at) => (mayMake(operation) ? [{ operation, at }] : []))
  known.set(operations, found)
  return found
}

function mayMake({ kind }: Operation): boolean {
  return kind === 'do-block' || kind === 'code' || kind === 'other' || kind === 'create-routine'
}

function mentions(operation: Operation, bare: string): boolean {
  const text = operation.kind === 'do-block' ? operation.body : operation.text
  return text.toLowerCase().includes(bare)
}
