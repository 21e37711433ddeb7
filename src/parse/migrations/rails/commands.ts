import type { SyntaxNode } from '../../code/node.ts'
import type { ColumnFacts, ConstraintFacts, Operation, OperationFacts } from '../operation.ts'
import { COLUMN_METHODS, columnOf, defaultOf, isFalse, isTrue, namesOf, plural, textOf } from './columns.ts'
import { type Arguments, argumentsOf, calledMethod, statementsOf } from './ruby.ts'

interface Version {
  key: string
}

type Options = Arguments['options']

/** A command inside of a table's block, with its own place. */
interface Inner {
  facts: OperationFacts
  region: Operation['region']
}

/** What one command of Active Record does; undefined where it is none, or its names are not written out. */
export function commandFacts(
  name: string,
  given: Arguments,
  version: Version,
  block?: SyntaxNode,
): readonly OperationFacts[] | undefined {
  const { positional, options } = given
  const [table, second, third] = positional.map((one) => textOf(one))
  if (table === undefined) return undefined
  switch (name) {
    case 'create_table':
      return [...createTable(table, given, version, block)]
    case 'create_join_table': {
      if (second === undefined) return undefined
      const joined = textOf(options.get('table_name')) ?? [table, second].toSorted().join('_')
      return [
        ...forced(joined, options),
        { kind: 'create-table', table: joined, columns: [], constraints: [], partial: true },
      ]
    }
    case 'drop_join_table':
      return second === undefined
        ? undefined
        : [
            {
              kind: 'drop-table',
              table: textOf(options.get('table_name')) ?? [table, second].toSorted().join('_'),
            },
          ]
    case 'drop_table':
      return positional.flatMap((one): OperationFacts[] => {
        const named = textOf(one)
        return named === undefined
          ? []
          : [
              {
                kind: 'drop-table',
                table: named,
                ...(isTrue(options.get('if_exists')) && { ifExists: true }),
              },
            ]
      })
    case 'rename_table':
      return second === undefined ? undefined : [{ kind: 'rename-table', table, to: second }]
    case 'rename_index':
      return second === undefined || third === undefined
        ? undefined
        : [{ kind: 'rename-index', table, name: second, to: third }]
    case 'rename_schema':
      return second === undefined ? undefined : [{ kind: 'rename-schema', name: table, to: second }]
    case 'add_enum_value':
      return second === undefined ? undefined : [{ kind: 'add-enum-value', type: table, value: second }]
    case 'rename_enum_value': {
      const [value, to] = [textOf(options.get('from')), textOf(options.get('to'))]
      return value === undefined || to === undefined
        ? undefined
        : [{ kind: 'rename-enum-value', type: table, value, to }]
    }
    case 'create_enum': {
      const values = namesOf(positional[1])
      return [{ kind: 'create-type', type: table, ...(values && { values }) }]
    }
    case 'drop_enum':
      return [{ kind: 'drop-type', type: table }]
    case 'validate_foreign_key':
    case 'validate_check_constraint':
    case 'validate_constraint':
      return [
        { kind: 'validate-constraint', table, name: second ?? textOf(options.get('name')) ?? `of ${table}` },
      ]
    default:
      return onTable(name, table, { ...given, positional: positional.slice(1) }, version)
  }
}

/** Commands on a table that is named first, or by the block that they stand in. */
function onTable(
  name: string,
  table: string,
  given: Arguments,
  version: Version,
): readonly OperationFacts[] | undefined {
  const { positional, options } = given
  const [first, second] = positional.map((one) => textOf(one))
  const constraintName = textOf(options.get('name'))
  const named = constraintName === undefined ? {} : { name: constraintName }
  const notValid = isFalse(options.get('validate')) ? { notValid: true } : {}
  switch (name) {
    case 'add_column': {
      if (first === undefined || second === undefined) return undefined
      const guarded = isTrue(options.get('if_not_exists')) ? { ifNotExists: true } : {}
      return [
        { kind: 'add-column', table, column: columnOf(first, second, given), ...guarded },
        ...mannerOf(table, options),
      ]
    }
    case 'remove_column':
      return first === undefined ? undefined : [{ kind: 'drop-column', table, column: first }]
    case 'remove_columns':
    case 'remove':
      return positional.flatMap((one): OperationFacts[] => {
        const column = textOf(one)
        return column === undefined ? [] : [{ kind: 'drop-column', table, column }]
      })
    case 'rename_column':
      return first === undefined || second === undefined
        ? undefined
        : [{ kind: 'rename-column', table, column: first, to: second }]
    case 'change_column': {
      if (first === undefined || second === undefined) return undefined
      const using = textOf(options.get('using'))
      const to = columnOf(first, second, given)
      return [
        { kind: 'change-type', table, column: first, to, ...(using !== undefined && { using }) },
        ...mannerOf(table, options),
      ]
    }
    case 'change_column_null': {
      if (first === undefined) return undefined
      if (isTrue(positional[1])) return [{ kind: 'drop-not-null', table, column: first }]
      if (!isFalse(positional[1])) return undefined
      const filled: OperationFacts[] =
        positional[2] && positional[2].type !== 'nil'
          ? [{ kind: 'write', verb: 'update', table, where: true }]
          : []
      return [...filled, { kind: 'set-not-null', table, column: first }]
    }
    case 'change_column_default': {
      if (first === undefined) return undefined
      const value = defaultOf(options.get('to') ?? positional[1])
      return [
        value
          ? { kind: 'set-default', table, column: first, default: value }
          : { kind: 'drop-default', table, column: first },
      ]
    }
    case 'add_reference':
    case 'add_belongs_to':
      return first === undefined ? undefined : addReference(table, first, given, version)
    case 'remove_reference':
    case 'remove_belongs_to': {
      if (first === undefined) return undefined
      const type: OperationFacts[] = options.has('polymorphic')
        ? [{ kind: 'drop-column', table, column: `${first}_type` }]
        : []
      return [{ kind: 'drop-column', table, column: `${first}_id` }, ...type]
    }
    case 'add_timestamps': {
      const isNullable = options.has('null') && !isFalse(options.get('null'))
      return ['created_at', 'updated_at'].map((column) => ({
        kind: 'add-column',
        table,
        column: { ...columnOf(column, 'datetime', given), ...(!isNullable && { notNull: true }) },
      }))
    }
    case 'remove_timestamps':
      return ['created_at', 'updated_at'].map((column) => ({ kind: 'drop-column', table, column }))
    case 'add_index': {
      const columns = namesOf(positional[0])
      return columns && [indexOn(table, columns, options), ...mannerOf(table, options)]
    }
    case 'remove_index': {
      const columns = namesOf(positional[0] ?? options.get('column'))
      if (!columns && constraintName === undefined) return undefined
      return [
        {
          kind: 'drop-index',
          table,
          name: constraintName ?? indexName(table, columns ?? []),
          ...(columns && { columns }),
          ...(isConcurrent(options) && { concurrently: true }),
          ...(isTrue(options.get('if_exists')) && { ifExists: true }),
        },
      ]
    }
    case 'add_foreign_key': {
      if (first === undefined) return undefined
      const columns = namesOf(options.get('column')) ?? [`${singularOf(first)}_id`]
      const keys = namesOf(options.get('primary_key')) ?? ['id']
      const references = { table: first, columns: keys }
      return [
        {
          kind: 'add-constraint',
          table,
          constraint: { kind: 'foreign-key', columns, references, ...named, ...notValid },
        },
      ]
    }
    case 'remove_foreign_key':
      return [{ kind: 'drop-constraint', table, of: 'foreign-key', ...named }]
    case 'add_check_constraint': {
      if (first === undefined) return undefined
      const constraint: ConstraintFacts = {
        kind: 'check',
        columns: [],
        expression: first,
        ...named,
        ...notValid,
      }
      return [{ kind: 'add-constraint', table, constraint }]
    }
    case 'remove_check_constraint':
      return [{ kind: 'drop-constraint', table, of: 'check', ...named }]
    case 'add_exclusion_constraint': {
      if (first === undefined) return undefined
      const constraint: ConstraintFacts = { kind: 'exclude', columns: [], expression: first, ...named }
      return [{ kind: 'add-constraint', table, constraint }]
    }
    case 'remove_exclusion_constraint':
      return [{ kind: 'drop-constraint', table, of: 'exclude', ...named }]
    case 'add_unique_constraint': {
      const using = textOf(options.get('using_index'))
      const columns = namesOf(positional[0]) ?? (using === undefined ? undefined : [])
      if (!columns) return undefined
      const usingIndex = using === undefined ? {} : { usingIndex: using }
      return [
        { kind: 'add-constraint', table, constraint: { kind: 'unique', columns, ...named, ...usingIndex } },
      ]
    }
    case 'remove_unique_constraint':
      return [{ kind: 'drop-constraint', table, of: 'unique', ...named }]
    default:
      return undefined
  }
}

/** Words of a table's block for the commands that they stand for. */
const IN_BLOCK: Readonly<Record<string, string>> = {
  column: 'add_column',
  index: 'add_index',
  references: 'add_reference',
  belongs_to: 'add_reference',
  timestamps: 'add_timestamps',
  foreign_key: 'add_foreign_key',
  check_constraint: 'add_check_constraint',
  exclusion_constraint: 'add_exclusion_constraint',
  unique_constraint: 'add_unique_constraint',
  rename: 'rename_column',
  change: 'change_column',
  change_default: 'change_column_default',
  change_null: 'change_column_null',
  remove: 'remove',
  remove_index: 'remove_index',
  remove_references: 'remove_reference',
  remove_belongs_to: 'remove_reference',
  remove_timestamps: 'remove_timestamps',
  remove_foreign_key: 'remove_foreign_key',
  remove_check_constraint: 'remove_check_constraint',
}

/** The commands of `change_table :users do |t| … end`, each with its place. */
export function tableBlock(block: SyntaxNode, { positional }: Arguments, version: Version): Inner[] {
  const table = textOf(positional[0])
  if (table === undefined) return []
  return statementsOf(block).flatMap((node): Inner[] => {
    const method = node.type === 'call' ? (calledMethod(node) ?? '') : ''
    const given = node.type === 'call' ? argumentsOf(node) : undefined
    const facts = given && inBlock(method, table, given, version)
    if (facts) return facts.map((one) => ({ facts: one, region: node.region }))
    return [{ facts: { kind: 'other', what: `changes ${table}` }, region: node.region }]
  })
}

function inBlock(
  method: string,
  table: string,
  given: Arguments,
  version: Version,
): readonly OperationFacts[] | undefined {
  if (Object.hasOwn(IN_BLOCK, method)) return onTable(IN_BLOCK[method] ?? '', table, given, version)
  if (!COLUMN_METHODS.test(method) || given.positional.length === 0) return undefined
  const names = given.positional.map((one) => textOf(one))
  if (names.includes(undefined)) return undefined
  return (names as string[]).flatMap((name): OperationFacts[] => [
    { kind: 'add-column', table, column: columnOf(name, method, given) },
    ...ownIndex(table, [name], given.options.get('index')),
  ])
}

function createTable(
  table: string,
  { options, splat }: Arguments,
  version: Version,
  block: SyntaxNode | undefined,
): OperationFacts[] {
  const columns: ColumnFacts[] = []
  const constraints: ConstraintFacts[] = []
  const after: OperationFacts[] = []
  let partial = splat || options.has('as')
  const id = options.get('id')
  const keys = namesOf(options.get('primary_key'))
  if (!isFalse(id) && (keys?.length ?? 1) === 1)
    columns.push({
      ...columnOf(keys?.[0] ?? 'id', textOf(id) ?? version.key, { options: new Map(), splat: false }),
      primaryKey: true,
      notNull: true,
      ...(id === undefined && { identity: true }),
    })
  else if (keys && keys.length > 1) constraints.push({ kind: 'primary-key', columns: keys })
  for (const node of block ? statementsOf(block) : []) {
    const method = node.type === 'call' ? (calledMethod(node) ?? '') : (calledMethod(node) ?? '')
    const given =
      node.type === 'call'
        ? argumentsOf(node)
        : { positional: [], options: new Map<string, SyntaxNode>(), splat: false }
    const facts = inBlock(method, table, given, version)
    if (!facts) {
      partial = true
      continue
    }
    for (const one of facts) {
      if (one.kind === 'add-column') columns.push({ ...one.column, region: node.region })
      else if (one.kind === 'add-constraint') constraints.push({ ...one.constraint, region: node.region })
      else after.push(one)
    }
  }
  const made: OperationFacts = {
    kind: 'create-table',
    table,
    columns,
    constraints,
    ...(isTrue(options.get('if_not_exists')) && { ifNotExists: true }),
    ...(isTrue(options.get('temporary')) && { temporary: true }),
    ...(partial && { partial: true }),
  }
  return [...forced(table, options), made, ...after]
}

/** `force: true` and `force: :cascade` drop the table first, where it is there. */
function forced(table: string, options: Options): OperationFacts[] {
  const force = options.get('force')
  if (!force || isFalse(force) || force.type === 'nil') return []
  return [
    { kind: 'drop-table', table, ifExists: true, ...(textOf(force) === 'cascade' && { cascade: true }) },
  ]
}

/** `algorithm: :copy` and `lock: :shared`, which Rails passes on to MySQL and MariaDB. */
function mannerOf(table: string, options: Options): OperationFacts[] {
  return ['algorithm', 'lock'].flatMap((word): OperationFacts[] => {
    const value = textOf(options.get(word))
    if (value === undefined || value === 'concurrently') return []
    return [{ kind: 'alter-table', table, what: `${word}=${value}` }]
  })
}

function addReference(
  table: string,
  name: string,
  given: Arguments,
  version: Version,
): readonly OperationFacts[] {
  const { options } = given
  const column = `${name}_id`
  const type = textOf(options.get('type')) ?? version.key
  const key = options.get('foreign_key')
  const others = options.get('polymorphic')
  const inner = key?.type === 'hash' ? optionsIn(key) : undefined
  const to = (inner && textOf(inner.get('to_table'))) ?? plural(name)
  const constraint: ConstraintFacts = {
    kind: 'foreign-key',
    columns: [(inner && textOf(inner.get('column'))) ?? column],
    references: { table: to, columns: ['id'] },
    ...(inner && isFalse(inner.get('validate')) && { notValid: true }),
  }
  const columns = others && !isFalse(others) ? [`${name}_type`, column] : [column]
  // Before Rails 5 a reference had no index unless asked.
  const index = options.get('index') ?? (version.key === 'bigint' ? 'usual' : undefined)
  return [
    ...(columns.length > 1
      ? [{ kind: 'add-column' as const, table, column: columnOf(columns[0] ?? '', 'string', given) }]
      : []),
    { kind: 'add-column', table, column: columnOf(column, type, given) },
    ...(index === 'usual' ? [indexOn(table, columns, new Map())] : ownIndex(table, columns, index)),
    ...(key && !isFalse(key) ? [{ kind: 'add-constraint' as const, table, constraint }] : []),
  ]
}

/** `index: true` and `index: { unique: true }` beside a column. */
function ownIndex(table: string, columns: string[], index: SyntaxNode | undefined): OperationFacts[] {
  if (!index || isFalse(index) || index.type === 'nil') return []
  return [indexOn(table, columns, index.type === 'hash' ? optionsIn(index) : new Map<string, SyntaxNode>())]
}

function optionsIn(hash: SyntaxNode): Options {
  const found: Options = new Map()
  for (const pair of hash.namedChildren) {
    const [key, value] = [pair.child('key'), pair.child('value')]
    if (key && value) found.set(key.type === 'hash_key_symbol' ? key.text : (textOf(key) ?? key.text), value)
  }
  return found
}

function indexOn(table: string, columns: string[], options: Options): OperationFacts {
  const method = textOf(options.get('using'))
  const where = textOf(options.get('where'))
  return {
    kind: 'create-index',
    index: {
      name: textOf(options.get('name')) ?? indexName(table, columns),
      table,
      columns,
      ...(isTrue(options.get('unique')) && { unique: true }),
      ...(isConcurrent(options) && { concurrently: true }),
      ...(method !== undefined && { method }),
      ...(where !== undefined && { where }),
    },
    ...(isTrue(options.get('if_not_exists')) && { ifNotExists: true }),
  }
}

function isConcurrent(options: Options): boolean {
  return textOf(options.get('algorithm')) === 'concurrently'
}

/** https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/SchemaStatements.html#method-i-index_name */
function indexName(table: string, columns: readonly string[]): string {
  return `index_${table}_on_${columns.join('_and_')}`
}

function singularOf(table: string): string {
  const bare = table.slice(table.lastIndexOf('.') + 1)
  if (bare.endsWith('ies')) return `${bare.slice(0, -3)}y`
  if (/(?:ss|x|ch|sh|us)es$/.test(bare)) return bare.slice(0, -2)
  return /[^s]s$/.test(bare) ? bare.slice(0, -1) : bare
}
