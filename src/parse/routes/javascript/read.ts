import type { SyntaxNode } from '../../code/node.ts'
import { express } from '../express/dialect.ts'
import { fastify } from '../fastify/dialect.ts'
import { FileRoutes, type RouterRef } from '../file-routes.ts'
import { hono } from '../hono/dialect.ts'
import { koa } from '../koa/dialect.ts'
import { below, EMPTY, type PathText } from '../path-text.ts'
import { between } from '../region.ts'
import { Scopes } from '../scopes.ts'
import { Constants, isText, textOf } from '../text-of.ts'
import { argumentsOf, exportsOf, importsOf, literalOf, modulesOf, property, required } from './bindings.ts'
import { callAround, hasOtherVerbs, holderOf, isHidden, namesPath } from './chains.ts'
import type { Dialect } from './dialect.ts'
import { functionName, isFunction } from './functions.ts'

const DIALECTS = [fastify, hono, koa, express]
const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'all', 'options', 'head'])
/** Parameters that are handed a router, where no type says so. */
const ROUTER_NAMES = /^(?:app|router|server|fastify|instance|application|\w*(?:Router|App))$/

/** Reads the routes of Express, Koa, Hono and Fastify: calls on applications and routers. */
export class JavaScriptRoutes {
  readonly #root: SyntaxNode
  readonly #file: FileRoutes
  readonly #scopes = new Scopes()
  readonly #constants: Constants
  readonly #imports: Map<string, RouterRef>
  readonly #dialect: Dialect | undefined
  /** The router that an expression makes. */
  readonly #made = new Map<SyntaxNode, string>()

  constructor(path: string, root: SyntaxNode) {
    this.#root = root
    this.#file = new FileRoutes(path)
    this.#constants = new Constants(root)
    this.#imports = importsOf(root)
    const modules = modulesOf(root)
    this.#dialect = DIALECTS.find(({ packages }) => modules.some((module) => packages.test(module)))
  }

  read(): FileRoutes {
    for (const node of this.#root.walk()) this.#declare(node)
    for (const node of this.#root.walk()) if (node.type === 'call_expression') this.#call(node)
    this.#export()
    this.#file.routes.sort((a, b) => a.region.startLine - b.region.startLine)
    return this.#file
  }

  #declare(node: SyntaxNode): void {
    if (node.type === 'call_expression' || node.type === 'new_expression') this.#creation(node)
    else if (isFunction(node) || node.type === 'method_definition') this.#parameters(node)
  }

  #creation(node: SyntaxNode): void {
    const callee = ((node.child('function') ?? node.child('constructor'))?.text ?? '').replace(
      /^require\(["']([^"']+)["']\)/,
      '$1',
    )
    const dialects = this.#dialect ? [this.#dialect] : DIALECTS
    const isRoot = dialects.some(({ applications }) => applications.test(callee))
    if (!isRoot && !dialects.some(({ routers }) => routers.test(callee))) return
    // Without the framework's import, a `Router` may be anything (a client's, a message bus's).
    if (!this.#dialect && callee !== 'express.Router') return
    let prefix = this.#option(argumentsOf(node)[0], 'prefix')
    let top = node
    for (let call = callAround(top); call; call = callAround(top)) {
      const step = call.child('function')?.child('property')?.text
      if (step === 'basePath' || step === 'prefix') prefix = below(prefix, this.#text(argumentsOf(call)[0]))
      top = call
    }
    const holder = holderOf(top)
    const id = this.#file.router(
      `${holder?.name ?? 'router'}@${node.start}`,
      prefix,
      isRoot ? 'application' : 'part',
    )
    this.#made.set(node, id)
    if (holder) this.#scopes.declare(holder.scope, holder.name, id)
  }

  #option(options: SyntaxNode | undefined, name: string): PathText {
    const value = property(options, name)
    return value ? this.#text(value) : EMPTY
  }

  #text(node: SyntaxNode | undefined): PathText {
    return textOf(node, this.#constants)
  }

  /** A function that is handed a router is one itself: what it adds is mounted where it is called. */
  #parameters(node: SyntaxNode): void {
    const parameters = node.child('parameters')?.namedChildren ?? [node.child('parameter')]
    for (const parameter of parameters) {
      const name = parameter?.child('pattern')?.text ?? parameter?.text ?? ''
      const type = parameter?.child('type')?.text.replace(/^:\s*/, '')
      const typed = type !== undefined && DIALECTS.some(({ types }) => types.test(type))
      if (!typed && (type !== undefined || !ROUTER_NAMES.test(name))) continue
      const id = this.#file.router(`function@${node.start}`)
      this.#made.set(node, id)
      this.#scopes.declare(node, name, id)
      const called = functionName(node)
      if (called !== undefined && !this.#file.names.has(called)) this.#file.names.set(called, { name: id })
      return
    }
  }

  #call(node: SyntaxNode): void {
    const callee = node.child('function')
    const name = callee?.type === 'member_expression' ? callee.child('property')?.text : undefined
    if (callee && name !== undefined) {
      const { router, path } = this.#target(callee.child('object'))
      if (router !== undefined) {
        if (VERBS.has(name)) this.#verb(node, callee, name, router, path)
        else if (name === 'route') this.#route(node, router)
        else if (name === 'prefix' && node.parent?.type === 'expression_statement') this.#prefix(node, router)
        if (['use', 'register', 'route'].includes(name)) this.#mount(node, name, router)
        return
      }
    }
    this.#handOver(node)
  }

  /** The router that a call is made on, and the path where `router.route('/x')` gave one. */
  #target(object: SyntaxNode | undefined): { router?: string; path?: SyntaxNode } {
    let at = object
    let path: SyntaxNode | undefined
    while (at) {
      const made = this.#made.get(at)
      if (made !== undefined && !isFunction(at)) return { router: made, ...(path && { path }) }
      if (at.type === 'call_expression') {
        const callee = at.child('function')
        const step = callee?.child('property')?.text
        const [first, second] = argumentsOf(at)
        if (step === 'route' && first && !second) path ??= first
        else if (
          !VERBS.has(step ?? '') &&
          !['use', 'route', 'basePath', 'prefix', 'openapi'].includes(step ?? '')
        ) {
          return {}
        }
        at = callee?.child('object')
      } else if (at.type === 'identifier' || at.type === 'member_expression') {
        const router = this.#scopes.find(at, at.text)
        return { ...(router !== undefined && { router }), ...(path && { path }) }
      } else return {}
    }
    return {}
  }

  #verb(
    node: SyntaxNode,
    callee: SyntaxNode,
    verb: string,
    router: string,
    routePath: SyntaxNode | undefined,
  ): void {
    const all = argumentsOf(node)
    // `app.get('setting')` reads a setting.
    if (!routePath && all.length < 2) return
    const [first, second] = all
    const named = isText(first) && literalOf(first)?.startsWith('/') === false && isText(second)
    const written = routePath ?? (named ? second : first)
    // `router.route('/x').all(authenticate).get(show)`: what stands before the others is passed through.
    if (!written || (routePath && verb === 'all' && hasOtherVerbs(node))) return
    const paths = written.type === 'array' ? written.namedChildren : [written]
    const handler = all.at(-1)
    const start = callee.child('object')?.type === 'call_expression' ? callee.child('property') : callee
    for (const path of paths) {
      this.#add(router, verb === 'all' ? 'ANY' : verb === 'del' ? 'DELETE' : verb.toUpperCase(), path, {
        region: between(start ?? node, routePath ? (callee.child('property') ?? node) : path),
        hidden: all.some((argument) => isHidden(argument)),
        handler,
      })
    }
  }

  #add(
    router: string,
    method: string,
    path: SyntaxNode,
    rest: { region: ReturnType<typeof between>; hidden: boolean; handler: SyntaxNode | undefined },
  ): void {
    const text = this.#text(path)
    if (!text.complete && text.text === '') return
    const { region, hidden } = rest
    const handler = /^(?:identifier|member_expression)$/.test(rest.handler?.type ?? '')
      ? rest.handler?.text
      : undefined
    const framework = this.#dialect?.id ?? 'express'
    const route = { framework, router, method, path: text, hidden, region }
    this.#file.routes.push({ ...route, ...(handler !== undefined && { handler }) })
  }

  /** Fastify's `route({ method, url, handler })`. */
  #route(node: SyntaxNode, router: string): void {
    const [options] = argumentsOf(node)
    const url = property(options, 'url') ?? property(options, 'path')
    const method = property(options, 'method')
    if (!options || !url || !method) return
    const methods = method.type === 'array' ? method.namedChildren : [method]
    for (const one of methods) {
      this.#add(router, literalOf(one)?.toUpperCase() ?? 'ANY', url, {
        region: between(node, url),
        hidden: isHidden(options),
        handler: property(options, 'handler'),
      })
    }
  }

  #prefix(node: SyntaxNode, name: string): void {
    const router = this.#file.routers.get(name)
    if (router) router.prefix = below(router.prefix, this.#text(argumentsOf(node)[0]))
  }

  #mount(node: SyntaxNode, name: string, parent: string): void {
    const [first, ...rest] = argumentsOf(node)
    if (!first) return
    if (name === 'register') {
      const child = this.#ref(first)
      const prefix = this.#option(rest[0], 'prefix')
      if (child) this.#file.mounts.push({ parent: { name: parent }, child, prefix, region: node.region })
      return
    }
    const isPath = isText(first) || first.type === 'array' || (rest.length > 0 && namesPath(first))
    const asRef = isPath ? undefined : this.#ref(first)
    const paths = first.type === 'array' && first.namedChildren.every(isText) ? first.namedChildren : [first]
    const prefixes = asRef ? [EMPTY] : paths.map((path) => this.#text(path))
    for (const argument of asRef ? [first, ...rest] : rest) {
      const child = this.#ref(argument)
      if (!child) continue
      for (const prefix of prefixes) {
        this.#file.mounts.push({ parent: { name: parent }, child, prefix, region: between(node, argument) })
      }
    }
  }

  /** `users(app)`: a function that is handed a router adds its routes to it. */
  #handOver(node: SyntaxNode): void {
    const callee = node.child('function')
    if (!callee || callee.type === 'import') return
    for (const argument of argumentsOf(node)) {
      if (argument.type !== 'identifier' && argument.type !== 'member_expression') continue
      const parent = this.#scopes.find(argument, argument.text)
      const child = parent === undefined ? undefined : this.#ref(callee)
      if (parent !== undefined && child) {
        this.#file.mounts.push({ parent: { name: parent }, child, prefix: EMPTY, region: node.region })
      }
    }
  }

  /** What an expression that is mounted means. */
  #ref(node: SyntaxNode | undefined): RouterRef | undefined {
    if (!node) return undefined
    const made = this.#made.get(node)
    if (made !== undefined) return { name: made }
    const module = required(node)
    if (module !== undefined) return { from: module, name: 'default' }
    if (node.type === 'identifier') {
      const local = this.#scopes.find(node, node.text)
      if (local !== undefined) return { name: local }
      const imported = this.#imports.get(node.text)
      if (imported) return imported.name === '*' ? { ...imported, name: 'default' } : imported
      return { name: node.text }
    }
    if (node.type === 'member_expression') {
      const local = this.#scopes.find(node, node.text)
      if (local !== undefined) return { name: local }
      const [object, name] = [node.child('object'), node.child('property')?.text ?? '']
      const from = required(object) ?? (object && this.#imports.get(object.text)?.from)
      return from === undefined ? this.#ref(object) : { from, name }
    }
    // `router.routes()`, `createRouter(deps)`, `new Users().router`, `(await import('x')).default`.
    if (node.type === 'call_expression') {
      const callee = node.child('function')
      const isPart = /^(?:routes|middleware|bind)$/.test(callee?.child('property')?.text ?? '')
      return this.#ref(isPart ? callee?.child('object') : callee)
    }
    if (node.type === 'new_expression') return this.#ref(node.child('constructor'))
    if (/^(?:await|as|parenthesized|non_null)_expression$/.test(node.type))
      return this.#ref(node.namedChildren[0])
    return undefined
  }

  #export(): void {
    const { names } = this.#file
    for (const node of this.#root.walk()) {
      // A function that returns a router, or a class that has one, stands for it.
      if (node.type === 'return_statement') {
        const router = this.#target(node.namedChildren[0]).router
        const maker = Scopes.of(node)
        const name = isFunction(maker) ? functionName(maker) : undefined
        if (router !== undefined && isFunction(maker) && !this.#made.has(maker)) this.#made.set(maker, router)
        if (router !== undefined && name !== undefined && !names.has(name)) names.set(name, { name: router })
      } else if (node.type === 'class_declaration') {
        const router = this.#scopes.find(node, 'this.router') ?? this.#scopes.find(node, 'this.app')
        const name = node.child('name')?.text
        if (router !== undefined && name !== undefined) names.set(name, { name: router })
      } else if (node.type === 'variable_declarator' && node.parent?.parent?.type !== 'statement_block') {
        const name = node.child('name')?.text ?? ''
        const router = this.#scopes.find(this.#root, name)
        if (router !== undefined && !names.has(name)) names.set(name, { name: router })
      }
    }
    for (const [name, ref] of this.#imports) if (!names.has(name)) names.set(name, ref)
    for (const [outside, what] of exportsOf(this.#root)) {
      if ('name' in what) {
        names.set(outside, what)
        continue
      }
      const inner = what.child('name')
      const declared = inner ? (names.get(inner.text) ?? { name: inner.text }) : undefined
      const ref = isFunction(what) || what.type === 'class_declaration' ? undefined : this.#ref(what)
      const made = this.#made.get(what)
      const found = made === undefined ? (ref ?? declared) : { name: made }
      if (found && !(found.from === undefined && found.name === outside)) names.set(outside, found)
    }
  }
}
