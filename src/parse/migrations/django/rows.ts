import type { SyntaxNode } from '../../code/node.ts'
import { sqlOperationsOfText } from '../code-operations.ts'
import { literal } from '../code-part.ts'
import { argumentsOf, assignedWithin, calledName, textOf } from '../python.ts'
import { named } from './fields.ts'
import type { Executed, ModelName } from './model-operation.ts'

const MAX_TEXT = 1000
/** Variables that a query leads over before it is given up. */
const MAX_LEADS = 4

const VERBS: Readonly<Record<string, 'insert' | 'update' | 'delete'>> = {
  update: 'update',
  bulk_update: 'update',
  save: 'update',
  delete: 'delete',
  _raw_delete: 'delete',
  bulk_create: 'insert',
  create: 'insert',
  get_or_create: 'insert',
  update_or_create: 'insert',
}

/** What the function that `RunPython` is given does to rows, as far as its queries are written out. */
export async function rowsOf(
  given: SyntaxNode | undefined,
  app: string,
  path: string,
  about: Pick<Extract<Executed, { operation: unknown }>['operation'], 'region' | 'text'>,
): Promise<Executed[]> {
  if (!given || /(?:^|\.)noop$/.test(given.text) || given.type === 'none') return []
  const name = given.text.slice(0, 60)
  const root = given.ancestor('module')
  const method = root && functionNamed(root, given.text)
  const inside = method ? await insideOf(method, app, path) : []
  return [{ operation: { kind: 'code', what: `runs ${name}`, path, ...about } }, ...inside]
}

/** How often a function has been looked into. */
const looks = new WeakMap<SyntaxNode, number>()
/** It may serve both ways; who gives one to a thousand operations hears of it no more often. */
const MAX_LOOKS = 4

async function insideOf(method: SyntaxNode, app: string, path: string): Promise<readonly Executed[]> {
  const before = looks.get(method) ?? 0
  if (before >= MAX_LOOKS) return []
  looks.set(method, before + 1)
  const found: Executed[] = []
  for (const node of method.child('body')?.walk() ?? []) {
    if (node.type !== 'call') continue
    const place = { region: node.region, text: node.text.slice(0, MAX_TEXT) }
    const called = calledName(node)
    if (called === 'execute') {
      const first = argumentsOf(node).positional[0]
      const sql = first && literal(first)
      if (sql === undefined || !first) continue
      const run = await sqlOperationsOfText(sql, path, first.region.startLine, place.text)
      // A look at the rows changes none.
      found.push(...run.filter(({ kind }) => kind !== 'other').map((operation) => ({ operation })))
      continue
    }
    const verb = Object.hasOwn(VERBS, called) ? VERBS[called] : undefined
    const receiver = node.child('function')?.child('object')
    if (!verb || !receiver) continue
    const query = queryOf(receiver, app)
    if (!query || (called === 'save' && !query.looped)) continue
    const where = query.narrowed || query.looped || called === 'bulk_update'
    found.push({ ...place, verb, model: query.model, where })
  }
  return found
}

function functionNamed(root: SyntaxNode, name: string): SyntaxNode | undefined {
  return root.namedChildren
    .map((node) => (node.type === 'decorated_definition' ? (node.child('definition') ?? node) : node))
    .find((node) => node.type === 'function_definition' && node.child('name')?.text === name)
}

interface Query {
  model: ModelName
  narrowed: boolean
  /** Row by row. */
  looped: boolean
}

/** Managers, and methods that make a query of a query: what else stands behind a variable leads to other models. */
const MANAGER = /objects$|manager$/i
const QUERY =
  /^(?:all|annotate|as_manager|defer|distinct|exclude|filter|first|get|get_queryset|iterator|last|none|only|order_by|prefetch_related|reverse|select_for_update|select_related|using|values|values_list)$/

/** The model whose rows an expression stands for. */
function queryOf(expression: SyntaxNode, app: string): Query | undefined {
  let node: SyntaxNode = expression
  let [narrowed, looped] = [false, false]
  for (let leads = 0; leads <= MAX_LEADS; leads++) {
    narrowed ||= /\.(?:filter|exclude|get|first|last)\s*\(/.test(node.text)
    const { root, names } = rootOf(node)
    if (root.type === 'call') {
      const model = names.every((name) => MANAGER.test(name) || QUERY.test(name))
        ? modelOf(root, app)
        : undefined
      return model === undefined ? undefined : { model, narrowed, looped }
    }
    const source = root.type === 'identifier' ? sourceOf(root) : undefined
    if (!source) return undefined
    const isModel = source.value.type === 'call' && calledName(source.value) === 'get_model'
    if (!names.every((name) => QUERY.test(name) || (isModel && MANAGER.test(name)))) return undefined
    looped ||= source.looped
    node = source.value
  }
  return undefined
}

/** What a chain of calls begins with (a variable, or `apps.get_model(…)`), and the names along it. */
function rootOf(node: SyntaxNode): { root: SyntaxNode; names: string[] } {
  const names: string[] = []
  let root = node
  for (;;) {
    if (root.type === 'call' && calledName(root) === 'get_model') return { root, names }
    const next: SyntaxNode | undefined =
      root.type === 'call'
        ? root.child('function')
        : root.type === 'attribute'
          ? root.child('object')
          : root.type === 'subscript'
            ? root.child('value')
            : undefined
    if (!next) return { root: root.type === 'call' ? node : root, names }
    if (root.type === 'attribute') names.push(root.child('attribute')?.text ?? '')
    root = next
  }
}

function modelOf(call: SyntaxNode, app: string): ModelName | undefined {
  const { positional, keywords } = argumentsOf(call)
  const first = textOf(positional[0] ?? keywords.get('app_label'))
  const second = textOf(positional[1] ?? keywords.get('model_name'))
  if (first === undefined) return undefined
  return second === undefined ? named(first, app) : `${first}.${second}`.toLowerCase()
}

/** What a variable of a function stands for: its assignment, or what a loop runs over. */
function sourceOf(name: SyntaxNode): { value: SyntaxNode; looped: boolean } | undefined {
  for (let loop = name.ancestor('for_statement'); loop; loop = loop.ancestor('for_statement')) {
    const [left, right] = [loop.child('left'), loop.child('right')]
    if (left && right && [...left.walk()].some(({ text }) => text === name.text))
      return { value: right, looped: true }
  }
  const body = name.ancestor('function_definition')?.child('body')
  const right = body && assignedWithin(body).get(name.text)
  return right && right !== name ? { value: right, looped: false } : undefined
}
