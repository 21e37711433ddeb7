import type { OperationFacts } from '../../operation.ts'
import { atCommas, bracketed } from '../pieces.ts'
import type { Found, Read } from '../postgresql/statement.ts'
import { alterTable } from './alter-table.ts'
import { columnOf, columnsOf, constraintOf, nameOf } from './columns.ts'
import { parseStatement, type Tree } from './parser.ts'
import { NAME, unquoted } from './words.ts'

/**
 * What a statement does that PostgreSQL's parser refuses, read by node-sql-parser; undefined where it refuses too. Rows
 * that are written are told by words: no tree is needed for them, and they are the longest statements.
 */
export function otherOperations(dialect: 'mysql' | 'sqlite', read: Read): Found[] | undefined {
  const text = read.text.trimStart()
  if (/^alter\b/i.test(text)) return alterTable(dialect, read)
  return writes(text) ?? (/^(?:create|drop|rename)\b/i.test(text) ? definitions(dialect, read) : undefined)
}

function definitions(dialect: 'mysql' | 'sqlite', read: Read): Found[] | undefined {
  const dropped = new RegExp(
    `^\\s*drop\\s+index\\s+(if\\s+exists\\s+)?(${NAME})(?:\\s+on\\s+(${NAME}))?`,
    'i',
  ).exec(read.text)
  if (dropped) {
    const [, , name = '', table] = dropped
    return [
      { kind: 'drop-index', name: unquoted(name), ...(table !== undefined && { table: unquoted(table) }) },
    ]
  }
  const tree = parseStatement(dialect, read.text)
  if (!tree) return undefined
  switch (`${tree.type ?? ''} ${tree.keyword ?? ''}`.trim()) {
    case 'create table':
      return [createTable(tree, read)]
    case 'create index':
      return [createIndex(tree)]
    case 'drop table':
      return list(tree.name).map((one) => ({
        kind: 'drop-table',
        table: nameOf(one),
        ...(tree.prefix && { ifExists: true }),
      }))
    case 'rename':
      return list(tree.table).map((pair) => {
        const [from, to] = list(pair)
        return { kind: 'rename-table', table: nameOf(from), to: nameOf(to) }
      })
    default:
      return undefined
  }
}

function createTable(tree: Tree, { text, region }: Read): Found {
  const definitions = tree.create_definitions ?? []
  const body = definitions.length > 0 ? bracketed(text) : undefined
  // Pieces and definitions agree in number unless a comma hides in what only one of them knows.
  const pieces = body ? atCommas(text, body.start, body.end) : []
  const inStep = pieces.length === definitions.length
  const place = (at: number): { region?: ReturnType<Read['region']> } => {
    const piece = inStep ? pieces[at] : undefined
    return piece ? { region: region(piece.start, piece.end) } : {}
  }
  return {
    kind: 'create-table',
    table: nameOf(tree.table),
    columns: definitions.flatMap((one, at) =>
      one.resource === 'column'
        ? [{ ...columnOf(one, inStep ? (pieces[at]?.text ?? '') : ''), ...place(at) }]
        : [],
    ),
    constraints: definitions.flatMap((one, at) => {
      const constraint = constraintOf(one)
      return constraint ? [{ ...constraint, ...place(at) }] : []
    }),
    ...(tree.if_not_exists ? { ifNotExists: true } : {}),
    ...(tree.temporary ? { temporary: true } : {}),
    ...(tree.like || tree.query_expr ? { partial: true } : {}),
  }
}

function createIndex({
  index,
  index_type: type,
  index_columns: columns,
  table,
  if_not_exists: guarded,
}: Tree): Found {
  const name = typeof index === 'string' ? index : (index?.name ?? '')
  const kind = (type ?? '').toLowerCase()
  return {
    kind: 'create-index',
    index: {
      table: nameOf(table),
      columns: columnsOf(columns),
      ...(name !== '' && { name }),
      ...(kind === 'unique' && { unique: true }),
      ...(/^(?:fulltext|spatial)$/.test(kind) && { method: kind }),
    },
    ...(guarded ? { ifNotExists: true } : {}),
  }
}

const WRITES: readonly { form: RegExp; verb: 'insert' | 'update' | 'delete' | 'truncate' }[] = [
  {
    form: new RegExp(
      `^(?:insert|replace)\\s+(?:(?:low_priority|delayed|high_priority|ignore|or\\s+\\w+)\\s+)*(?:into\\s+)?(${NAME})`,
      'i',
    ),
    verb: 'insert',
  },
  {
    form: new RegExp(`^update\\s+(?:(?:low_priority|ignore|or\\s+\\w+)\\s+)*(${NAME})`, 'i'),
    verb: 'update',
  },
  {
    form: new RegExp(`^delete\\s+(?:(?:low_priority|quick|ignore)\\s+)*from\\s+(${NAME})`, 'i'),
    verb: 'delete',
  },
  { form: new RegExp(`^truncate\\s+(?:table\\s+)?(${NAME})`, 'i'), verb: 'truncate' },
]

function writes(text: string): OperationFacts[] | undefined {
  for (const { form, verb } of WRITES) {
    const table = form.exec(text)?.[1]
    if (table === undefined) continue
    // A word in a string may hide a missing WHERE; what is claimed then is less, not wrong.
    const bounded = /\bwhere\b|\blimit\b|\bjoin\b/i.test(text)
    return [
      {
        kind: 'write',
        verb,
        table: unquoted(table),
        ...(verb === 'update' || verb === 'delete' ? { where: bounded } : {}),
        ...(verb === 'insert' && /\bselect\b/i.test(text) ? { select: true } : {}),
      },
    ]
  }
  return undefined
}

function list(node: unknown): unknown[] {
  return Array.isArray(node) ? node : [node]
}
