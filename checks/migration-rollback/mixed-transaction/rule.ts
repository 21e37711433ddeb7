import type { Operation } from '../../../src/parse/migrations/index.ts'
import { type Danger, defineHazard } from '../hazards/define.ts'
import { inTransaction, type Moment } from '../hazards/moment.ts'
import { HOW_TO_SWITCH_OFF } from './switch.ts'

export default defineHazard({
  title: 'Statement that cannot run in the migration’s transaction',
  level: 'error',
  status: 'stable',
  kinds: [
    'create-index',
    'drop-index',
    'reindex',
    'detach-partition',
    'vacuum',
    'drop-database',
    'add-enum-value',
  ],
  judge(operation, moment) {
    if (operation.kind === 'add-enum-value') return usedTooEarly(operation, moment)
    const what = runsAlone(operation)
    if (what === undefined) return undefined
    // Of a way back that the framework makes of the way up: said there.
    const { step, way } = moment
    if (way === 'down' && !step.down && step.up.operations?.some((one) => runsAlone(one) !== undefined))
      return undefined
    if (inTransaction(moment)) {
      return {
        message: `${what} cannot run inside of a transaction, and this migration runs in one: it stops here with an error (25001).`,
        fix: `${HOW_TO_SWITCH_OFF[moment.step.framework] ?? 'Run this migration without a transaction.'} Leave nothing else in that migration.`,
        subject: `${what} in a transaction`,
      }
    }
    return halfWay(what, moment)
  },
})

/** What PostgreSQL (VACUUM: SQLite too) refuses inside of a transaction block, in its own words. */
function runsAlone(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'create-index':
      return operation.index.concurrently ? 'CREATE INDEX CONCURRENTLY' : undefined
    case 'drop-index':
      return operation.concurrently ? 'DROP INDEX CONCURRENTLY' : undefined
    case 'reindex':
      return operation.concurrently ? 'REINDEX CONCURRENTLY' : undefined
    case 'detach-partition':
      return operation.concurrently ? 'DETACH PARTITION CONCURRENTLY' : undefined
    case 'vacuum':
      return /^\s*analy[sz]e\b/i.test(operation.text) ? undefined : 'VACUUM'
    case 'drop-database':
      return 'DROP DATABASE'
    default:
      return undefined
  }
}

/** The body of a function is looked at when it is called; only that of one in SQL when it is made. */
function merelyNames(one: Operation): boolean {
  if (one.kind === 'create-routine') return one.language?.toLowerCase() !== 'sql'
  return one.kind === 'add-enum-value'
}

/** A new value may be added in a transaction since PostgreSQL 12, and used only after it. */
function usedTooEarly(
  { value, type }: Operation & { kind: 'add-enum-value' },
  moment: Moment,
): Danger | undefined {
  if (!inTransaction(moment)) return undefined
  const literal = `'${value.replaceAll("'", "''")}'`
  const { operations, index } = moment
  const end = operations.findIndex((one, at) => at > index && ends(one))
  const user = operations
    .slice(index + 1, end < 0 ? undefined : end)
    .find((one) => !merelyNames(one) && one.text.includes(literal))
  if (!user) return undefined
  return {
    message: `Value ${literal} of ${type} is used on line ${user.region.startLine} in the transaction that adds it: PostgreSQL refuses that (55P04).`,
    fix: 'Add the value in a migration of its own and use it in the next.',
    subject: `${type} ${value} used in its transaction`,
  }
}

function ends(operation: Operation): boolean {
  return operation.kind === 'transaction' && operation.what !== 'savepoint' && operation.what !== 'begin'
}

/** Without a transaction, what ran before an error stays. Said once, for the first that runs alone. */
function halfWay(what: string, moment: Moment): Danger | undefined {
  const { operations, index, step } = moment
  if (operations.findIndex((one) => runsAlone(one) !== undefined) !== index) return undefined
  // One command of a framework may be several statements (Rails' `add_reference … index: { algorithm: :concurrently }`).
  const isOther = (one: Operation): boolean => isLasting(one) && one.text !== moment.operation.text
  const other = operations.find((one) => isOther(one) && runsAlone(one) === undefined)
  if (!other) return undefined
  if (step.framework === 'flyway') {
    return {
      level: 'warning',
      message: `${what} runs outside of a transaction and the statement on line ${other.region.startLine} inside of one: Flyway refuses such a script unless \`mixed\` is set, and then runs it without a transaction.`,
      fix: `Put ${what} into a migration of its own.`,
      subject: `${what} beside others`,
    }
  }
  return {
    level: 'note',
    message: `This migration runs without a transaction, for ${what}: where a statement fails, those before it (line ${other.region.startLine}) stay, and running it again may not.`,
    fix: `Put ${what} into a migration of its own, and leave the rest in a transaction.`,
    subject: `${what} beside others`,
  }
}

const PASSING = new Set<Operation['kind']>([
  'set',
  'transaction',
  'lock-table',
  'vacuum',
  'refresh-view',
  // It may only look.
  'code',
])

/** What may be repeated without harm does not matter. */
function isLasting(operation: Operation): boolean {
  if (PASSING.has(operation.kind)) return false
  const { ifNotExists, ifExists } = operation as { ifNotExists?: boolean; ifExists?: boolean }
  return ifNotExists !== true && ifExists !== true && operation.kind !== 'add-enum-value'
}
