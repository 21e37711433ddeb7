import type { Operation } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { lockedTable } from '../hazards/locks.ts'
import { isExisting, type Moment, sameTransaction } from '../hazards/moment.ts'
import { bareName } from '../hazards/schema.ts'

export default defineHazard({
  title: 'Rows changed while the schema is locked',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['write'],
  oncePerPart: true,
  judge(operation, moment) {
    const { verb, table } = operation
    if (!isBackfill(operation, moment)) return undefined
    const locked = firstLock(moment)
    if (locked === undefined) return undefined
    // One split mends them all.
    const first = sameTransaction(moment).find((one) => isBackfill(one, moment))
    if (first && firstLock({ ...moment, index: moment.operations.indexOf(first) }) !== undefined)
      return undefined
    return {
      message: `Rows of ${table} are changed in the transaction that has altered ${locked}: its ACCESS EXCLUSIVE lock is held until the last row is written, and every query on ${locked} waits that long.`,
      fix: 'Split it: the change of the schema in one migration, the rows in batches in another (or a job), what needs the rows in a third.',
      subject: `${verb} ${table} after altering ${locked}`,
      table,
    }
  },
})

function isBackfill(operation: Operation, moment: Moment): boolean {
  if (operation.kind !== 'write') return false
  const { verb, table, select, where, text } = operation
  if (fillsOf(moment.operations).has(operation)) return false
  if (verb === 'truncate' || verb === 'copy' || (verb === 'insert' && !select)) return false
  // Where the rows of a new table are written, the time goes into reading those of another.
  if (verb !== 'insert' && !isExisting(moment, table)) return false
  return !(where && looksNarrow(text))
}

const fills = new WeakMap<readonly Operation[], ReadonlySet<Operation>>()

/** Rows written by the command that sets NOT NULL (Django's AlterField, Rails' `change_column_null`): said of that. */
function fillsOf(operations: readonly Operation[]): ReadonlySet<Operation> {
  const known = fills.get(operations)
  if (known) return known
  const found = operations.filter((one, at) => {
    const next = operations[at + 1]
    return (
      next?.kind === 'set-not-null' && next.text === one.text && 'table' in one && next.table === one.table
    )
  })
  fills.set(operations, new Set(found))
  return new Set(found)
}

function firstLock(moment: Moment): string | undefined {
  for (const one of sameTransaction(moment)) {
    const table = lockedTable(one, moment)
    if (table !== undefined) return bareName(table)
  }
  return undefined
}

/** `.filter(app_label="shop", model="order")` of Django. */
const NARROW_QUERY =
  /\.(?:filter|get)\(\s*(?:(?:id|pk|\w+_id|uuid|key|name|slug|code|codename|app_label|model)(?:__in)?\s*=\s*(?:"[^"]*"|'[^']*'|\d+|[[(][^\])]*[\])])\s*,?\s*)+\)/

/** `WHERE id = 1`, `WHERE key IN ('a', 'b')`: a few rows, found by what they are called. */
function looksNarrow(text: string): boolean {
  if (NARROW_QUERY.test(text)) return true
  const where = /\bwhere\b([\s\S]*)$/i.exec(text)?.[1] ?? ''
  const names = `(?:"?\\w+"?\\.)?"?(?:id|\\w+_id|uuid|key|name|slug|code)"?`
  return new RegExp(`^\\s*\\(?\\s*${names}\\s*(?:=\\s*(?:'|\\d)|in\\s*\\(\\s*(?:'|\\d))`, 'i').test(where)
}
