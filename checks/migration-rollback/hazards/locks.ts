import type { Operation } from '../../../src/parse/migrations/index.ts'
import { isExisting, type Moment } from './moment.ts'

/**
 * The table that an operation locks against everything, reading too (ACCESS EXCLUSIVE), and that was there before this
 * change. Source: "Explicit Locking" and ALTER TABLE's page in PostgreSQL's manual.
 */
export function lockedTable(operation: Operation, moment: Moment): string | undefined {
  const table = exclusively(operation, moment)
  return table !== undefined && isExisting(moment, table) ? table : undefined
}

function exclusively(operation: Operation, { schema }: Moment): string | undefined {
  switch (operation.kind) {
    case 'add-column':
    case 'drop-column':
    case 'rename-column':
    case 'rename-table':
    case 'rename-constraint':
    case 'change-type':
    case 'set-default':
    case 'drop-default':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-generated':
    case 'set-storage':
    case 'drop-constraint':
    case 'drop-table':
      return operation.table
    case 'add-constraint':
      // A foreign key takes SHARE ROW EXCLUSIVE.
      return operation.constraint.kind === 'foreign-key' ? undefined : operation.table
    case 'drop-index':
      if (operation.concurrently) return undefined
      return (
        operation.table ??
        (operation.name === undefined ? undefined : schema.index(operation.name)?.table.name)
      )
    case 'lock-table':
      return operation.mode === undefined || operation.mode === 'ACCESS EXCLUSIVE'
        ? operation.table
        : undefined
    case 'write':
      return operation.verb === 'truncate' ? operation.table : undefined
    case 'vacuum':
      return operation.full ? operation.table : undefined
    case 'cluster':
      return operation.table
    default:
      return undefined
  }
}
