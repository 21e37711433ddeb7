import type { Operation } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { isExisting, isNewColumn, type Moment } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Statement that takes more with it than it names',
  level: 'warning',
  status: 'stable',
  kinds: [
    'write',
    'drop-table',
    'drop-column',
    'drop-constraint',
    'drop-type',
    'drop-view',
    'drop-schema',
    'drop-database',
  ],
  judge(operation, moment) {
    if (operation.kind === 'drop-database') {
      return {
        message: `Database ${operation.name} is dropped with everything in it.`,
        fix: 'Leave databases to those who run the server; a migration changes what is inside of one.',
        subject: `drop database ${operation.name}`,
        level: 'error',
      }
    }
    if (operation.kind === 'write') {
      if (operation.verb !== 'truncate' || !isExisting(moment, operation.table)) return undefined
      const { table, cascade } = operation
      return {
        message: `TRUNCATE empties ${table}${cascade ? ' and every table with a foreign key to it' : ''} for good${moment.dialect === 'postgresql' ? ', under an ACCESS EXCLUSIVE lock' : ''}.`,
        fix: cascade
          ? 'Name the tables that are meant, without CASCADE; delete in batches what the application may still read.'
          : 'Where rows are only outdated, delete them in batches; where they can be made again, say so in a comment.',
        subject: `truncate ${table}`,
        // A rollback that throws rows away is worse than a migration that does, which somebody looked at in peace.
        level: 'warning',
        table,
      }
    }
    if (operation.kind === 'drop-table' && isMadeAnew(operation, moment)) {
      // Generators write it where they make a table for the first time, and dumps on the way back.
      if (moment.way === 'down' || !moment.schema.table(operation.table)) return undefined
      if (!isExisting(moment, operation.table)) return undefined
      const { table } = operation
      return {
        message: `\`force\` drops ${table} with all its rows where it is there, before it is made anew.`,
        fix: 'Leave `force` out. Where the table is to go, drop it in a command of its own.',
        subject: `force ${table}`,
        table,
      }
    }
    if (!('cascade' in operation) || !operation.cascade) return undefined
    const what = dropped(operation, moment)
    if (what === undefined) return undefined
    return {
      message: `DROP ${what} with CASCADE also drops whatever depends on it: views, foreign keys, columns, functions that this migration does not name.`,
      fix: 'Drop what depends on it by name, before it, and leave CASCADE out: PostgreSQL then refuses where something was forgotten.',
      subject: `cascade ${what.toLowerCase()}`,
      ...(operation.kind === 'drop-schema' && moment.way === 'up' && { level: 'error' }),
      // A view holds no rows.
      ...(operation.kind === 'drop-view' && { level: 'note' }),
    }
  },
})

/** One command that drops a table and makes it: `create_table :users, force: true`. */
function isMadeAnew({ table, region }: Operation & { kind: 'drop-table' }, moment: Moment): boolean {
  const next = moment.operations[moment.index + 1]
  return (
    next?.kind === 'create-table' &&
    next.table === table &&
    next.region.startLine === region.startLine &&
    next.region.startColumn === region.startColumn
  )
}

/** What is dropped, unless this change made it. */
function dropped(operation: Operation, moment: Moment): string | undefined {
  switch (operation.kind) {
    case 'drop-table':
      return isExisting(moment, operation.table) ? `TABLE ${operation.table}` : undefined
    case 'drop-column':
      return isExisting(moment, operation.table) && !isNewColumn(moment, operation.table, operation.column)
        ? `COLUMN ${operation.table}.${operation.column}`
        : undefined
    case 'drop-constraint': {
      const own = moment.schema
        .table(operation.table)
        ?.constraints.find(({ name }) => name === operation.name)
      return isExisting(moment, operation.table) && own?.born !== 'change'
        ? `CONSTRAINT ${operation.name ?? ''} of ${operation.table}`
        : undefined
    }
    case 'drop-type':
      return moment.schema.type(operation.type)?.born === 'change' ? undefined : `TYPE ${operation.type}`
    case 'drop-schema':
      return made(moment, 'create-schema', operation.name) ? undefined : `SCHEMA ${operation.name}`
    case 'drop-view':
      return made(moment, 'create-view', operation.view) ? undefined : `VIEW ${operation.view}`
    default:
      return undefined
  }
}

function made({ step, opaque }: Moment, kind: 'create-schema' | 'create-view', name: string): boolean {
  return [...opaque, ...(step.up.operations ?? [])].some(
    (one) =>
      one.kind === kind &&
      (one.kind === 'create-schema' ? one.name : one.kind === 'create-view' && one.view) === name,
  )
}
