import type { SyntaxNode } from '../../code/node.ts'
import { argumentsOf } from '../../migrations/python.ts'
import { FileRoutes, type RouterRef } from '../file-routes.ts'
import { EMPTY, type PathText } from '../path-text.ts'
import { Constants, textOf } from '../text-of.ts'
import { importsOf } from './bindings.ts'

type Kind = 'fastapi' | 'flask' | 'drf'

/** What is called to make a router, of which kind, and the keyword that holds its prefix. */
const MAKERS: Readonly<Record<string, { of: Kind; application: boolean; prefix?: string }>> = {
  FastAPI: { of: 'fastapi', application: true },
  APIRouter: { of: 'fastapi', application: false, prefix: 'prefix' },
  Flask: { of: 'flask', application: true },
  APIFlask: { of: 'flask', application: true },
  OpenAPI: { of: 'flask', application: true },
  Blueprint: { of: 'flask', application: false, prefix: 'url_prefix' },
  APIBlueprint: { of: 'flask', application: false, prefix: 'url_prefix' },
  Api: { of: 'flask', application: false, prefix: 'prefix' },
  Namespace: { of: 'flask', application: false, prefix: 'path' },
  namespace: { of: 'flask', application: false, prefix: 'path' },
  DefaultRouter: { of: 'drf', application: false },
  SimpleRouter: { of: 'drf', application: false },
}

/** The routers of a Python file by their names. */
export class PythonRouters {
  readonly #kinds = new Map<string, Kind>()

  add(name: string, kind: Kind): void {
    this.#kinds.set(name, kind)
  }

  /** The router that an expression names, where it is one of the kind. */
  find(node: SyntaxNode, kind: Kind): string | undefined {
    return this.#kinds.get(node.text) === kind ? node.text : undefined
  }
}

export interface PythonFile {
  root: SyntaxNode
  constants: Constants
  routers: PythonRouters
  /** What an expression that is mounted means. */
  refOf: (node: SyntaxNode) => RouterRef | undefined
}

/** Finds the routers that a file makes or is handed, under the names they have. */
export function readPythonFile(path: string, root: SyntaxNode): { python: PythonFile; file: FileRoutes } {
  const file = new FileRoutes(path)
  const constants = new Constants(root)
  const routers = new PythonRouters()
  const imports = importsOf(root)
  for (const node of root.walk()) {
    if (node.type === 'assignment') made(node, file, routers, constants)
    else if (/^typed_(?:default_)?parameter$/.test(node.type)) {
      handed(node, file, routers)
    }
  }
  for (const [name, ref] of imports) if (!file.routers.has(name)) file.names.set(name, ref)
  const refOf = (node: SyntaxNode): RouterRef | undefined => {
    if (node.type === 'identifier') {
      const ref = imports.get(node.text)
      return file.routers.has(node.text) || !ref ? { name: node.text } : ref
    }
    if (node.type !== 'attribute') return undefined
    if (file.routers.has(node.text)) return { name: node.text }
    const [object, name] = [node.child('object'), node.child('attribute')?.text ?? '']
    const ref = object && imports.get(object.text)
    if (!ref) return object && imports.size > 0 ? dotted(object.text, name, imports) : undefined
    const from =
      ref.name === '*' ? ref.from : `${ref.from ?? ''}${ref.from?.endsWith('.') ? '' : '.'}${ref.name}`
    return from === undefined ? undefined : { from, name }
  }
  return { python: { root, constants, routers, refOf }, file }
}

/** `app.api.users.router` after `import app.api.users`. */
function dotted(
  object: string,
  name: string,
  imports: ReadonlyMap<string, RouterRef>,
): RouterRef | undefined {
  const head = object.split('.')[0] ?? ''
  if (imports.has(object)) return { from: object, name }
  const ref = imports.get(head)
  if (!ref?.from || !object.includes('.')) return undefined
  const start = ref.name === '*' ? ref.from : `${ref.from}.${ref.name}`
  return { from: `${start}${object.slice(head.length)}`, name }
}

function made(node: SyntaxNode, file: FileRoutes, routers: PythonRouters, constants: Constants): void {
  const [name, call] = [node.child('left')?.text, node.child('right')]
  if (name === undefined || call?.type !== 'call') return
  const callee = call.child('function')?.text.split('.').at(-1) ?? ''
  const maker = Object.hasOwn(MAKERS, callee) ? MAKERS[callee] : undefined
  if (!maker) return
  const { keywords, positional } = argumentsOf(call)
  const written = maker.prefix === undefined ? undefined : keywords.get(maker.prefix)
  let prefix: PathText = written ? textOf(written, constants) : EMPTY
  // flask-restx: a namespace stands below its name where it gives no path.
  if (/^[nN]amespace$/.test(callee) && !written) prefix = textOf(positional[0], constants)
  file.router(name, prefix, maker.application ? 'application' : 'part')
  routers.add(name, maker.of)
  const owner = callee === 'namespace' ? call.child('function')?.child('object') : undefined
  if (owner) {
    file.mounts.push({ parent: { name: owner.text }, child: { name }, prefix: EMPTY, region: call.region })
  }
  // `Api(app)`: what is added to it is added to the application or blueprint.
  const [host] = positional
  if (callee === 'Api' && host?.type === 'identifier') {
    file.mounts.push({ parent: { name: host.text }, child: { name }, prefix: EMPTY, region: call.region })
  }
}

const TYPES: Readonly<Record<string, Kind>> = {
  FastAPI: 'fastapi',
  APIRouter: 'fastapi',
  Flask: 'flask',
  Blueprint: 'flask',
}

/** A function that is handed a router by type. */
function handed(node: SyntaxNode, file: FileRoutes, routers: PythonRouters): void {
  const type = node.child('type')?.text.split('.').at(-1) ?? ''
  const name = node.namedChildren[0]?.text
  if (name === undefined || !Object.hasOwn(TYPES, type) || file.routers.has(name)) return
  file.router(name)
  routers.add(name, TYPES[type] ?? 'fastapi')
}
