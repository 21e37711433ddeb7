import type { Dialect } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { isExisting, type Moment } from '../hazards/moment.ts'
import { bareName } from '../hazards/schema.ts'
import { inFramework } from '../playbook/in-framework.ts'
import { playbook } from '../playbook/playbook.ts'

export default defineHazard({
  title: 'Rename under a running application',
  level: 'warning',
  status: 'stable',
  ways: ['up'],
  kinds: ['rename-table', 'rename-column', 'rename-schema', 'rename-enum-value'],
  judge(operation, moment) {
    switch (operation.kind) {
      case 'rename-column': {
        const { table, column, to } = operation
        if (!isExisting(moment, table)) return undefined
        // A column of this change's own, or one whose old name comes back in the same migration.
        if (moment.schema.table(table)?.columns.get(column)?.born === 'change') return undefined
        if (later(moment).some((one) => one.kind === 'add-column' && one.column.name === column))
          return undefined
        return {
          message: `${table}.${column} is called ${to} from here on: the version of the application that is running fails on every query that names ${column}, and so does a rollback of the application alone.`,
          fix: inFramework(
            moment.step.framework,
            'rename-column',
            advice(playbook('rename-column', { table, column, to, ...dialect(moment) })),
          ),
          subject: `rename ${table}.${column}`,
          table,
        }
      }
      case 'rename-table': {
        const { table, to } = operation
        if (!isExisting(moment, table) || isReplaced(moment, table)) return undefined
        // PostgreSQL renames sequences with ALTER TABLE too; code names them nowhere.
        if (table.endsWith('_seq') && !moment.schema.table(table)) return undefined
        return {
          message: `Table ${table} is called ${to} from here on: the version of the application that is running fails on every query that names ${table}, and so does a rollback of the application alone.`,
          fix: inFramework(
            moment.step.framework,
            'rename-table',
            advice(playbook('rename-table', { table, to, ...dialect(moment) })),
          ),
          subject: `rename ${table}`,
          table,
        }
      }
      case 'rename-schema':
        return {
          message: `Schema ${operation.name} is called ${operation.to} from here on: the version of the application that is running fails on every query of its tables.`,
          fix: 'Create the new schema, move tables one deployment at a time and leave views under the old names.',
          subject: `rename schema ${operation.name}`,
        }
      default: {
        const { type, value, to } = operation
        if (moment.schema.type(type)?.born === 'change') return undefined
        return {
          message: `Value '${value}' of ${type} is called '${to}' from here on: the version of the application that is running writes '${value}', which fails, and does not know '${to}' when it reads it.`,
          fix: `Add '${to}', let the application take both, move the rows in batches, and stop using '${value}'.`,
          subject: `rename value ${type} ${value}`,
        }
      }
    }
  },
})

function dialect({ dialect: of }: Moment): { dialect?: Dialect } {
  return of === undefined ? {} : { dialect: of }
}

/** Some databases have no way to do it step by step. */
function advice(steps: string): string {
  return steps || 'Leave the name in the database as it is and rename it in the code alone.'
}

function later({ operations, index }: Moment): Moment['operations'] {
  return operations.slice(index + 1)
}

/** A view or a new table takes the old name, or the table was put together under another one to be swapped in. */
function isReplaced(moment: Moment, table: string): boolean {
  const bare = bareName(table)
  return later(moment).some(
    (one) =>
      (one.kind === 'create-view' && bareName(one.view) === bare) ||
      (one.kind === 'create-table' && bareName(one.table) === bare) ||
      (one.kind === 'rename-table' && bareName(one.to) === bare) ||
      (one.kind === 'drop-table' && 'to' in moment.operation && one.table === moment.operation.to),
  )
}
