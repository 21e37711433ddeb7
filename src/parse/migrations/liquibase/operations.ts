import { append, guarded, MAX_OPERATION_TEXT, sqlOperationsOfText } from '../code-operations.ts'
import type { Dialect, Operation, OperationFacts } from '../operation.ts'
import type { Change, ChangeSet } from './change.ts'
import { sqlOf } from './effects.ts'
import { changeFacts } from './facts.ts'

/** What changes do, each on the lines of the change, SQL statement by statement. */
export async function changeOperations(
  path: string,
  changes: readonly Change[],
  changeSet: ChangeSet,
): Promise<Operation[]> {
  const found: Operation[] = []
  const own = databaseOf(changeSet)
  for (const change of changes) {
    const named = dialectNamed(change.attributes.get('dbms'))
    // Beside another database than the changeset's, one of several alternatives.
    const isApart = named !== undefined && named !== own
    if (own === 'other' || isApart)
      found.push(operation(path, change, { kind: 'code', what: 'depends on the database' }))
    else append(found, await operationsOf(path, change))
  }
  return asked(changeSet) ? found.map((one) => guarded(one)) : found
}

async function operationsOf(path: string, change: Change): Promise<Operation[]> {
  if (change.name === 'sql') {
    const text = sqlOf(change)
    if (text.includes('${')) return [operation(path, change, { kind: 'other', what: 'runs SQL' })]
    const { startLine, endLine } = change.region
    const line = change.textLine ?? startLine
    const found = await sqlOperationsOfText(text, path, line, text.slice(0, MAX_OPERATION_TEXT))
    // In YAML and JSON only the lines of the change are known.
    return change.textLine === undefined
      ? found.map((one) => ({ ...one, region: { startLine, endLine } }))
      : found
  }
  const facts = changeFacts(change)
  if (facts) return facts.map((one) => operation(path, one.at, one.facts))
  const isCode = /^(?:customChange|executeCommand)$/.test(change.name)
  const what = isCode ? `runs ${change.attributes.get('class') ?? change.name}` : `runs ${change.name}`
  return [operation(path, change, { kind: isCode ? 'code' : 'other', what })]
}

function operation(
  path: string,
  { name, attributes, children, region }: Change,
  facts: OperationFacts,
): Operation {
  const where = children
    .filter((child) => child.name === 'where')
    .map((child) => `where ${child.text.trim()}`)
  const written = [...[...attributes].map(([key, value]) => `${key}="${value}"`), ...where].join(' ')
  const place = { path, region: { startLine: region.startLine, endLine: region.endLine } }
  return { ...facts, ...place, text: `${name} ${written}`.trim().slice(0, MAX_OPERATION_TEXT) }
}

const NAMES: Readonly<Record<string, Dialect>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  sqlite: 'sqlite',
  mssql: 'sqlserver',
  oracle: 'oracle',
}
/** Databases that tests run with, and those that no rule knows. */
const OTHERS =
  /^(?:h2|hsqldb|derby|db2|db2z|firebird|informix|sybase|asany|cockroachdb|snowflake|yugabytedb)$/

/** The one database of a list like `mysql,mariadb`; `other` for one that is none of ours; nothing for several, or for all but one. */
function dialectNamed(list: string | undefined): Dialect | 'other' | undefined {
  const names = (list ?? '').split(/[,\s]+/).filter((one) => one !== '')
  if (names.length === 0 || names.some((one) => one.startsWith('!'))) return undefined
  const known = names.map((one) => one.toLowerCase())
  const found = new Set(known.flatMap((one) => (Object.hasOwn(NAMES, one) ? (NAMES[one] ?? []) : [])))
  const others = known.filter((one) => OTHERS.test(one)).length
  if (others === known.length) return 'other'
  // What a test's database runs beside one server is written for the server.
  const [only] = found
  return found.size === 1 && known.every((one) => Object.hasOwn(NAMES, one) || OTHERS.test(one))
    ? only
    : undefined
}

/**
 * The database that a changeset is for, by its `dbms`, its precondition, or a context that is called like one (a common way to keep
 * two databases apart).
 */
export function databaseOf({ attributes, preconditions = [] }: ChangeSet): Dialect | 'other' | undefined {
  const asks = preconditions.flatMap(({ children }) => children).find(({ name }) => name === 'dbms')
  return (
    dialectNamed(attributes.get('dbms')) ??
    dialectNamed(asks?.attributes.get('type')) ??
    dialectNamed(attributes.get('context') ?? attributes.get('contextFilter'))
  )
}

const EXISTS = /^(?:table|column|index|foreignKeyConstraint|primaryKey|uniqueConstraint|view|sequence)Exists$/

/** Whether a precondition looks whether something is there already. */
function asked({ preconditions = [] }: ChangeSet): boolean {
  const stack = [...preconditions]
  for (let one = stack.pop(); one; one = stack.pop()) {
    if (EXISTS.test(one.name)) return true
    stack.push(...one.children)
  }
  return false
}
