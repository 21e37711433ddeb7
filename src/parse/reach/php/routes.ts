import type { SyntaxNode } from '../../code/index.ts'
import { entryOf } from '../paths.ts'
import { CONTAINER, RESOURCE_ACTIONS, ROUTE_METHODS } from './words.ts'

/** A call that ties a path to code. */
export interface RouteCall {
  /** What it answers to: the last constant segment of its path, its name. */
  entry: string[]
  /** Methods that it calls without naming them. */
  actions: readonly string[]
}

const CALLS = new Set(['scoped_call_expression', 'member_call_expression'])

/** `Route::get('/invoices/{id}', …)`, `$app->post(…)`, `Route::resource('photos', …)`; undefined for other calls. */
export function routeCall(call: SyntaxNode): RouteCall | undefined {
  const method = call.child('name')?.text ?? ''
  if (!CALLS.has(call.type) || !ROUTE_METHODS.has(method)) return undefined
  const list = call.child('arguments')?.namedChildren ?? []
  const path = stringIn(list[method === 'match' || method === 'map' ? 1 : 0])
  const target = list.at(-1)?.namedChildren.at(-1)?.type ?? ''
  if (path === undefined || list.length < 2) return undefined
  if (!/class_constant|array|string|anonymous_function|arrow_function|name/.test(target)) return undefined
  const root = [...call.walk()].find(({ type }) => type === 'name' || type === 'variable_name')
  const isRouter = /^(?:Route|\$?\w*(?:app|router|route|routes|group|r|api))$/i.test(root?.text ?? '')
  if (!isRouter) return undefined
  const isResource = /esource|singleton/.test(method)
  const { paths, names } = around(call)
  const entry = entryOf([path, ...paths])
  const own = isResource
    ? RESOURCE_ACTIONS.map((action) => `route:${path.replaceAll('/', '.')}.${action}`)
    : names.map((name) => `route:${name}`)
  return {
    // A path that is all variables, in a group whose path is not known.
    entry: [entry === '/' && path !== '/' ? CONTAINER : entry, ...own],
    actions: isResource ? RESOURCE_ACTIONS : [],
  }
}

/** Paths and names that calls around a route's give it: `->prefix('x')->group(…)`, `->name('y')`. */
function around(call: SyntaxNode): { paths: string[]; names: string[] } {
  const paths: string[] = []
  const names: string[] = []
  for (let node = call; node.parent; node = node.parent) {
    const { parent } = node
    if (!CALLS.has(parent.type)) continue
    const name = parent.child('name')?.text
    if (node.field === 'object' && name === 'name') {
      const text = stringIn(parent.child('arguments')?.namedChildren[0])
      if (text !== undefined) names.push(text)
    }
    if (name !== 'group') continue
    const head = parent.text.slice(0, 400)
    const prefix = /prefix(?:\(|['"]\s*=>)\s*['"]([^'"]*)/.exec(head)?.[1]
    if (prefix !== undefined) paths.push(prefix)
  }
  for (const inner of call.walk()) {
    if (inner === call || inner.type !== 'scoped_call_expression') continue
    if (inner.child('name')?.text === 'prefix') {
      const text = stringIn(inner.child('arguments')?.namedChildren[0])
      if (text !== undefined) paths.push(text)
    }
  }
  return { paths, names }
}

export function stringIn(argument: SyntaxNode | undefined): string | undefined {
  const inner = argument?.type === 'argument' ? argument.namedChildren.at(-1) : argument
  return inner?.type === 'string' || inner?.type === 'encapsed_string' ? stringText(inner) : undefined
}

/** What a string holds, its backslashes single. */
export function stringText(node: SyntaxNode): string {
  return node.text.replace(/^b?['"]|['"]$/g, '').replaceAll('\\\\', '\\')
}
