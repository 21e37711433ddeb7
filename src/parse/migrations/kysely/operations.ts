import type { SyntaxNode } from '../../code/node.ts'
import { type Chain, chainOf, chainsOn, type Link, placed } from '../javascript/chain.ts'
import type { Call, Placed } from '../javascript/operations.ts'
import { constantText, constantTexts, defaultOf } from '../javascript/values.ts'
import type { ColumnFacts, ConstraintFacts, OperationFacts } from '../operation.ts'
import { writtenType } from '../written-type.ts'

/** What a chain of Kysely's builders does once it is executed; undefined where its arguments are not constant. */
export function kyselyCommand({ name, node }: Call): readonly Placed[] | undefined {
  if (!name.startsWith('execute')) return undefined
  const { links } = chainOf(node)
  const schema = constantText(links.find((link) => link.name === 'withSchema')?.args[0])
  const at = links.findIndex((link) => Object.hasOwn(READERS, link.name))
  const head = links[at]
  const read = head && READERS[head.name]
  const named = constantText(head?.args[0])
  if (!head || !read || named === undefined) return undefined
  const rest = links.slice(at + 1, -1)
  return read({ name: schema === undefined ? named : `${schema}.${named}`, head, rest })
}

interface Statement {
  /** What it is about, with its schema. */
  name: string
  head: Link
  rest: readonly Link[]
}

type Read = (statement: Statement) => readonly Placed[] | undefined

/** https://kysely-org.github.io/kysely-apidoc/classes/SchemaModule.html */
const READERS: Readonly<Record<string, Read>> = {
  createTable: ({ name, head, rest }) => {
    const columns = rest.flatMap((link) =>
      link.name === 'addColumn' ? (columnOf(link.args, link.node) ?? []) : [],
    )
    const constraints = rest.flatMap((link) => constraintOf(link) ?? [])
    const isPartial =
      columns.length < rest.filter((link) => link.name === 'addColumn').length ||
      rest.some((link) => link.name === '$call')
    const facts: OperationFacts = {
      kind: 'create-table',
      table: name,
      columns,
      constraints,
      ...(says(rest, 'ifNotExists') && { ifNotExists: true }),
      ...(says(rest, 'temporary') && { temporary: true }),
      ...(isPartial && { partial: true }),
    }
    return [placed(facts, head)]
  },
  dropTable: one(({ name, rest }) => ({ kind: 'drop-table', table: name, ...ends(rest) })),
  alterTable: ({ name, rest }) => {
    const found = rest.map((link) => ({ facts: alteration(name, link), link }))
    const isKnown = found.every(({ facts, link }) => facts || MODIFIERS.has(link.name))
    return isKnown
      ? found.flatMap(({ facts, link }) => (facts ?? []).map((each) => placed(each, link)))
      : undefined
  },
  createIndex: one(({ name, rest }) => {
    const table = constantText(argument(rest, 'on'))
    const own = rest.filter((link) => link.name === 'column' || link.name === 'columns')
    const columns = own.map((link) => constantTexts(link.args[0]))
    const expression = argument(rest, 'expression')?.text
    if (table === undefined || columns.includes(undefined)) return undefined
    const method = constantText(argument(rest, 'using'))
    const where = rest.find((link) => link.name === 'where')?.args.map(({ text }) => text)
    return {
      kind: 'create-index',
      index: {
        name,
        table,
        columns: [
          ...columns.flatMap((some) => some ?? []).map((column) => column.replace(/\s+(?:asc|desc)$/i, '')),
          ...(expression === undefined ? [] : [`(${expression})`]),
        ],
        ...(says(rest, 'unique') && { unique: true }),
        ...(method !== undefined && { method }),
        ...(where && { where: where.join(' ') }),
      },
      ...(says(rest, 'ifNotExists') && { ifNotExists: true }),
    }
  }),
  dropIndex: one(({ name, rest }) => {
    const table = constantText(argument(rest, 'on'))
    return {
      kind: 'drop-index',
      name,
      ...(table !== undefined && { table }),
      ...(says(rest, 'ifExists') && { ifExists: true }),
    }
  }),
  createType: one(({ name, rest }) => {
    const values = constantTexts(argument(rest, 'asEnum'))
    return { kind: 'create-type', type: name, ...(values && { values }) }
  }),
  dropType: one(({ name }) => ({ kind: 'drop-type', type: name })),
  createSchema: one(({ name }) => ({ kind: 'create-schema', name })),
  dropSchema: one(({ name, rest }) => ({ kind: 'drop-schema', name, ...cascades(rest) })),
  createView: one(({ name, rest }) => ({
    kind: 'create-view',
    view: name,
    ...(says(rest, 'materialized') && { materialized: true }),
    ...(says(rest, 'orReplace') && { replace: true }),
  })),
  dropView: one(({ name, rest }) => ({
    kind: 'drop-view',
    view: name,
    ...(says(rest, 'materialized') && { materialized: true }),
    ...cascades(rest),
  })),
  refreshMaterializedView: one(({ name, rest }) => ({
    kind: 'refresh-view',
    view: name,
    ...(says(rest, 'concurrently') && { concurrently: true }),
  })),
  insertInto: one(({ name, rest }) => ({
    kind: 'write',
    verb: 'insert',
    table: name,
    ...(says(rest, 'expression') && { select: true }),
  })),
  updateTable: one(({ name, rest }) => ({
    kind: 'write',
    verb: 'update',
    table: name,
    where: says(rest, 'where'),
  })),
  deleteFrom: one(({ name, rest }) => ({
    kind: 'write',
    verb: 'delete',
    table: name,
    where: says(rest, 'where'),
  })),
}

function one(facts: (statement: Statement) => OperationFacts | undefined): Read {
  return (statement) => {
    const found = facts(statement)
    return found && [placed(found, statement.head)]
  }
}

/** Say how, and change nothing by themselves. */
const MODIFIERS = new Set(['onDelete', 'onUpdate', 'ifExists', 'ifNotExists', 'column', 'columns', 'unique'])

function alteration(table: string, { name, args, node }: Link): OperationFacts[] | undefined {
  const [first, second] = args
  const text = constantText(first)
  if (text === undefined) return undefined
  switch (name) {
    case 'addColumn': {
      const column = columnOf(args, node)
      return column && [{ kind: 'add-column', table, column }]
    }
    case 'dropColumn':
      return [{ kind: 'drop-column', table, column: text }]
    case 'renameColumn': {
      const to = constantText(second)
      return to === undefined ? undefined : [{ kind: 'rename-column', table, column: text, to }]
    }
    case 'renameTo':
      return [{ kind: 'rename-table', table, to: text }]
    case 'alterColumn':
      return alterColumn(table, text, second)
    case 'modifyColumn': {
      const column = columnOf(args, node)
      return column && [{ kind: 'change-type', table, column: text, to: column }]
    }
    case 'dropConstraint':
      return [{ kind: 'drop-constraint', table, name: text }]
    case 'renameConstraint': {
      const to = constantText(second)
      return to === undefined ? undefined : [{ kind: 'rename-constraint', table, name: text, to }]
    }
    case 'dropIndex':
      return [{ kind: 'drop-index', table, name: text }]
    default: {
      const constraint = constraintOf({ name, args, node })
      return constraint && [{ kind: 'add-constraint', table, constraint }]
    }
  }
}

function alterColumn(
  table: string,
  column: string,
  callback: SyntaxNode | undefined,
): OperationFacts[] | undefined {
  const [chain, ...others] = chainsOn(callback)
  const [link, ...more] = chain?.links ?? []
  if (!link || others.length > 0 || more.length > 0) return undefined
  const [given] = link.args
  switch (link.name) {
    case 'setDataType': {
      const type = typeOf(given)
      return [{ kind: 'change-type', table, column, to: { name: column, ...type } }]
    }
    case 'setDefault': {
      const value = defaultOf(given)
      return value && [{ kind: 'set-default', table, column, default: value }]
    }
    case 'dropDefault':
      return [{ kind: 'drop-default', table, column }]
    case 'setNotNull':
      return [{ kind: 'set-not-null', table, column }]
    case 'dropNotNull':
      return [{ kind: 'drop-not-null', table, column }]
    default:
      return undefined
  }
}

/** `addColumn('a', 'varchar(40)', (column) => column.notNull().defaultTo('x'))`. */
function columnOf(args: readonly SyntaxNode[], node?: SyntaxNode): ColumnFacts | undefined {
  const [first, second, third] = args
  const name = constantText(first)
  if (name === undefined) return undefined
  const column: ColumnFacts = {
    name,
    ...typeOf(second),
    ...(node && first && { region: regionOf(first, node) }),
  }
  if (/serial/.test(constantText(second) ?? '')) column.identity = true
  for (const link of chainsOn(third).flatMap(({ links }: Chain) => links)) modify(column, link)
  return column
}

function modify(column: ColumnFacts, { name, args: [first] }: Link): void {
  switch (name) {
    case 'notNull':
      column.notNull = true
      break
    case 'primaryKey':
      column.primaryKey = true
      column.notNull = true
      break
    case 'unique':
      column.unique = true
      break
    case 'autoIncrement':
    case 'identity':
    case 'generatedAlwaysAsIdentity':
    case 'generatedByDefaultAsIdentity':
      column.identity = true
      break
    case 'generatedAlwaysAs':
      column.generated = 'virtual'
      break
    case 'stored':
      column.generated = 'stored'
      break
    case 'check':
      column.check = constantText(first) ?? first?.text ?? ''
      break
    case 'defaultTo': {
      const value = defaultOf(first)
      if (value) column.default = value
      break
    }
    case 'references': {
      const [table, key] = splitReference(constantText(first))
      if (table !== undefined) column.references = { table, columns: key === undefined ? [] : [key] }
      break
    }
    default:
  }
}

/** `users.id`, `app.users.id`. */
function splitReference(text: string | undefined): [table: string | undefined, key: string | undefined] {
  const at = text?.lastIndexOf('.') ?? -1
  return at > 0 ? [text?.slice(0, at), text?.slice(at + 1)] : [text, undefined]
}

function constraintOf({ name, args }: Link): ConstraintFacts | undefined {
  const [first, second, third, fourth] = args
  const named = constantText(first)
  if (named === undefined) return undefined
  const columns = constantTexts(second)
  switch (name) {
    case 'addPrimaryKeyConstraint':
      return columns && { kind: 'primary-key', name: named, columns }
    case 'addUniqueConstraint':
      return columns && { kind: 'unique', name: named, columns }
    case 'addForeignKeyConstraint': {
      const table = constantText(third)
      if (!columns || table === undefined) return undefined
      return {
        kind: 'foreign-key',
        name: named,
        columns,
        references: { table, columns: constantTexts(fourth) ?? [] },
      }
    }
    case 'addCheckConstraint':
      return {
        kind: 'check',
        name: named,
        columns: [],
        expression: constantText(second) ?? second?.text ?? '',
      }
    default:
      return undefined
  }
}

/** `'varchar(40)'`, or a tag: sql`varchar(40)`. */
function typeOf(node: SyntaxNode | undefined): Pick<ColumnFacts, 'type' | 'typeText'> {
  return writtenType(constantText(node))
}

function says(links: readonly Link[], name: string): boolean {
  return links.some((link) => link.name === name)
}

function argument(links: readonly Link[], name: string): SyntaxNode | undefined {
  return links.find((link) => link.name === name)?.args[0]
}

function ends(rest: readonly Link[]): { ifExists?: true; cascade?: true } {
  return { ...(says(rest, 'ifExists') && { ifExists: true as const }), ...cascades(rest) }
}

function cascades(rest: readonly Link[]): { cascade?: true } {
  return says(rest, 'cascade') ? { cascade: true } : {}
}

function regionOf(first: SyntaxNode, node: SyntaxNode): ColumnFacts['region'] {
  return { startLine: first.region.startLine, endLine: node.region.endLine }
}
