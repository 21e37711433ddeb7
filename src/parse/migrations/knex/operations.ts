import type { SyntaxNode } from '../../code/node.ts'
import { chainOf, chainsOn, type Link, placed } from '../javascript/chain.ts'
import type { Call, Placed } from '../javascript/operations.ts'
import { constantText, constantTexts, isFalse, isTrue, optionsOf } from '../javascript/values.ts'
import type { ConstraintFacts, OperationFacts } from '../operation.ts'
import { knexColumn, timestamps } from './columns.ts'

/** What a chain on `knex.schema`, or on the rows of a table, does; undefined where its arguments are not constant. */
export function knexCommand({ node }: Call): readonly Placed[] | undefined {
  const { root, links } = chainOf(node)
  return root.endsWith('.schema') ? schema(links) : rows(links)
}

/** https://knexjs.org/guide/schema-builder.html */
function schema(links: readonly Link[]): readonly Placed[] | undefined {
  const found: Placed[] = []
  let within = ''
  for (const link of links) {
    const { name, args } = link
    const [first, second] = args
    const text = constantText(first)
    if (name === 'withSchema') {
      within = text === undefined ? '' : `${text}.`
      continue
    }
    const table = text === undefined ? undefined : `${within}${text}`
    const own = table === undefined ? undefined : ofSchema(name, table, second)
    if (own) found.push(...own.map((facts) => placed(facts, link)))
    else if (table !== undefined && /^(?:table|alterTable)$/.test(name)) {
      const changes = alterations(table, second)
      if (!changes) return undefined
      found.push(...changes)
    } else if (table !== undefined && name.startsWith('createTable')) found.push(...creation(table, link))
    else return undefined
  }
  return found
}

function ofSchema(name: string, named: string, second: SyntaxNode | undefined): OperationFacts[] | undefined {
  switch (name) {
    case 'dropTable':
      return [{ kind: 'drop-table', table: named }]
    case 'dropTableIfExists':
      return [{ kind: 'drop-table', table: named, ifExists: true }]
    case 'renameTable': {
      const to = constantText(second)
      return to === undefined ? undefined : [{ kind: 'rename-table', table: named, to }]
    }
    case 'createView':
    case 'createViewOrReplace':
      return [{ kind: 'create-view', view: named, ...(name !== 'createView' && { replace: true }) }]
    case 'createMaterializedView':
      return [{ kind: 'create-view', view: named, materialized: true }]
    case 'dropView':
    case 'dropViewIfExists':
      return [{ kind: 'drop-view', view: named }]
    case 'dropMaterializedView':
      return [{ kind: 'drop-view', view: named, materialized: true }]
    case 'refreshMaterializedView':
      return [{ kind: 'refresh-view', view: named, ...(isTrue(second) && { concurrently: true }) }]
    case 'createSchema':
    case 'createSchemaIfNotExists':
      return [{ kind: 'create-schema', name: named }]
    case 'dropSchema':
    case 'dropSchemaIfExists':
      return [{ kind: 'drop-schema', name: named, ...(isTrue(second) && { cascade: true }) }]
    default:
      return undefined
  }
}

function creation(table: string, link: Link): Placed[] {
  const chains = chainsOn(link.args[1])
  const columns = chains.flatMap(({ links }) =>
    links[0]?.name === 'timestamps' ? timestamps(links[0]) : (knexColumn(links) ?? []),
  )
  const constraints = chains.flatMap(({ links }) => constraintOf(table, links) ?? [])
  const facts: OperationFacts = {
    kind: 'create-table',
    table,
    columns,
    constraints,
    ...(link.name === 'createTableIfNotExists' && { ifNotExists: true }),
    ...((link.name === 'createTableLike' || chains.length === 0) && { partial: true }),
  }
  const indexes = chains.flatMap(({ links }) => indexOf(table, links) ?? [])
  return [placed(facts, link), ...indexes.map((index) => placed(index, link))]
}

/** What the callback of `alterTable` tells the builder; undefined where one call of it is not understood. */
function alterations(table: string, callback: SyntaxNode | undefined): Placed[] | undefined {
  const found: Placed[] = []
  for (const { links } of chainsOn(callback)) {
    const [head] = links
    const facts = head && alteration(table, links)
    if (!facts) return undefined
    const own = { ...head, node: links.at(-1)?.node ?? head.node }
    found.push(...facts.map((one) => placed(one, own)))
  }
  return found
}

function alteration(table: string, links: readonly Link[]): OperationFacts[] | undefined {
  const [head] = links
  if (!head) return undefined
  const [first, second] = head.args
  const text = constantText(first)
  switch (head.name) {
    case 'timestamps':
      return timestamps(head).map((column) => ({ kind: 'add-column', table, column }))
    case 'dropTimestamps': {
      const isCamel = isTrue(first) || isTrue(optionsOf(first)?.get('useCamelCase'))
      return (isCamel ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']).map((column) => ({
        kind: 'drop-column',
        table,
        column,
      }))
    }
    case 'dropColumn':
    case 'dropColumns': {
      const columns = head.args.flatMap((one) => constantTexts(one) ?? [undefined])
      if (columns.length === 0 || columns.includes(undefined)) return undefined
      return columns.map((column) => ({ kind: 'drop-column', table, column: column ?? '' }))
    }
    case 'renameColumn': {
      const to = constantText(second)
      if (text === undefined || to === undefined) return undefined
      return [{ kind: 'rename-column', table, column: text, to }]
    }
    case 'setNullable':
      return text === undefined ? undefined : [{ kind: 'drop-not-null', table, column: text }]
    case 'dropNullable':
      return text === undefined ? undefined : [{ kind: 'set-not-null', table, column: text }]
    case 'dropForeign':
    case 'dropUnique':
    case 'dropPrimary':
    case 'dropIndex':
    case 'dropChecks':
      return dropped(table, head)
    default: {
      const constraint = constraintOf(table, links)
      if (constraint) return [{ kind: 'add-constraint', table, constraint }]
      const index = indexOf(table, links)
      return index ?? ofColumn(table, links)
    }
  }
}

function ofColumn(table: string, links: readonly Link[]): OperationFacts[] | undefined {
  const column = knexColumn(links)
  if (!column) return undefined
  const alters = links.find(({ name }) => name === 'alter')
  if (!alters) {
    const isIndexed = links.some(({ name }) => name === 'index')
    const index: OperationFacts[] = isIndexed
      ? [{ kind: 'create-index', index: { table, columns: [column.name] } }]
      : []
    return [{ kind: 'add-column', table, column }, ...index]
  }
  // `alter()` sets type, default and NULL anew, each unless it is told not to.
  const options = optionsOf(alters.args[0])
  const isNullable = !column.notNull && !isFalse(options?.get('alterNullable'))
  const nullable: OperationFacts[] = isNullable ? [{ kind: 'drop-not-null', table, column: column.name }] : []
  if (isFalse(options?.get('alterType')))
    return column.notNull ? [{ kind: 'set-not-null', table, column: column.name }] : nullable
  return [{ kind: 'change-type', table, column: column.name, to: column }, ...nullable]
}

function dropped(table: string, { name, args: [first, second] }: Link): OperationFacts[] | undefined {
  if (name === 'dropPrimary') {
    const own = constantText(first)
    return [{ kind: 'drop-constraint', table, of: 'primary-key', ...(own !== undefined && { name: own }) }]
  }
  const columns = constantTexts(first)
  const own = constantText(second)
  if (!columns && own === undefined) return undefined
  const given = (suffix: string): string => own ?? defaultName(table, columns ?? [], suffix)
  switch (name) {
    case 'dropForeign':
      return [{ kind: 'drop-constraint', table, of: 'foreign-key', name: given('foreign') }]
    case 'dropUnique':
      return [{ kind: 'drop-constraint', table, of: 'unique', name: given('unique') }]
    case 'dropIndex':
      return [{ kind: 'drop-index', table, name: given('index'), ...(columns && { columns }) }]
    default:
      return [{ kind: 'drop-constraint', table, of: 'check', name: columns?.[0] ?? '' }]
  }
}

/** `foreign('a').references('id').inTable('b')`, `unique(['a'])`, `primary(['a'])`, `check('…')`. */
function constraintOf(table: string, links: readonly Link[]): ConstraintFacts | undefined {
  const [head] = links
  if (!head) return undefined
  const [first, second] = head.args
  const columns = constantTexts(first)
  const options = optionsOf(second)
  const own =
    constantText(second) ?? constantText(options?.get('indexName') ?? options?.get('constraintName'))
  switch (head.name) {
    case 'unique':
      return columns && { kind: 'unique', name: own ?? defaultName(table, columns, 'unique'), columns }
    case 'primary':
      return columns && { kind: 'primary-key', ...(own !== undefined && { name: own }), columns }
    case 'check':
      return { kind: 'check', columns: [], expression: constantText(first) ?? first?.text ?? '' }
    case 'foreign': {
      const keys = constantTexts(links.find(({ name }) => name === 'references')?.args[0])
      const to = constantText(links.find(({ name }) => /^(?:inTable|on)$/.test(name))?.args[0])
      const [written = ''] = keys ?? []
      const dot = written.lastIndexOf('.')
      const target = to ?? (dot > 0 ? written.slice(0, dot) : undefined)
      if (!columns || target === undefined) return undefined
      return {
        kind: 'foreign-key',
        name: own ?? defaultName(table, columns, 'foreign'),
        columns,
        references: {
          table: target,
          columns: (keys ?? []).map((key) => key.slice(key.lastIndexOf('.') + 1)),
        },
      }
    }
    default:
      return undefined
  }
}

function indexOf(table: string, links: readonly Link[]): OperationFacts[] | undefined {
  const [head] = links
  if (head?.name !== 'index') return undefined
  const [first, second, third] = head.args
  const columns = constantTexts(first)
  const options = optionsOf(third)
  const method = constantText(third) ?? constantText(options?.get('indexType'))
  const where = options?.get('predicate')?.text
  if (!columns) return undefined
  return [
    {
      kind: 'create-index',
      index: {
        name: constantText(second) ?? defaultName(table, columns, 'index'),
        table,
        columns,
        ...(method !== undefined && { method }),
        ...(where !== undefined && { where }),
      },
    },
  ]
}

/** `_indexCommand` of Knex's table compiler. */
function defaultName(table: string, columns: readonly string[], suffix: string): string {
  return [table.replaceAll('.', '_'), ...columns, suffix].join('_').toLowerCase().replaceAll('-', '_')
}

/** Rows: `knex('users').where(…).update(…)`, `trx.insert(…).into('users')`, `knex.batchInsert('users', …)`. */
function rows(links: readonly Link[]): readonly Placed[] | undefined {
  const [head] = links
  if (!head) return undefined
  const by = (pattern: RegExp): Link | undefined => links.find(({ name }) => pattern.test(name))
  const write = by(/^(?:insert|batchInsert|update|increment|decrement|del|delete|truncate)$/)
  if (!write) return undefined
  const isFirst = head.name === '' || head.name === 'batchInsert'
  const table = constantText(isFirst ? head.args[0] : by(/^(?:into|from|table)$/)?.args[0])
  if (table === undefined) return undefined
  const where = by(/^(?:and|or)?where/i) !== undefined
  switch (write.name) {
    case 'insert':
    case 'batchInsert':
      return [placed({ kind: 'write', verb: 'insert', table }, write)]
    case 'truncate':
      return [placed({ kind: 'write', verb: 'truncate', table }, write)]
    case 'del':
    case 'delete':
      return [placed({ kind: 'write', verb: 'delete', table, where }, write)]
    default:
      return [placed({ kind: 'write', verb: 'update', table, where }, write)]
  }
}
