import type { Operation } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { existingTable, isExisting, type Moment } from '../hazards/moment.ts'
import { playbook } from '../playbook/playbook.ts'
import { copiesTable } from './type-change.ts'

/** What to do where the steps cannot be told one by one. */
const TOOL =
  'Let gh-ost or pt-online-schema-change copy the table beside the running application, or run it in a maintenance window. With `ALGORITHM=INPLACE, LOCK=NONE` written out, the statement fails at once instead of blocking.'

export default defineHazard({
  title: 'Change that copies a MySQL table while writes wait',
  level: 'warning',
  status: 'stable',
  dialects: ['mysql'],
  kinds: ['change-type', 'add-constraint', 'drop-constraint', 'add-column', 'create-index', 'alter-table'],
  judge(operation, moment) {
    const { table } = operation.kind === 'create-index' ? operation.index : operation
    // Such a statement is refused by the server rather than run with a copy.
    if (!isExisting(moment, table) || online(moment, table)) return undefined
    const what = copies(operation, moment)
    if (what === undefined) return undefined
    const steps =
      operation.kind === 'change-type' && operation.to.typeText !== undefined
        ? playbook('change-type', {
            table,
            column: operation.column,
            type: operation.to.typeText,
            dialect: 'mysql',
          })
        : ''
    return {
      message: `${what}: MySQL ${operation.kind === 'create-index' ? 'builds it' : 'copies the whole table'} and lets no write to ${table} through until it is done.`,
      fix: steps || TOOL,
      subject: `${operation.kind} ${what}`,
      table,
    }
  },
})

/** What is done, where it is certain that it cannot be done online (MySQL 8.4 manual, 17.12.1). */
function copies(operation: Operation, moment: Moment): string | undefined {
  switch (operation.kind) {
    case 'change-type': {
      const { table, column, to } = operation
      const from = existingTable(moment, table)?.columns.get(column)
      if (from?.born !== 'base' || !copiesTable(from, to)) return undefined
      return `Changing ${table}.${column} from ${from.typeText ?? ''} to ${to.typeText ?? ''}`
    }
    case 'add-column': {
      const { column, table } = operation
      if (column.generated === 'stored') return `Adding the stored generated column ${table}.${column.name}`
      if (column.identity) return `Adding the AUTO_INCREMENT column ${table}.${column.name}`
      // Computed for every row; a literal is not (https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html).
      if (column.default?.text.startsWith('('))
        return `Adding ${table}.${column.name} with an expression as its default`
      return undefined
    }
    case 'add-constraint': {
      const { constraint, table } = operation
      if (constraint.kind === 'check' && !constraint.notValid) return `Adding a CHECK constraint to ${table}`
      // Without the check of what is there it is done in place.
      if (constraint.kind !== 'foreign-key' || checksAreOff(moment)) return undefined
      return `Adding a foreign key from ${table}(${constraint.columns.join(', ')}) to ${constraint.references?.table ?? 'another table'}`
    }
    case 'drop-constraint': {
      const { table, of } = operation
      const replaced = moment.operations.some(
        (one) =>
          one.kind === 'add-constraint' && one.table === table && one.constraint.kind === 'primary-key',
      )
      return of === 'primary-key' && !replaced ? `Dropping the primary key of ${table}` : undefined
    }
    case 'create-index': {
      const { method, table, columns } = operation.index
      if (method !== 'fulltext' && method !== 'spatial') return undefined
      return `Adding a ${method} index on ${table}(${columns.join(', ')})`
    }
    case 'alter-table':
      if (/^convert\s+to\b/i.test(operation.what))
        return `Converting ${operation.table} to another character set`
      if (/^algorithm\s*=?\s*copy\b/i.test(operation.what)) return `ALGORITHM=COPY on ${operation.table}`
      if (/^lock\s*=?\s*(?:shared|exclusive)\b/i.test(operation.what))
        return `LOCK=${/shared/i.test(operation.what) ? 'SHARED' : 'EXCLUSIVE'} on ${operation.table}`
      return undefined
    default:
      return undefined
  }
}

function online({ operation, operations }: Moment, table: string): boolean {
  return operations.some(
    (one) =>
      one.kind === 'alter-table' &&
      one.table === table &&
      one.text === operation.text &&
      /^(?:algorithm\s*=?\s*(?:inplace|instant|nocopy)|lock\s*=?\s*none)/i.test(one.what),
  )
}

function checksAreOff({ operations, index }: Moment): boolean {
  return operations
    .slice(0, index)
    .some(({ text }) => /^set\s.*\bforeign_key_checks\s*=\s*(?:0|off)\b/i.test(text))
}
