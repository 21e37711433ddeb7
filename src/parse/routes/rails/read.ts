import type { SyntaxNode } from '../../code/node.ts'
import { argumentsOf, calledMethod, statementsOf, type Arguments } from '../../migrations/rails/ruby.ts'
import { FileRoutes } from '../file-routes.ts'
import { below, EMPTY, known, type PathText } from '../path-text.ts'
import { between } from '../region.ts'
import { Constants, textOf } from '../text-of.ts'
import { actionsOf, listed, singular } from './resources.ts'

/** Where a statement of `routes.rb` stands. */
interface Place {
  prefix: PathText
  /** The prefix outside of all resources: where `shallow` puts their members. */
  outer: PathText
  shallow?: boolean
  /** Of the resource whose block this is: the paths of its collection and of one member. */
  resource?: { collection: PathText; member: PathText }
}

const OUTSIDE: Place = { prefix: EMPTY, outer: EMPTY }
const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete'])
/** Calls whose blocks declare no routes, or only when something asks for them. */
const ASIDE = new Set(['concern', 'direct', 'resolve', 'proc', 'lambda', 'redirect'])
const MAX_DEPTH = 40

/** Rails' routes (https://guides.rubyonrails.org/routing.html), and what `draw` brings in from `config/routes/`. */
export class RailsRoutes {
  readonly #file: FileRoutes
  readonly #root: SyntaxNode
  readonly #constants: Constants
  readonly #concerns = new Map<string, SyntaxNode>()
  #router = ''

  constructor(path: string, root: SyntaxNode) {
    this.#file = new FileRoutes(path)
    this.#root = root
    this.#constants = new Constants(root)
  }

  read(): FileRoutes {
    const draws = [...this.#root.walk()].filter(
      (node) =>
        node.type === 'call' &&
        ((/\broutes$/.test(node.child('receiver')?.text ?? '') && calledMethod(node) === 'draw') ||
          // Spree and Solidus: an engine that others add to.
          calledMethod(node) === 'add_routes'),
    )
    for (const node of this.#root.walk()) {
      const name = calledMethod(node) === 'concern' ? argumentsOf(node).positional[0]?.text : undefined
      const block = node.child('block')
      if (name !== undefined && block) this.#concerns.set(name, block)
    }
    for (const draw of draws) {
      const isApplication = /^Rails\.application\b/.test(draw.child('receiver')?.text ?? '')
      this.#router = this.#file.router(`draw@${draw.start}`, EMPTY, isApplication ? 'application' : 'part')
      const block = draw.child('block')
      if (block) this.#statements(block, OUTSIDE, 0)
    }
    if (draws.length === 0 && /(?:^|\/)config\/routes\/.+\.rb$/.test(this.#file.path)) {
      this.#router = this.#file.router('drawn')
      this.#each(this.#root.namedChildren, OUTSIDE, 0)
    }
    return this.#file
  }

  #statements(block: SyntaxNode, place: Place, depth: number): void {
    if (depth <= MAX_DEPTH) this.#each(statementsOf(block), place, depth)
  }

  #each(statements: readonly SyntaxNode[], place: Place, depth: number): void {
    for (const node of statements) {
      if (node.type === 'call') this.#call(node, place, depth)
      // Conditions do not matter here: what may be there is there.
      else if (/^(?:if|unless|else|then|elsif|if_modifier|unless_modifier|begin)$/.test(node.type)) {
        if (depth <= MAX_DEPTH) this.#each(node.namedChildren, place, depth + 1)
      }
    }
  }

  #call(node: SyntaxNode, place: Place, depth: number): void {
    const name = calledMethod(node) ?? ''
    const given = argumentsOf(node)
    const block = node.child('block')
    const inside = (inner: Place): void => {
      if (block) this.#statements(block, inner, depth + 1)
    }
    if (ASIDE.has(name)) return
    if (name === 'resources' || name === 'resource') this.#resources(node, name, given, place, depth)
    else if (VERBS.has(name)) this.#verbs(node, [name.toUpperCase()], given, place)
    else if (name === 'match') this.#verbs(node, methodsOf(given.options.get('via')), given, place)
    else if (name === 'root') this.#add(node, 'GET', place.prefix, handlerOf(given), given.positional[0])
    else if (name === 'namespace') {
      const path = given.options.get('path') ?? given.positional[0]
      const prefix = below(place.prefix, this.#text(path))
      inside({ prefix, outer: prefix })
    } else if (name === 'scope') {
      const path = given.positional.find(({ type }) => type !== 'identifier') ?? given.options.get('path')
      const prefix = below(place.prefix, path ? this.#text(path) : EMPTY)
      inside({ ...place, prefix, ...(!place.resource && { outer: prefix }) })
    } else if (name === 'member' && place.resource)
      inside({ prefix: place.resource.member, outer: place.outer })
    else if (name === 'collection' && place.resource)
      inside({ prefix: place.resource.collection, outer: place.outer })
    else if (name === 'shallow') inside({ ...place, shallow: true })
    else if (name === 'concerns') this.#concern(given.positional, place, depth)
    else if (name === 'draw') this.#draw(node, given, place)
    else inside(place)
  }

  #resources(node: SyntaxNode, name: string, given: Arguments, place: Place, depth: number): void {
    const block = node.child('block')
    for (const argument of given.positional) {
      const word = this.#text(argument)
      const path = given.options.get('path')
      const collection = below(place.prefix, path ? this.#text(path) : word)
      const parameter = given.options.get('param') ? this.#text(given.options.get('param')).text : 'id'
      const shallow = given.options.get('shallow')?.text === 'true' || place.shallow === true
      const free = shallow ? below(place.outer, path ? this.#text(path) : word) : collection
      const member = name === 'resources' ? below(free, known(`:${parameter}`)) : free
      const controller = given.options.get('controller')
        ? this.#text(given.options.get('controller')).text
        : word.text
      for (const { action, method, on } of actionsOf(name, given)) {
        const base = on === 'member' ? member : collection
        const isPage = action === 'new' || action === 'edit'
        const full = isPage ? below(base, known(action)) : base
        this.#add(node, method, full, `${controller}#${action}`, argument, isPage)
      }
      const nested =
        name === 'resources' ? below(free, known(`:${singular(word.text)}_${parameter}`)) : collection
      const resource = { collection, member }
      const inner: Place = { prefix: nested, outer: place.outer, resource, shallow }
      const concerns = given.options.get('concerns')
      if (concerns) this.#concern([concerns, ...concerns.namedChildren], inner, depth)
      if (block) this.#statements(block, inner, depth + 1)
    }
  }

  #concern(names: readonly SyntaxNode[], place: Place, depth: number): void {
    for (const { text } of names) {
      const block = this.#concerns.get(text) ?? this.#concerns.get(`:${text}`)
      if (block) this.#statements(block, place, depth + 1)
    }
  }

  #verbs(node: SyntaxNode, methods: readonly string[], given: Arguments, place: Place): void {
    const on = given.options.get('on')?.text
    const base =
      on === ':member'
        ? place.resource?.member
        : on === ':collection'
          ? place.resource?.collection
          : undefined
    const first = given.positional[0] ?? hashKey(node)
    const paths = given.positional.length > 0 ? given.positional : first ? [first] : []
    for (const path of paths) {
      for (const method of methods) {
        this.#add(node, method, below(base ?? place.prefix, this.#text(path)), handlerOf(given, node), path)
      }
    }
  }

  #add(
    node: SyntaxNode,
    method: string,
    path: PathText,
    handler: string | undefined,
    last: SyntaxNode | undefined,
    hidden = false,
  ): void {
    const start = { framework: 'rails' as const, router: this.#router, method, path, hidden }
    const first = node.child('method') ?? node
    this.#file.routes.push({
      ...start,
      ...(handler !== undefined && { handler }),
      region: between(first, last ?? first),
    })
  }

  #draw(node: SyntaxNode, given: Arguments, place: Place): void {
    const { text } = this.#text(given.positional[0])
    const child = { from: text, name: 'drawn' }
    this.#file.mounts.push({
      parent: { name: this.#router },
      child,
      prefix: place.prefix,
      region: node.region,
    })
  }

  #text(node: SyntaxNode | undefined): PathText {
    return textOf(node, this.#constants)
  }
}

/** The path in `get '/pets' => 'pets#index'`. */
function hashKey(node: SyntaxNode): SyntaxNode | undefined {
  const pair = node.child('arguments')?.namedChildren[0]
  const key = pair?.type === 'pair' ? pair.child('key') : undefined
  return key?.type === 'string' ? key : undefined
}

function handlerOf(given: Arguments, node?: SyntaxNode): string | undefined {
  const pair = node?.child('arguments')?.namedChildren[0]
  const [only] = node ? [] : given.positional
  const target = given.options.get('to') ?? only ?? (pair?.type === 'pair' ? pair.child('value') : undefined)
  return target?.type === 'string' ? target.text.slice(1, -1) : undefined
}

function methodsOf(via: SyntaxNode | undefined): string[] {
  const names = listed(via).map((name) => name.toUpperCase())
  const known =
    names.length > 0 && names.every((name) => /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(name))
  return known ? names : ['ANY']
}
