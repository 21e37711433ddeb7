import type { SyntaxNode } from '../../code/node.ts'
import type { ColumnFacts, ConstraintFacts, OperationFacts } from '../operation.ts'
import { type PhpCall, phpChain, phpLiteral, phpStrings } from '../php.ts'
import { pluralOf, snakeOf } from '../plural.ts'
import { columnOf } from './columns.ts'

/** What a statement of a table's function does, with its place. */
export interface BlueprintCommand {
  facts: OperationFacts
  node: SyntaxNode
}

/** The commands of `function (Blueprint $table) { … }`; `other` for those whose names are not written out. */
export function blueprint(table: string, callable: SyntaxNode | undefined): BlueprintCommand[] {
  const parameter = callable?.child('parameters')?.namedChildren[0]?.child('name')?.text
  const body = callable?.child('body')
  if (parameter === undefined || !body) return []
  const found: BlueprintCommand[] = []
  const stack = [body]
  for (let node = stack.pop(); node; node = stack.pop()) {
    const chain = phpChain(node)
    if (chain?.root !== parameter) {
      stack.push(...node.namedChildren.toReversed())
      continue
    }
    const [first] = chain.calls
    const at = node
    // Columns behind another one: they are added all the same.
    if (first?.name === 'after' && first.arguments[1]) found.push(...blueprint(table, first.arguments[1]))
    else {
      const facts = commandOf(table, chain.calls)
      if (facts) found.push(...facts.map((one) => ({ facts: one, node: at })))
      else found.push({ facts: { kind: 'other', what: `calls ${first?.name ?? ''} on ${table}` }, node })
    }
  }
  return found
}

/** Settings of the table that change neither columns nor keys. */
const SETTINGS = /^(?:engine|charset|collation|comment|temporary|innoDb|index_?options)$/i

function commandOf(table: string, calls: readonly PhpCall[]): OperationFacts[] | undefined {
  const [first] = calls
  if (!first) return undefined
  const given = first.arguments
  const [name, second] = [phpLiteral(given[0]), phpLiteral(given[1])]
  const method = first.name.toLowerCase()
  if (SETTINGS.test(first.name)) return []
  if (method.startsWith('drop')) return dropped(table, method, first)
  switch (method) {
    case 'renamecolumn':
      return name === undefined || second === undefined
        ? undefined
        : [{ kind: 'rename-column', table, column: name, to: second }]
    case 'renameindex':
      return name === undefined || second === undefined
        ? undefined
        : [{ kind: 'rename-index', table, name, to: second }]
    case 'rename':
      return name === undefined ? undefined : [{ kind: 'rename-table', table, to: name }]
    case 'primary':
    case 'unique':
    case 'index':
    case 'fulltext':
    case 'spatialindex':
      return keyed(table, method, phpStrings(first.named.get('columns') ?? given[0]), keyName(first))
    case 'foreign': {
      const columns = phpStrings(given[0])
      return columns && foreignKey(table, columns, calls, keyName(first))
    }
    case 'timestamps':
    case 'timestampstz':
    case 'nullabletimestamps':
    case 'datetimes':
      return ['created_at', 'updated_at'].map((column) => stamp(table, column, method))
    case 'softdeletes':
    case 'softdeletestz':
    case 'softdeletesdatetime':
      return [stamp(table, name ?? 'deleted_at', method)]
    case 'remembertoken':
      return [added(table, { name: 'remember_token', type: 'varchar', typeText: 'varchar(100)' })]
    default:
      return MORPHS.test(method) ? morphs(table, method, name) : columnCommand(table, calls)
  }
}

function keyName(call: PhpCall): string | undefined {
  return phpLiteral(call.named.get('name') ?? call.arguments[1])
}

function added(table: string, column: ColumnFacts): OperationFacts {
  return { kind: 'add-column', table, column }
}

function stamp(table: string, column: string, method: string): OperationFacts {
  const type = method.endsWith('tz') ? 'timestamptz' : 'timestamp'
  return added(table, { name: column, type, typeText: type })
}

/** A column, or a change of one, with the keys that are chained onto it. */
function columnCommand(table: string, calls: readonly PhpCall[]): OperationFacts[] | undefined {
  const [first, ...modifiers] = calls
  if (!first) return undefined
  const named = /^foreignIdFor$/i.test(first.name) ? foreignColumn(first) : undefined
  const column = columnOf(calls, named === undefined ? {} : { nameOf: named })
  if (!column) return undefined
  const { name } = column
  const has = (method: string): PhpCall | undefined =>
    modifiers.find((one) => one.name.toLowerCase() === method)
  const keys = ['unique', 'index', 'fulltext', 'spatialindex'].flatMap((method) => {
    const call = has(method)
    if (!call || /^false$/i.test(call.arguments[0]?.text ?? '')) return []
    return keyed(table, method, [name], phpLiteral(call.arguments[0])) ?? []
  })
  if (has('change')) {
    const nullable = has('nullable')
    const isOff = /^false$/i.test(nullable?.arguments[0]?.text ?? '')
    // Before Laravel 11 what is not said stays as it is.
    const { notNull: _notNull, default: fallback, ...to } = column
    return [
      { kind: 'change-type', table, column: name, to },
      ...(nullable
        ? [{ kind: isOff ? ('set-not-null' as const) : ('drop-not-null' as const), table, column: name }]
        : []),
      ...(fallback ? [{ kind: 'set-default' as const, table, column: name, default: fallback }] : []),
      ...keys,
    ]
  }
  const refers = has('constrained') ?? has('references')
  return [added(table, column), ...keys, ...(refers ? foreignKey(table, [name], calls, undefined) : [])]
}

/** `foreignIdFor(User::class)` is `user_id`. */
function foreignColumn({ arguments: given }: PhpCall): string | undefined {
  const written = phpLiteral(given[1])
  if (written !== undefined) return written
  const model = /(\w+)::class$/.exec(given[0]?.text ?? '')?.[1]
  return model === undefined || given[1] ? undefined : `${snakeOf(model)}_id`
}

/** Names of keys as `Blueprint::createIndexName` makes them, without the prefix of tables that a project may set. */
function defaultName(table: string, columns: readonly string[], kind: string): string {
  return `${table}_${columns.join('_')}_${kind}`.toLowerCase().replaceAll(/[-.]/g, '_')
}

function keyed(
  table: string,
  method: string,
  columns: string[] | undefined,
  named: string | undefined,
): OperationFacts[] | undefined {
  if (!columns) return undefined
  const name = named ?? defaultName(table, columns, method)
  if (method === 'primary')
    return [{ kind: 'add-constraint', table, constraint: { kind: 'primary-key', columns } }]
  if (method === 'unique')
    return [{ kind: 'add-constraint', table, constraint: { kind: 'unique', columns, name } }]
  const how = method === 'fulltext' ? 'fulltext' : method === 'spatialindex' ? 'spatial' : undefined
  return [
    { kind: 'create-index', index: { name, table, columns, ...(how !== undefined && { method: how }) } },
  ]
}

/** `->references('id')->on('users')`, `->constrained('users')`, and `constrained()`, which goes by the column's name. */
function foreignKey(
  table: string,
  columns: string[],
  calls: readonly PhpCall[],
  name: string | undefined,
): OperationFacts[] {
  const find = (method: string): PhpCall | undefined => calls.find((one) => one.name === method)
  const [constrained, on, to] = [find('constrained'), find('on'), find('references')]
  const bare = /^(\w+)_(?:id|uuid)$/.exec(columns[0] ?? '')?.[1]
  const model =
    calls[0]?.name === 'foreignIdFor'
      ? /(\w+)::class$/.exec(calls[0].arguments[0]?.text ?? '')?.[1]
      : undefined
  const owner = model === undefined ? bare : snakeOf(model)
  const first =
    constrained?.named.get('table') ?? (constrained?.named.size === 0 ? constrained.arguments[0] : undefined)
  const written = first && first.text !== 'null' ? first : on?.arguments[0]
  const target = written
    ? phpLiteral(written)
    : constrained && owner !== undefined
      ? pluralOf(owner)
      : undefined
  const keys = to ? phpStrings(to.arguments[0]) : ['id']
  const constraint: ConstraintFacts = {
    kind: 'foreign-key',
    columns,
    name: name ?? defaultName(table, columns, 'foreign'),
    ...(target !== undefined && { references: { table: target, columns: keys ?? [] } }),
  }
  return [{ kind: 'add-constraint', table, constraint }]
}

const MORPHS = /^(?:nullable)?(?:numeric|uuid|ulid)?morphs$/

function morphs(table: string, method: string, name: string | undefined): OperationFacts[] | undefined {
  if (name === undefined) return undefined
  const type = method.includes('uuid') ? 'uuid' : method.includes('ulid') ? 'char(26)' : 'int8'
  const notNull = method.startsWith('nullable') ? {} : { notNull: true }
  const columns = [`${name}_type`, `${name}_id`]
  return [
    added(table, { name: `${name}_type`, type: 'varchar', typeText: 'varchar(255)', ...notNull }),
    added(table, { name: `${name}_id`, type: type.replace(/\(.*/, ''), typeText: type, ...notNull }),
    ...(keyed(table, 'index', columns, undefined) ?? []),
  ]
}

function columnsGone(table: string, columns: readonly string[]): OperationFacts[] {
  return columns.map((column) => ({ kind: 'drop-column', table, column }))
}

function dropped(table: string, method: string, call: PhpCall): OperationFacts[] | undefined {
  const [first] = call.arguments
  const names = phpStrings(first)
  const isList = first?.type === 'array_creation_expression'
  const keyOf = (kind: string): string | undefined =>
    isList ? names && defaultName(table, names, kind) : phpLiteral(first)
  switch (method) {
    case 'drop':
    case 'dropifexists':
      return [{ kind: 'drop-table', table, ...(method !== 'drop' && { ifExists: true }) }]
    case 'dropcolumn': {
      // `dropColumn('a', 'b')`
      const all = isList ? names : call.arguments.map((one) => phpLiteral(one))
      return all && !all.includes(undefined) ? columnsGone(table, all as string[]) : undefined
    }
    case 'droptimestamps':
    case 'droptimestampstz':
      return columnsGone(table, ['created_at', 'updated_at'])
    case 'dropsoftdeletes':
    case 'dropsoftdeletestz':
      return columnsGone(table, [phpLiteral(first) ?? 'deleted_at'])
    case 'dropremembertoken':
      return columnsGone(table, ['remember_token'])
    case 'dropmorphs': {
      const name = phpLiteral(first)
      return name === undefined ? undefined : columnsGone(table, [`${name}_type`, `${name}_id`])
    }
    case 'dropconstrainedforeignid': {
      const name = phpLiteral(first)
      if (name === undefined) return undefined
      return [
        { kind: 'drop-constraint', table, of: 'foreign-key', name: defaultName(table, [name], 'foreign') },
        ...columnsGone(table, [name]),
      ]
    }
    case 'dropprimary':
      return [{ kind: 'drop-constraint', table, of: 'primary-key', ...nameIn(keyOf('primary')) }]
    case 'dropunique':
      return [{ kind: 'drop-constraint', table, of: 'unique', ...nameIn(keyOf('unique')) }]
    case 'dropforeign':
      return [{ kind: 'drop-constraint', table, of: 'foreign-key', ...nameIn(keyOf('foreign')) }]
    case 'dropindex':
    case 'dropfulltext':
    case 'dropspatialindex': {
      const name = keyOf(method.slice(4))
      return name === undefined
        ? undefined
        : [{ kind: 'drop-index', table, name, ...(isList && names && { columns: names }) }]
    }
    default:
      return undefined
  }
}

function nameIn(name: string | undefined): { name?: string } {
  return name === undefined ? {} : { name }
}
