import type { SyntaxNode } from '../../code/node.ts'
import type { Call, Placed } from '../javascript/operations.ts'
import {
  constantText,
  constantTexts,
  defaultOf,
  isFalse,
  isTrue,
  type Options,
  optionsOf,
} from '../javascript/values.ts'
import type { ColumnFacts, ConstraintFacts, OperationFacts } from '../operation.ts'
import { writtenType } from '../written-type.ts'

/** What a method of node-pg-migrate's `pgm` does (version 8, `src/operations`); undefined where its arguments are not constant. */
export function pgmCommand({ name, owner, args, node }: Call): readonly Placed[] | undefined {
  if (!/^pgm\b/.test(owner)) return undefined
  return factsOf(name, args)?.map((facts) => ({ facts, node }))
}

function factsOf(name: string, args: readonly SyntaxNode[]): readonly OperationFacts[] | undefined {
  const named = nameOf(args[0])
  if (named === undefined) return undefined
  const [, second, third] = args
  const text = constantText(second)
  switch (name) {
    case 'createTable':
      return createTable(named, second, optionsOf(third))
    case 'dropTable':
      return [{ kind: 'drop-table', table: named, ...endings(second) }]
    case 'renameTable': {
      const to = nameOf(second)
      return to === undefined ? undefined : [{ kind: 'rename-table', table: named, to }]
    }
    case 'addColumn':
    case 'addColumns': {
      const columns = optionsOf(second)
      const guards = isTrue(optionsOf(third)?.get('ifNotExists')) ? { ifNotExists: true } : {}
      return columns && [...columns].map(([column, node]) => addColumn(named, columnOf(column, node), guards))
    }
    case 'dropColumn':
    case 'dropColumns': {
      const columns = constantTexts(second) ?? [...(optionsOf(second)?.keys() ?? [])]
      if (columns.length === 0) return undefined
      return columns.map((column) => ({ kind: 'drop-column', table: named, column, ...endings(third) }))
    }
    case 'renameColumn': {
      const to = constantText(third)
      if (text === undefined || to === undefined) return undefined
      return [{ kind: 'rename-column', table: named, column: text, to }]
    }
    case 'alterColumn':
      return text === undefined ? undefined : alterColumn(named, text, optionsOf(third))
    case 'addConstraint':
    case 'createConstraint': {
      const found = constraintsOf(optionsOf(third), text)
      if (found.length === 0) return undefined
      return found.map((constraint) => ({ kind: 'add-constraint', table: named, constraint }))
    }
    case 'dropConstraint':
      return text === undefined
        ? undefined
        : [{ kind: 'drop-constraint', table: named, name: text, ...endings(third) }]
    case 'renameConstraint': {
      const to = constantText(third)
      if (text === undefined || to === undefined) return undefined
      return [{ kind: 'rename-constraint', table: named, name: text, to }]
    }
    case 'addIndex':
    case 'createIndex':
      return createIndex(named, second, optionsOf(third))
    case 'dropIndex':
      return dropIndex(named, second, optionsOf(third))
    case 'createType': {
      const values = second?.type === 'array' ? constantTexts(second) : undefined
      return [{ kind: 'create-type', type: named, ...(values && { values }) }]
    }
    case 'dropType':
      return [{ kind: 'drop-type', type: named, ...cascades(second) }]
    case 'addTypeValue':
      return text === undefined ? undefined : [addTypeValue(named, text, third)]
    case 'renameTypeValue': {
      const to = constantText(third)
      if (text === undefined || to === undefined) return undefined
      return [{ kind: 'rename-enum-value', type: named, value: text, to }]
    }
    case 'createView':
      return [{ kind: 'create-view', view: named }]
    case 'dropView':
      return [{ kind: 'drop-view', view: named, ...cascades(second) }]
    case 'createMaterializedView':
      return [{ kind: 'create-view', view: named, materialized: true }]
    case 'dropMaterializedView':
      return [{ kind: 'drop-view', view: named, materialized: true, ...cascades(second) }]
    case 'refreshMaterializedView':
      return [{ kind: 'refresh-view', view: named, ...concurrent(optionsOf(second)) }]
    case 'createFunction':
      return [{ kind: 'create-routine', name: named, ...replaces(third) }]
    case 'dropFunction':
      return [{ kind: 'drop-routine', name: named, ...cascades(third) }]
    case 'createTrigger':
      return text === undefined ? undefined : [{ kind: 'create-trigger', name: text, table: named }]
    case 'dropTrigger':
      return text === undefined ? undefined : [{ kind: 'drop-trigger', name: text, table: named }]
    case 'addExtension':
    case 'createExtension':
      return [{ kind: 'create-extension', name: named }]
    case 'createSchema':
      return [{ kind: 'create-schema', name: named }]
    case 'dropSchema':
      return [{ kind: 'drop-schema', name: named, ...cascades(second) }]
    case 'renameSchema': {
      const to = nameOf(second)
      return to === undefined ? undefined : [{ kind: 'rename-schema', name: named, to }]
    }
    case 'createSequence':
      return [{ kind: 'create-sequence', name: named }]
    default:
      return undefined
  }
}

/** `'users'`, or `{ schema: 'app', name: 'users' }`. */
function nameOf(node: SyntaxNode | undefined): string | undefined {
  const plain = constantText(node)
  if (plain !== undefined) return plain
  const options = optionsOf(node)
  const [name, schema] = [constantText(options?.get('name')), constantText(options?.get('schema'))]
  if (name === undefined || (options?.has('schema') && schema === undefined)) return undefined
  return schema === undefined ? name : `${schema}.${name}`
}

function createTable(
  table: string,
  node: SyntaxNode | undefined,
  options: Options | undefined,
): OperationFacts[] {
  const written = optionsOf(node)
  const columns = [...(written ?? [])].map(([name, value]) => columnOf(name, value))
  const constraints = constraintsOf(optionsOf(options?.get('constraints')))
  return [
    {
      kind: 'create-table',
      table,
      columns,
      constraints,
      ...(isTrue(options?.get('ifNotExists')) && { ifNotExists: true }),
      ...(isTrue(options?.get('temporary')) && { temporary: true }),
      ...((!written || options?.has('like') || options?.has('inherits')) && { partial: true }),
    },
  ]
}

function addColumn(table: string, column: ColumnFacts, guards: { ifNotExists?: boolean }): OperationFacts {
  return { kind: 'add-column', table, column, ...guards }
}

/** Its own words for types (`src/utils/types.ts`). */
const TYPES: Readonly<Record<string, string>> = {
  int: 'integer',
  string: 'text',
  float: 'real',
  double: 'double precision',
  datetime: 'timestamp',
  bool: 'boolean',
}

function columnOf(name: string, node: SyntaxNode): ColumnFacts {
  const options = optionsOf(node)
  const written = constantText(options ? options.get('type') : node)
  const place = { region: node.region }
  // A shorthand of the tool: `id: 'id'`.
  if (written === 'id' && !options)
    return { name, type: 'int4', typeText: 'int4', identity: true, primaryKey: true, notNull: true, ...place }
  const type = writtenType(written && Object.hasOwn(TYPES, written) ? TYPES[written] : written)
  if (!options) return { name, ...type, ...(/serial/.test(written ?? '') && { identity: true }), ...place }
  const fallback = defaultOf(options.get('default'))
  const references = referenceOf(options)
  const check = constantText(options.get('check'))
  const isIdentity = /serial/.test(written ?? '') || options.has('sequenceGenerated')
  return {
    name,
    ...type,
    ...(isTrue(options.get('notNull')) && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(isIdentity && { identity: true }),
    ...(options.has('expressionGenerated') && { generated: 'stored' as const }),
    ...(isTrue(options.get('primaryKey')) && { primaryKey: true, notNull: true }),
    ...(isTrue(options.get('unique')) && { unique: true }),
    ...(check !== undefined && { check }),
    ...(references && { references }),
    ...place,
  }
}

/** `references: 'users'`, `'users(id)'`, `'"users"'`, or a name with its schema. */
function referenceOf(options: Options): ColumnFacts['references'] {
  const written = nameOf(options.get('references'))
  const match = /^"?([\w.]+)"?\s*(?:\(\s*"?(\w+)"?\s*\))?/.exec(written?.replaceAll('"', '') ?? '')
  if (!match?.[1]) return undefined
  return { table: match[1], columns: match[2] === undefined ? [] : [match[2]] }
}

/** What an `ALTER COLUMN` of the tool does, in its own order: default, type, NULL. */
function alterColumn(
  table: string,
  column: string,
  options: Options | undefined,
): OperationFacts[] | undefined {
  if (!options) return undefined
  const found: OperationFacts[] = []
  const given = options.get('default')
  const fallback = defaultOf(given)
  if (given?.type === 'null') found.push({ kind: 'drop-default', table, column })
  else if (fallback) found.push({ kind: 'set-default', table, column, default: fallback })
  if (options.has('type')) {
    const using = constantText(options.get('using'))
    const to = columnOf(column, options.get('type') as SyntaxNode)
    found.push({ kind: 'change-type', table, column, to, ...(using !== undefined && { using }) })
  }
  const [notNull, allowNull] = [options.get('notNull'), options.get('allowNull')]
  if (isTrue(notNull) || isFalse(allowNull)) found.push({ kind: 'set-not-null', table, column })
  else if (isTrue(allowNull) || isFalse(notNull)) found.push({ kind: 'drop-not-null', table, column })
  return found.length > 0 ? found : undefined
}

function constraintsOf(options: Options | undefined, name?: string): ConstraintFacts[] {
  const named = name === undefined ? {} : { name }
  const found: ConstraintFacts[] = []
  const key = constantTexts(options?.get('primaryKey'))
  if (key) found.push({ kind: 'primary-key', ...named, columns: key })
  for (const columns of groupsOf(options?.get('unique'))) found.push({ kind: 'unique', ...named, columns })
  const check = options?.get('check')
  if (check)
    found.push({ kind: 'check', ...named, columns: [], expression: constantText(check) ?? check.text })
  if (options?.has('exclude')) found.push({ kind: 'exclude', ...named, columns: [] })
  const keys = options?.get('foreignKeys')
  for (const each of keys?.type === 'array' ? keys.namedChildren : keys ? [keys] : []) {
    const foreign = optionsOf(each)
    const columns = constantTexts(foreign?.get('columns'))
    const references = foreign && referenceOf(foreign)
    if (columns && references) found.push({ kind: 'foreign-key', ...named, columns, references })
  }
  return found
}

/** `'a'`, `['a', 'b']`, or several such lists. */
function groupsOf(node: SyntaxNode | undefined): string[][] {
  if (!node) return []
  const lists = node.type === 'array' && node.namedChildren[0]?.type === 'array' ? node.namedChildren : [node]
  return lists.flatMap((list) => {
    const columns = constantTexts(list)
    return columns ? [columns] : []
  })
}

/** Columns are names, or objects with a name and how they are sorted. */
function indexedColumns(node: SyntaxNode | undefined): string[] | undefined {
  const each = node?.type === 'array' ? node.namedChildren : node ? [node] : []
  const names = each.map((one) => nameOf(one))
  return names.length === 0 || names.includes(undefined) ? undefined : (names as string[])
}

function createIndex(
  table: string,
  second: SyntaxNode | undefined,
  options: Options | undefined,
): OperationFacts[] | undefined {
  const columns = indexedColumns(second)
  if (!columns) return undefined
  const [name, method, where] = ['name', 'method', 'where'].map((key) => constantText(options?.get(key)))
  const isUnique = isTrue(options?.get('unique'))
  return [
    {
      kind: 'create-index',
      index: {
        name: name ?? defaultName(table, columns, isUnique),
        table,
        columns,
        ...(isUnique && { unique: true }),
        ...concurrent(options),
        ...(method !== undefined && { method }),
        ...(where !== undefined && { where }),
      },
      ...(isTrue(options?.get('ifNotExists')) && { ifNotExists: true }),
    },
  ]
}

function dropIndex(
  table: string,
  second: SyntaxNode | undefined,
  options: Options | undefined,
): OperationFacts[] | undefined {
  const columns = indexedColumns(second)
  const name =
    constantText(options?.get('name')) ??
    (columns && defaultName(table, columns, isTrue(options?.get('unique'))))
  if (name === undefined) return undefined
  return [
    {
      kind: 'drop-index',
      name,
      table,
      ...(columns && { columns }),
      ...concurrent(options),
      ...(isTrue(options?.get('ifExists')) && { ifExists: true }),
    },
  ]
}

/** `generateIndexName` of the tool. */
function defaultName(table: string, columns: readonly string[], isUnique: boolean): string {
  const own = table.slice(table.lastIndexOf('.') + 1)
  return `${own}_${columns.join('_')}${isUnique ? '_unique' : ''}_index`
}

function addTypeValue(type: string, value: string, third: SyntaxNode | undefined): OperationFacts {
  const guards = isTrue(optionsOf(third)?.get('ifNotExists')) && { ifNotExists: true }
  return { kind: 'add-enum-value', type, value, ...guards }
}

function concurrent(options: Options | undefined): { concurrently?: true } {
  return isTrue(options?.get('concurrently')) ? { concurrently: true } : {}
}

function cascades(node: SyntaxNode | undefined): { cascade?: true } {
  return isTrue(optionsOf(node)?.get('cascade')) ? { cascade: true } : {}
}

function endings(node: SyntaxNode | undefined): { ifExists?: true; cascade?: true } {
  const isGuarded = isTrue(optionsOf(node)?.get('ifExists'))
  return { ...(isGuarded && { ifExists: true as const }), ...cascades(node) }
}

function replaces(node: SyntaxNode | undefined): { replace?: true } {
  return isTrue(optionsOf(node)?.get('replace')) ? { replace: true } : {}
}
