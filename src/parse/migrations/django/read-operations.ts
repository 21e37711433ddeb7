import type { SyntaxNode } from '../../code/node.ts'
import { sqlOperationsOfText } from '../code-operations.ts'
import { literal } from '../code-part.ts'
import {
  type Arguments,
  argumentsOf,
  assignedIn,
  calledName,
  isFalse,
  isTrue,
  textOf,
  textsOf,
} from '../python.ts'
import { named, readField } from './fields.ts'
import type { Executed, Field, ModelMigration, ModelOperation, ModelOptions } from './model-operation.ts'
import { readPart } from './parts.ts'
import { rowsOf } from './rows.ts'

const MAX_TEXT = 1000

interface Reading {
  app: string
  path: string
  /** How deep lists of operations stand in one another. */
  depth: number
}

const MAX_DEPTH = 50

/** What a migration does, in the words of models. */
export async function readModels(migration: SyntaxNode, app: string, path: string): Promise<ModelMigration> {
  const body = migration.child('body')
  const list = body && assignedIn(body, 'operations')
  const replaced = body && assignedIn(body, 'replaces')
  const replaces = (replaced?.namedChildren ?? []).flatMap((pair) => {
    const [label, name] = pair.namedChildren.map((part) => literal(part))
    return label === undefined || name === undefined ? [] : [`${label}.${name}`]
  })
  return { app, operations: await readList(list, { app, path, depth: 0 }), replaces }
}

async function readList(list: SyntaxNode | undefined, above: Reading): Promise<ModelOperation[]> {
  if (!list || list.type === 'none') return []
  const reading = { ...above, depth: above.depth + 1 }
  if (reading.depth > MAX_DEPTH)
    return [{ kind: 'unknown', what: 'operations that stand too deep', ...placeOf(list) }]
  if (list.type === 'list' || list.type === 'tuple') {
    const found: ModelOperation[] = []
    for (const node of list.namedChildren) found.push(await readOperation(node, reading))
    return found
  }
  if (list.type === 'binary_operator') {
    const found: ModelOperation[] = []
    for (const side of list.namedChildren) found.push(...(await readList(side, reading)))
    return found
  }
  return [{ kind: 'unknown', what: 'operations that are put together', ...placeOf(list) }]
}

function placeOf(node: SyntaxNode): Pick<ModelOperation, 'region' | 'text'> {
  return { region: node.region, text: node.text.slice(0, MAX_TEXT) }
}

async function readOperation(node: SyntaxNode, reading: Reading): Promise<ModelOperation> {
  const place = placeOf(node)
  if (node.type !== 'call') return { kind: 'unknown', what: 'an operation that is put together', ...place }
  const given = argumentsOf(node)
  const name = calledName(node)
  const at = (index: number, key: string): SyntaxNode | undefined =>
    given.keywords.get(key) ?? given.positional[index]
  if (name === 'SeparateDatabaseAndState') {
    const database = await readList(at(0, 'database_operations'), reading)
    const state = await readList(at(1, 'state_operations'), reading)
    return { kind: 'separate', database, state, ...place }
  }
  if (name.endsWith('RunSQL')) {
    const [up, down] = [
      await executed(at(0, 'sql'), reading, place),
      await executed(at(1, 'reverse_sql'), reading, place),
    ]
    const state = await readList(at(2, 'state_operations'), reading)
    return { kind: 'run', up, down, state, ...place }
  }
  if (name.endsWith('RunPython')) {
    const { app, path } = reading
    const up = await rowsOf(at(0, 'code'), app, path, place)
    const down = await rowsOf(at(1, 'reverse_code'), app, path, place)
    return { kind: 'run', up, down, state: [], ...place }
  }
  const facts = modelFacts(name, given, reading.app)
  if (facts) return { ...facts, ...place }
  const extension = EXTENSIONS[name] ?? (name === 'CreateExtension' ? textOf(at(0, 'name')) : undefined)
  return { kind: 'unknown', what: `applies ${name}`, ...(extension !== undefined && { extension }), ...place }
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  BloomExtension: 'bloom',
  BtreeGinExtension: 'btree_gin',
  BtreeGistExtension: 'btree_gist',
  CITextExtension: 'citext',
  CryptoExtension: 'pgcrypto',
  HStoreExtension: 'hstore',
  TrigramExtension: 'pg_trgm',
  UnaccentExtension: 'unaccent',
}

type Facts<One> = One extends unknown ? Omit<One, 'region' | 'text'> : never

/** Undefined where it is no operation of Django, or its names are not written out. */
function modelFacts(name: string, given: Arguments, app: string): Facts<ModelOperation> | undefined {
  const at = (index: number, key: string): SyntaxNode | undefined =>
    given.keywords.get(key) ?? given.positional[index]
  const text = (index: number, key: string): string | undefined => textOf(at(index, key))
  const owner = given.keywords.get('model_name') ?? given.positional[0] ?? given.keywords.get('name')
  const modelText = textOf(owner)
  const model = modelText === undefined ? undefined : named(modelText, app)
  // Sentry's: the table or column stays until another migration deletes it.
  const isPending = /\bMOVE_TO_PENDING\b/.test(given.keywords.get('deletion_action')?.text ?? '')
  switch (name) {
    case 'AlterModelOptions':
    case 'AlterModelManagers':
    case 'AlterModelTableComment':
    // django-migration-linter's, heard where hazards are judged.
    case 'IgnoreMigration':
      return { kind: 'nothing' }
    case 'CreateModel': {
      const fields = fieldsIn(at(1, 'fields'), app)
      if (model === undefined || !fields) return undefined
      return { kind: 'create-model', model, fields, options: optionsIn(at(2, 'options')) }
    }
    case 'DeleteModel':
    case 'SafeDeleteModel':
      if (isPending) return { kind: 'nothing' }
      return model === undefined ? undefined : { kind: 'delete-model', model }
    case 'RenameModel': {
      const [from, to] = [text(0, 'old_name'), text(1, 'new_name')]
      if (from === undefined || to === undefined) return undefined
      return { kind: 'rename-model', model: named(from, app), to: named(to, app) }
    }
    case 'AlterModelTable': {
      const table = text(1, 'table')
      return model === undefined
        ? undefined
        : { kind: 'model-table', model, ...(table !== undefined && { table }) }
    }
    case 'AddField':
    case 'AlterField': {
      const field = text(1, 'name')
      const read = field === undefined ? undefined : readField(field, at(2, 'field'), app)
      if (model === undefined || !read) return undefined
      const once = isFalse(given.keywords.get('preserve_default')) ? { once: true } : {}
      return { kind: name === 'AddField' ? 'add-field' : 'alter-field', model, field: read, ...once }
    }
    case 'RemoveField':
    case 'SafeRemoveField': {
      const field = text(1, 'name')
      if (isPending) return { kind: 'nothing' }
      return model === undefined || field === undefined ? undefined : { kind: 'remove-field', model, field }
    }
    case 'RenameField': {
      const [field, to] = [text(1, 'old_name'), text(2, 'new_name')]
      return model === undefined || field === undefined || to === undefined
        ? undefined
        : { kind: 'rename-field', model, field, to }
    }
    case 'AddIndex':
    case 'AddIndexConcurrently':
    case 'AddConstraint':
    case 'AddConstraintNotValid': {
      const part = readPart(at(1, name.startsWith('AddIndex') ? 'index' : 'constraint'))
      if (model === undefined || !part) return undefined
      return {
        kind: 'add-part',
        model,
        part: { ...part, ...(name === 'AddConstraintNotValid' && { notValid: true }) },
        ...(name === 'AddIndexConcurrently' && { concurrently: true }),
      }
    }
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
    case 'RemoveConstraint': {
      const part = text(1, 'name')
      if (model === undefined || part === undefined) return undefined
      const concurrently = name === 'RemoveIndexConcurrently' ? { concurrently: true } : {}
      return { kind: 'remove-part', model, name: part, ...concurrently }
    }
    case 'RenameIndex': {
      const [to, from] = [text(1, 'new_name'), text(2, 'old_name')]
      const fields = textsOf(at(3, 'old_fields'))
      if (model === undefined || to === undefined) return undefined
      return {
        kind: 'rename-index',
        model,
        to,
        ...(from !== undefined && { from }),
        ...(fields && { fields }),
      }
    }
    case 'ValidateConstraint': {
      const part = text(1, 'name')
      return model === undefined || part === undefined ? undefined : { kind: 'validate', model, name: part }
    }
    case 'AlterUniqueTogether':
    case 'AlterIndexTogether': {
      const of = name === 'AlterUniqueTogether' ? 'unique' : 'index'
      const sets = setsIn(at(1, `${of}_together`))
      return model === undefined || !sets ? undefined : { kind: 'together', model, of, sets }
    }
    case 'AlterOrderWithRespectTo': {
      const by = text(1, 'order_with_respect_to')
      return model === undefined ? undefined : { kind: 'order', model, ordered: by !== undefined }
    }
    default:
      return undefined
  }
}

/** `[("id", models.AutoField(…)), …]`. */
function fieldsIn(list: SyntaxNode | undefined, app: string): Field[] | undefined {
  if (!list || !/^(?:list|tuple)$/.test(list.type)) return undefined
  return list.namedChildren.flatMap((pair) => {
    const [name, field] = pair.namedChildren
    const text = textOf(name)
    return text === undefined ? [] : (readField(text, field, app, pair.region) ?? [])
  })
}

function optionsIn(node: SyntaxNode | undefined): ModelOptions {
  const values = new Map<string, SyntaxNode>()
  for (const pair of node?.type === 'dictionary' ? node.namedChildren : []) {
    const [key, value] = [textOf(pair.child('key')), pair.child('value')]
    if (key !== undefined && value) values.set(key, value)
  }
  const table = textOf(values.get('db_table'))
  const parts = ['indexes', 'constraints'].flatMap((key) =>
    (values.get(key)?.namedChildren ?? []).flatMap((one) => readPart(one) ?? []),
  )
  return {
    ...(table !== undefined && { table }),
    inDatabase: !isTrue(values.get('proxy')) && !isFalse(values.get('managed')),
    uniqueTogether: setsIn(values.get('unique_together')) ?? [],
    indexTogether: setsIn(values.get('index_together')) ?? [],
    parts,
    ordered: values.has('order_with_respect_to'),
  }
}

/** `{("a", "b")}`, `[["a", "b"]]`, `("a", "b")`, `set()`. */
function setsIn(node: SyntaxNode | undefined): string[][] | undefined {
  if (!node || node.type === 'none') return node ? [] : undefined
  const list = node.type === 'call' && calledName(node) === 'set' ? argumentsOf(node).positional[0] : node
  if (!list) return []
  if (!/^(?:set|list|tuple)$/.test(list.type)) return list.text === '{}' ? [] : undefined
  const flat = textsOf(list)
  if (flat) return flat.length === 0 ? [] : [flat]
  const sets = list.namedChildren.map((one) => textsOf(one))
  return sets.includes(undefined) ? undefined : (sets as string[][])
}

/** SQL as `RunSQL` takes it: a text, or a list of texts, each alone or with its parameters. */
async function executed(
  node: SyntaxNode | undefined,
  { path }: Reading,
  place: Pick<ModelOperation, 'region' | 'text'>,
): Promise<Executed[]> {
  if (!node || node.type === 'none' || /(?:^|\.)noop$/.test(node.text)) return []
  const items = /^(?:list|tuple)$/.test(node.type) ? node.namedChildren : [node]
  const found: Executed[] = []
  for (const item of items) {
    const first = /^(?:list|tuple)$/.test(item.type) ? item.namedChildren[0] : item
    const sql = textOf(first)
    if (sql === undefined || !first) {
      found.push({ operation: { kind: 'other', what: 'runs SQL', path, ...place } })
      continue
    }
    const line = literal(first) === undefined ? place.region.startLine : first.region.startLine
    // Parameters stand where values do.
    const text = first === item ? sql : sql.replaceAll('%s', '$$1')
    const operations = await sqlOperationsOfText(text, path, line, place.text)
    found.push(...operations.map((operation) => ({ operation })))
  }
  return found
}
