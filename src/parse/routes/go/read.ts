import type { SyntaxNode } from '../../code/node.ts'
import { chi } from '../chi/dialect.ts'
import { echo } from '../echo/dialect.ts'
import { fiber } from '../fiber/dialect.ts'
import { FileRoutes, type RouterRef } from '../file-routes.ts'
import { gin } from '../gin/dialect.ts'
import { gorilla } from '../gorilla/dialect.ts'
import { netHttp } from '../net-http/dialect.ts'
import { EMPTY, known, type PathText } from '../path-text.ts'
import { between } from '../region.ts'
import type { FrameworkId } from '../route.ts'
import { Scopes } from '../scopes.ts'
import { Constants, isText, textOf } from '../text-of.ts'
import type { Dialect } from './dialect.ts'

const DIALECTS = [gin, echo, fiber, chi, gorilla, netHttp]
const VERB = /^(?:GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD|Get|Post|Put|Patch|Delete|Options|Head|Any|Match)$/
/** What takes the method as an argument before the path. */
const WITH_METHOD = /^(?:Handle|Add|Method|MethodFunc|Match)$/
/** Steps of a chain that lead to the same router. */
const SAME = /^(?:With|Use|Name|Host|Schemes|Headers|StrictSlash|UseEncodedPath|NewRoute)$/
const NO_ROUTER = /client|request|resty|http$|\breq\b/i

/** Reads the routes of the Go routers that share one way of writing: calls on routers and groups. */
export class GoRoutes {
  readonly #root: SyntaxNode
  readonly #file: FileRoutes
  readonly #scopes = new Scopes()
  readonly #constants: Constants
  /** Local package names to the framework they stand for. */
  readonly #packages = new Map<string, Dialect>()
  /** Local package names to their import paths. */
  readonly #imports = new Map<string, string>()
  readonly #made = new Map<SyntaxNode, string>()
  #framework: FrameworkId = 'net/http'

  constructor(path: string, root: SyntaxNode) {
    this.#root = root
    this.#file = new FileRoutes(path)
    this.#constants = new Constants(root)
    for (const node of root.walk()) if (node.type === 'import_spec') this.#import(node)
    this.#framework = [...this.#packages.values()].find(({ id }) => id !== 'net/http')?.id ?? 'net/http'
  }

  read(): FileRoutes {
    if (this.#packages.size === 0) return this.#file
    for (const node of this.#root.walk()) {
      if (/^(?:function_declaration|method_declaration|func_literal)$/.test(node.type)) this.#parameters(node)
      else if (node.type === 'short_var_declaration' || node.type === 'assignment_statement')
        this.#assign(node)
      else if (node.type === 'var_spec') this.#assign(node)
      else if (node.type === 'call_expression') this.#call(node)
      else if (node.type === 'return_statement') this.#return(node)
    }
    return this.#file
  }

  #import(node: SyntaxNode): void {
    const path =
      node
        .child('path')
        ?.text.slice(1, -1)
        .replace(/\/v\d+$/, '') ?? ''
    const last = path.split('/').at(-1) ?? ''
    const name = node.child('name')?.text ?? last
    const dialect = DIALECTS.find(({ packages }) => packages.test(path))
    if (dialect) this.#packages.set(name, dialect)
    else this.#imports.set(name, path)
  }

  #parameters(node: SyntaxNode): void {
    for (const parameter of node.child('parameters')?.namedChildren ?? []) {
      const type = parameter.child('type')?.text.replace(/^\*/, '') ?? ''
      const [pack = '', name = ''] = type.split('.')
      const local = parameter.child('name')?.text
      if (local === undefined || !this.#packages.get(pack)?.types.includes(name)) continue
      const id = this.#file.router(`function@${node.start}`)
      this.#made.set(node, id)
      this.#scopes.declare(node, local, id)
      const called = node.child('name')?.text
      if (called !== undefined) this.#file.names.set(called, { name: id })
      return
    }
  }

  #assign(node: SyntaxNode): void {
    const left = (node.child('left') ?? node.child('name'))?.namedChildren[0] ?? node.child('name')
    const right = (node.child('right') ?? node.child('value'))?.namedChildren[0]
    const router = right && this.#routerOf(right)
    if (!left || router === undefined) return
    this.#scopes.declare(left.text.includes('.') ? this.#root : Scopes.of(node), left.text, router)
  }

  /** The router that an expression is, also one that it makes. */
  #routerOf(node: SyntaxNode): string | undefined {
    const made = this.#made.get(node)
    if (made !== undefined) return node.type === 'func_literal' ? undefined : made
    if (node.type === 'identifier' || node.type === 'selector_expression')
      return this.#scopes.find(node, node.text)
    if (node.type !== 'call_expression') return undefined
    const callee = node.child('function')
    const [object, name] = [callee?.child('operand'), callee?.child('field')?.text ?? '']
    if (!object) return undefined
    const dialect = this.#packages.get(object.text)
    if (dialect?.makers.includes(name)) {
      const id = this.#file.router(`made@${node.start}`, EMPTY, dialect.kind)
      this.#made.set(node, id)
      return id
    }
    const inner = this.#routerOf(object)
    if (inner === undefined) return undefined
    if (SAME.test(name) || name === 'Subrouter') return inner
    const [first] = argumentsOf(node)
    if ((name === 'Group' || name === 'PathPrefix' || name === 'Route') && first?.type !== 'func_literal') {
      const id = this.#file.router(`group@${node.start}`)
      this.#made.set(node, id)
      const prefix = first ? this.#text(first) : EMPTY
      const region = first ? between(callee ?? node, first) : node.region
      this.#file.mounts.push({ parent: { name: inner }, child: { name: id }, prefix, region })
      return id
    }
    return undefined
  }

  #text(node: SyntaxNode): PathText {
    return textOf(node, this.#constants)
  }

  #call(node: SyntaxNode): void {
    const callee = node.child('function')
    const object = callee?.child('operand')
    const name = callee?.child('field')?.text ?? ''
    const all = argumentsOf(node)
    const router = object && (this.#routerOf(object) ?? this.#implied(object, name, all))
    if (router !== undefined && callee) {
      if (this.#route(node, callee, name, router, all)) return
      if (/^(?:Route|Group|Mount|Use)$/.test(name)) this.#mount(node, router, all)
      return
    }
    this.#handOver(node, callee, all)
  }

  /** A field or variable that holds a router we saw nobody make. */
  #implied(object: SyntaxNode, name: string, all: readonly SyntaxNode[]): string | undefined {
    const [first] = all
    const pathLike = isText(first) && /^["`]\//.test(first?.text ?? '')
    if (this.#framework === 'net/http' || !VERB.test(name) || !pathLike || all.length < 2) return undefined
    if (!/^(?:identifier|selector_expression)$/.test(object.type) || NO_ROUTER.test(object.text))
      return undefined
    if (this.#packages.has(object.text) || this.#imports.has(object.text)) return undefined
    const id = this.#file.router(`implied ${object.text}`)
    this.#scopes.declare(this.#root, object.text, id)
    return id
  }

  #route(
    node: SyntaxNode,
    callee: SyntaxNode,
    name: string,
    router: string,
    all: readonly SyntaxNode[],
  ): boolean {
    const isHandle = name === 'Handle' || name === 'HandleFunc'
    if (!VERB.test(name) && !WITH_METHOD.test(name) && !isHandle) return false
    const [first, second] = all
    const verbFirst =
      first !== undefined && second !== undefined && methodOf(first) !== undefined && WITH_METHOD.test(name)
    const written = verbFirst ? second : first
    if (!written || all.length < 2) return true
    let methods = verbFirst
      ? [methodOf(first) ?? 'ANY']
      : VERB.test(name) && !/^(?:Any|Match)$/.test(name)
        ? [name.toUpperCase()]
        : ['ANY']
    let path = this.#text(written)
    if (isHandle && !verbFirst) {
      const pattern = /^(?:([A-Z]+)\s+)?[^/]*(\/.*)$/.exec(path.text)
      if (pattern?.[1] !== undefined) methods = [pattern[1]]
      if (pattern && path.complete) path = known((pattern[2] ?? '').replace('{$}', ''))
      methods = chained(node, 'Methods')?.map((argument) => methodOf(argument) ?? 'ANY') ?? methods
      // ServeMux: a pattern that ends with a slash takes all below it.
      if (this.#framework === 'net/http' && path.text.length > 1 && path.text.endsWith('/'))
        path = known(`${path.text}{*}`)
    }
    if (!path.complete && path.text === '') return true
    const last = all.at(-1)
    const handler = /^(?:identifier|selector_expression)$/.test(last?.type ?? '') ? last?.text : undefined
    for (const method of methods) {
      this.#file.routes.push({
        framework: this.#framework,
        router,
        method,
        path,
        hidden: false,
        ...(handler !== undefined && { handler }),
        region: between(callee.child('field') ?? callee, written),
      })
    }
    return true
  }

  /** `r.Route("/x", func(r chi.Router) {…})`, `r.Group(func…)`, `r.Mount("/x", users.Routes())`. */
  #mount(node: SyntaxNode, parent: string, all: readonly SyntaxNode[]): void {
    const [first, second] = all
    if (!first) return
    const target = first.type === 'func_literal' || !second ? first : second
    const prefix = target === first ? EMPTY : this.#text(first)
    let child: RouterRef | undefined
    if (target.type === 'func_literal') {
      // Its parameter is declared when the walk gets there.
      this.#parameters(target)
      const id = this.#made.get(target)
      child = id === undefined ? undefined : { name: id }
    } else child = this.#ref(target)
    if (child)
      this.#file.mounts.push({ parent: { name: parent }, child, prefix, region: between(node, first) })
  }

  #ref(node: SyntaxNode): RouterRef | undefined {
    const router = this.#routerOf(node)
    if (router !== undefined) return { name: router }
    const callee = node.type === 'call_expression' ? node.child('function') : node
    if (callee?.type === 'identifier') return { from: '', name: callee.text }
    if (callee?.type !== 'selector_expression') return undefined
    const [object, name] = [callee.child('operand')?.text ?? '', callee.child('field')?.text ?? '']
    return { from: this.#imports.get(object) ?? '*', name }
  }

  /** `users.Register(v1.Group("/users"))`. */
  #handOver(node: SyntaxNode, callee: SyntaxNode | undefined, all: readonly SyntaxNode[]): void {
    for (const argument of all) {
      const parent = this.#routerOf(argument)
      const child = parent === undefined || !callee ? undefined : this.#ref(callee)
      if (parent === undefined || !child || this.#isStandard(callee)) continue
      this.#file.mounts.push({ parent: { name: parent }, child, prefix: EMPTY, region: node.region })
    }
  }

  #isStandard(callee: SyntaxNode | undefined): boolean {
    return this.#packages.has(callee?.child('operand')?.text ?? '')
  }

  #return(node: SyntaxNode): void {
    const value = node.namedChildren[0]?.namedChildren[0] ?? node.namedChildren[0]
    const router = value && this.#routerOf(value)
    const name = Scopes.of(node).child('name')?.text
    if (router !== undefined && name !== undefined && !this.#file.names.has(name)) {
      this.#file.names.set(name, { name: router })
    }
  }
}

function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  return call.child('arguments')?.namedChildren ?? []
}

/** `POST` of `"POST"` or `http.MethodPost`. */
function methodOf(node: SyntaxNode): string | undefined {
  if (isText(node)) return /^["`]([A-Z]+)["`]$/.exec(node.text)?.[1]
  return /^http\.Method(\w+)$/.exec(node.text)?.[1]?.toUpperCase()
}

/** The arguments of a call of `name` on the result of `node`, at any place of the chain. */
function chained(node: SyntaxNode, name: string): SyntaxNode[] | undefined {
  let at: SyntaxNode = node
  while (at.parent?.type === 'selector_expression' && at.parent.parent?.type === 'call_expression') {
    const call = at.parent.parent
    if (at.parent.child('field')?.text === name) return argumentsOf(call)
    at = call
  }
  return undefined
}
