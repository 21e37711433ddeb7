import type { SyntaxNode } from '../../code/node.ts'
import type { FileRoutes } from '../file-routes.ts'
import { EMPTY, type PathText } from '../path-text.ts'
import { between } from '../region.ts'
import { Scopes } from '../scopes.ts'
import { textOf, type Constants } from '../text-of.ts'

const VERB = /^Map(Get|Post|Put|Patch|Delete)$/
const TYPES = /^(?:IEndpointRouteBuilder|RouteGroupBuilder|WebApplication|IVersionedEndpointRouteBuilder)$/
/** Steps of a chain that answer the same group. */
const SAME =
  /^(?:With|Require|Allow|Add|Produces|Disable|Has|MapToApiVersion|NewVersionedApi|ExcludeFromDescription)/
const DECLARES = /^(?:method_declaration|local_function_statement)$/

/** Minimal APIs (https://learn.microsoft.com/aspnet/core/fundamentals/minimal-apis/route-handlers). */
export class MinimalRoutes {
  readonly #root: SyntaxNode
  readonly #file: FileRoutes
  readonly #constants: Constants
  readonly #scopes = new Scopes()
  readonly #made = new Map<SyntaxNode, string>()

  constructor(root: SyntaxNode, file: FileRoutes, constants: Constants) {
    this.#root = root
    this.#file = file
    this.#constants = constants
  }

  read(): void {
    for (const node of this.#root.walk()) {
      if (DECLARES.test(node.type)) this.#parameters(node)
      else if (node.type === 'variable_declarator') this.#variable(node)
      else if (node.type === 'invocation_expression') this.#call(node)
    }
  }

  /** A method that is handed an application or a group adds its routes to it wherever it is called. */
  #parameters(node: SyntaxNode): void {
    for (const parameter of node.childOfType('parameter_list')?.namedChildren ?? []) {
      const name = parameter.child('name')?.text
      if (name === undefined || !TYPES.test(parameter.child('type')?.text ?? '')) continue
      const id = this.#file.router(`function@${node.start}`)
      this.#scopes.declare(node, name, id)
      const called = node.child('name')?.text
      if (called !== undefined) this.#file.names.set(called, { name: id })
      return
    }
  }

  #variable(node: SyntaxNode): void {
    const name = node.child('name')?.text
    const value = node.namedChildren.at(-1)
    if (name === undefined || !value) return
    let router = this.#routerOf(value)
    if (
      router === undefined &&
      value.text.endsWith('.Build()') &&
      this.#root.source.text.includes('WebApplication')
    ) {
      router = this.#file.router(`application@${node.start}`, EMPTY, 'application')
    }
    if (router !== undefined) this.#scopes.declare(Scopes.of(node), name, router)
  }

  #routerOf(node: SyntaxNode): string | undefined {
    const made = this.#made.get(node)
    if (made !== undefined) return made
    if (node.type === 'identifier') return this.#scopes.find(node, node.text) ?? this.#endpoints(node)
    const callee = node.type === 'invocation_expression' ? node.child('function') : undefined
    const object = callee?.child('expression')
    const name = callee?.child('name')?.text ?? ''
    const inner = object && this.#routerOf(object)
    if (inner === undefined) return undefined
    if (name !== 'MapGroup') return SAME.test(name) ? inner : undefined
    const id = this.#file.router(`group@${node.start}.${node.end}`)
    this.#made.set(node, id)
    const [first] = argumentsOf(node)
    const region = between(callee?.child('name') ?? node, first ?? node)
    this.#file.mounts.push({
      parent: { name: inner },
      child: { name: id },
      prefix: this.#text(first),
      region,
    })
    return id
  }

  /** The parameter of `app.UseEndpoints(endpoints => …)`. */
  #endpoints(node: SyntaxNode): string | undefined {
    if (node.text !== 'endpoints' || !this.#root.source.text.includes('UseEndpoints')) return undefined
    return this.#file.router('endpoints', EMPTY, 'application')
  }

  #text(node: SyntaxNode | undefined): PathText {
    return node ? textOf(node, this.#constants) : EMPTY
  }

  #call(node: SyntaxNode): void {
    const callee = node.child('function')
    const object = callee?.child('expression')
    const name = callee?.child('name')?.text.replace(/<.*$/s, '') ?? ''
    const router = object && this.#routerOf(object)
    const all = argumentsOf(node)
    if (router !== undefined && callee) {
      const verb = VERB.exec(name)?.[1]?.toUpperCase()
      if (verb !== undefined && all[0]) this.#add(node, callee, verb, router, all)
      else if (name === 'MapMethods' && all[0]) {
        const methods = [...(all[1]?.text.matchAll(/"([A-Za-z]+)"/g) ?? [])].map((match) => match[1] ?? '')
        for (const method of methods.length > 0 ? methods : ['ANY']) {
          this.#add(node, callee, method.toUpperCase(), router, [all[0], ...all.slice(2)])
        }
      } else if (/^Map(?!Group)/.test(name) && !SAME.test(name)) {
        this.#file.mounts.push({
          parent: { name: router },
          child: { from: '*', name },
          prefix: EMPTY,
          region: node.region,
        })
      }
      return
    }
    for (const argument of all) {
      const parent = this.#routerOf(argument)
      if (parent === undefined) continue
      const child = { from: '*', name: name === '' ? (callee?.text ?? '') : name }
      this.#file.mounts.push({ parent: { name: parent }, child, prefix: EMPTY, region: node.region })
    }
  }

  #add(
    node: SyntaxNode,
    callee: SyntaxNode,
    method: string,
    router: string,
    all: readonly SyntaxNode[],
  ): void {
    const [first, second] = all
    if (!first) return
    const path = this.#text(first)
    if (!path.complete && path.text === '') return
    const handler = second && /^[\w.]+$/.test(second.text) ? second.text : undefined
    this.#file.routes.push({
      framework: 'aspnet',
      router,
      method,
      path,
      hidden: isExcluded(node),
      ...(handler !== undefined && { handler }),
      region: between(callee.child('name') ?? callee, first),
    })
  }
}

function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  return (call.child('arguments')?.namedChildren ?? []).map(
    (argument) => argument.namedChildren.at(-1) ?? argument,
  )
}

/** `.ExcludeFromDescription()` further on in the chain. */
function isExcluded(node: SyntaxNode): boolean {
  let at: SyntaxNode = node
  while (
    at.parent?.type === 'member_access_expression' &&
    at.parent.parent?.type === 'invocation_expression'
  ) {
    if (at.parent.child('name')?.text === 'ExcludeFromDescription') return true
    at = at.parent.parent
  }
  return false
}
