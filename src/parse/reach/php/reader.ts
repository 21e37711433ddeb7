import type { SyntaxNode } from '../../code/index.ts'
import { FactWriter } from '../fact-writer.ts'
import type { FileFacts } from '../facts.ts'
import { lostTypes } from '../lost-types.ts'
import { entryOf } from '../paths.ts'
import { routeCall, stringIn, stringText } from './routes.ts'
import {
  CALLED_BY_RUNTIME,
  CONTAINER,
  INERT,
  MADE_BY_FRAMEWORK,
  MARKERS,
  NAMES_METHODS,
  ROUTE_NAMES,
  STARTS_FRAMEWORK,
} from './words.ts'

const TYPES = new Set(['class_declaration', 'interface_declaration', 'trait_declaration', 'enum_declaration'])
const CALLS = new Set([
  'function_call_expression',
  'member_call_expression',
  'nullsafe_member_call_expression',
  'scoped_call_expression',
])
const FULL_NAME = /^\\?(?:[A-Z]\w*\\)+[A-Z]\w*$/
/** `App\Pay::charge`, `PayController@charge`. */
const CALLABLE = /^(\\?(?:\w+\\)*[A-Z]\w*)(?:::|@|:)(\w+)$/

interface Holder {
  /** Routes that stand before those of its methods. */
  paths: string[]
  isTest: boolean
  /** Whether it extends a class of another owner, whose methods call those that it protects. */
  hasForeignBase: boolean
  hasForeignInterface: boolean
  /** Whether a framework makes it by itself. */
  isMade: boolean
  /** Whether it calls its own methods by names that are put together. */
  callsUnnamed: boolean
}

export class Reader {
  private readonly root: SyntaxNode
  private readonly writer = new FactWriter()
  private readonly holders = new Map<number, Holder>()
  private namespace = ''

  constructor(root: SyntaxNode) {
    this.root = root
    this.writer.unit('module', '', root, 0)
  }

  read(): FileFacts {
    for (const node of this.root.walk()) {
      if (node.type === 'namespace_definition' && this.namespace === '')
        this.namespace = node.child('name')?.text ?? ''
    }
    for (const node of this.root.namedChildren) this.visit(node, 0)
    const { facts } = this.writer
    for (const name of lostTypes(this.root)) {
      if (facts.exports.some(([known]) => known === name)) continue
      this.writer.import('.', [], 'lazy', this.writer.unit('class', name, this.root, 0))
      facts.exports.push([name, name])
    }
    facts.scope = [this.namespace, ...(this.namespace === '' ? [] : [''])].map((name) => `${name}\\*`)
    return this.writer.finish()
  }

  private visitAll(nodes: readonly SyntaxNode[], unit: number): void {
    for (const node of nodes) this.visit(node, unit)
  }

  private visit(node: SyntaxNode, unit: number): void {
    if (TYPES.has(node.type)) return this.type(node, unit)
    if (CALLS.has(node.type)) return this.call(node, unit)
    switch (node.type) {
      case 'namespace_use_declaration':
        return this.use(node)
      case 'function_definition': {
        const name = node.child('name')?.text ?? ''
        const own = this.writer.unit('function', name, node, unit)
        this.writer.facts.exports.push([name, name])
        this.writer.import('.', [], 'lazy', own)
        return this.visitAll(
          node.namedChildren.filter(({ field }) => field !== 'name'),
          own,
        )
      }
      case 'name':
        return this.writer.name(unit, node.text)
      case 'qualified_name':
        return this.fullName(node.text, unit)
      case 'string':
        this.string(stringText(node), unit)
        return
      case 'encapsed_string':
        this.string(stringText(node).replaceAll(/\{\$[^}]*\}|\$\w+(?:->\w+|\[\w+\])?/g, '{}'), unit)
        return this.visitAll(node.namedChildren, unit)
      case 'string_content':
      case 'variable_name':
      case 'namespace_definition':
        if (node.child('body')) this.visitAll(node.child('body')?.namedChildren ?? [], unit)
        return
      case 'member_access_expression':
      case 'nullsafe_member_access_expression':
      case 'class_constant_access_expression':
      case 'scoped_property_access_expression':
        return this.access(node, unit)
      case 'array_creation_expression':
        this.callableArray(node, unit)
        return this.visitAll(node.namedChildren, unit)
      case 'argument':
      case 'const_element':
      case 'enum_case':
      case 'property_element':
        return this.visitAll(
          node.namedChildren.filter(({ field, type }) => field !== 'name' && type !== 'name'),
          unit,
        )
      default:
        return this.visitAll(node.namedChildren, unit)
    }
  }

  private use(node: SyntaxNode): void {
    const prefix = node.childOfType('namespace_name')?.text
    for (const clause of node.walk()) {
      if (clause.type !== 'namespace_use_clause') continue
      const alias = clause.child('alias')?.text
      const named = clause.namedChildren.find(({ field }) => field !== 'alias')?.text ?? ''
      const full = [prefix, named].filter(Boolean).join('\\').replace(/^\\/, '')
      this.writer.import(full, [[lastOf(full), alias ?? lastOf(full)]])
    }
  }

  private type(node: SyntaxNode, outer: number): void {
    const name = node.child('name')?.text ?? ''
    const bases = ['base_clause', 'class_interface_clause'].flatMap(
      (type) => node.childOfType(type)?.namedChildren.map(({ text }) => text) ?? [],
    )
    // Symfony finds a validator by the name of its constraint.
    if (/.Validator$/.test(name)) bases.push(name.replace(/Validator$/, ''))
    for (const base of bases) if (base.includes('\\')) this.bind(base)
    const attributes = attributesOf(node)
    const isMade =
      [name, ...bases.map(lastOf)].some((one) => MADE_BY_FRAMEWORK.test(one)) ||
      attributes.some((one) => !INERT.test(attributeName(one)))
    const isTest = /(?:Test|TestCase|Cest)$/.test(name) || bases.some((base) => /Test(?:Case)?$/.test(base))
    const unit = this.writer.unit('class', name, node, outer, {
      ...(bases.length > 0 && {
        aliveWith: bases.map((base) => (base.includes('\\') ? base : lastOf(base))),
      }),
      ...(isMade && !isTest && { entry: [CONTAINER] }),
      // `Invoice::factory()` finds it by the model's name.
      ...(bases.some((base) => lastOf(base) === 'Factory') && { entry: ['factory'] }),
    })
    this.writer.facts.exports.push([name, name])
    this.writer.import('.', [], 'lazy', unit)
    if (bases.some((base) => STARTS_FRAMEWORK.test(lastOf(base)))) this.writer.property(unit, CONTAINER)
    const [base] = node.childOfType('base_clause')?.namedChildren ?? []
    this.holders.set(unit, {
      paths: routesOf(node),
      isTest,
      isMade,
      callsUnnamed: callsUnnamed(node),
      hasForeignBase: base !== undefined && this.isForeign(base.text),
      hasForeignInterface: (node.childOfType('class_interface_clause')?.namedChildren ?? []).some(
        ({ text }) => this.isForeign(text) && !MARKERS.test(lastOf(text)),
      ),
    })
    for (const child of node.namedChildren) {
      if (child.field === 'name' || child.type.endsWith('_clause')) continue
      if (child.field !== 'body') this.visit(child, unit)
      else
        for (const one of child.namedChildren)
          if (one.type === 'method_declaration') this.method(one, unit)
          else this.visit(one, unit)
    }
  }

  private isForeign(name: string): boolean {
    if (name.startsWith('\\')) return true
    const [first = ''] = name.split('\\')
    const used = this.writer.facts.imports.find(({ names }) => names.some(([, local]) => local === first))
    return used !== undefined && used.specifier.split('\\')[0] !== this.namespace.split('\\')[0]
  }

  private method(node: SyntaxNode, holder: number): void {
    const name = node.child('name')?.text ?? ''
    const body = node.child('body')
    const inner = node.namedChildren.filter(({ field }) => field !== 'name')
    if (!body) return this.visitAll(inner, holder)
    const held = this.holders.get(holder)
    const attributes = attributesOf(node).map(attributeName)
    const doc = docOf(node)
    if (
      held?.isTest === true &&
      (/^(?:test|it_|its_)/.test(name) || attributes.includes('Test') || /@test\b/.test(doc))
    )
      this.writer.facts.registersTests = 'loaded'
    if (held?.isTest === true && /\b\w+Tester\s+\$I\b/.test(node.text.slice(0, 300)))
      this.writer.facts.registersTests = 'loaded'
    const routes = routesOf(node)
    const entry = routes.map((path) => entryOf([path, ...(held?.paths ?? [])]))
    for (const routeName of doc.matchAll(/name\s*[=:]\s*["']([\w.-]+)/g))
      entry.push(`route:${routeName[1] ?? ''}`)
    for (const attribute of attributesOf(node)) {
      const routeName = /name\s*:\s*['"]([\w.-]+)/.exec(attribute.text)?.[1]
      if (routeName !== undefined && routes.length > 0) entry.push(`route:${routeName}`)
    }
    const always =
      name.startsWith('__') ||
      CALLED_BY_RUNTIME.has(name) ||
      held?.callsUnnamed === true ||
      /^supports[A-Z]/.test(name) ||
      // It stands in the place of a method that others call.
      body.text.includes(`parent::${name}(`) ||
      attributes.some((one) => !INERT.test(one)) ||
      isAccessor(name, body)
    const isOurs = attributes.includes('Override')
    const visibility = node.childOfType('visibility_modifier')?.text ?? 'public'
    // What the library's class calls of its heirs is protected as a rule, what an interface asks for is public.
    const isHook =
      (held?.hasForeignBase === true && (isOurs || visibility === 'protected')) ||
      (held?.hasForeignInterface === true && visibility === 'public') ||
      held?.isMade === true
    const unit = this.writer.unit('member', name, node, holder, {
      ...(always && { always: true }),
      ...((isOurs || isHook) && { inObject: true }),
      ...(entry.length > 0 && { entry }),
    })
    const magic = magicName(name)
    if (name === 'getSubscribedEvents')
      for (const inner of body.walk()) {
        const text = inner.type === 'string' ? stringText(inner) : ''
        if (/^\w+$/.test(text)) this.writer.property(unit, text)
      }
    // `scopePaid` is called as `paid()`, `getFullNameAttribute` as `full_name`.
    if (magic !== undefined) this.writer.property(this.writer.unit('member', magic, node, holder), name)
    this.visitAll(inner, unit)
  }

  private call(node: SyntaxNode, unit: number): void {
    const named = node.child('name') ?? node.child('function')
    const name = named?.type === 'name' ? named.text : ''
    if (unit === 0 && this.startsTest(node, name)) {
      this.writer.facts.registersTests = 'loaded'
      this.writer.property(unit, CONTAINER)
    }
    const route = routeCall(node)
    if (route) return this.route(node, route, unit)
    if (node.type === 'function_call_expression') {
      if (named?.type === 'name') this.writer.name(unit, name)
      else if (named) this.visit(named, unit)
    } else if (name !== '') this.writer.property(unit, name)
    const list = node.child('arguments')?.namedChildren ?? []
    for (const argument of list.slice(0, 4)) {
      const text = stringIn(argument)
      if (text !== undefined && ROUTE_NAMES.test(name)) this.routeName(text, unit)
      if (text !== undefined && NAMES_METHODS.test(name))
        for (const part of text.split(/[.:]/)) if (/^\w+$/.test(part)) this.writer.property(unit, part)
    }
    this.visitAll(
      node.namedChildren.filter(({ field }) => field !== 'name' && field !== 'function'),
      unit,
    )
  }

  private route(
    node: SyntaxNode,
    { entry, actions }: { entry: string[]; actions: readonly string[] },
    unit: number,
  ): void {
    const own = this.writer.unit('function', '', node, unit, { entry })
    for (const action of actions) this.writer.property(own, action)
    const object = node.child('object') ?? node.child('scope')
    if (object) this.visit(object, unit)
    const [, ...more] = node.child('arguments')?.namedChildren ?? []
    // A controller that is handed on without a method answers by itself.
    if (more.some((one) => one.namedChildren.at(-1)?.type === 'class_constant_access_expression'))
      this.writer.property(own, '__invoke')
    this.visitAll(more, own)
  }

  /** Pest: `it('pays', function () { … })`. */
  private startsTest(node: SyntaxNode, name: string): boolean {
    if (node.type !== 'function_call_expression' || !/^(?:it|test|describe|todo)$/.test(name)) return false
    const [first, second] = node.child('arguments')?.namedChildren ?? []
    const kind = second?.namedChildren.at(-1)?.type ?? ''
    return stringIn(first) !== undefined && /function/.test(kind)
  }

  private access(node: SyntaxNode, unit: number): void {
    const [object, ...more] = node.namedChildren
    if (object) this.visit(object, unit)
    for (const one of more) {
      if (one.type === 'name') {
        if (one.text !== 'class') this.writer.property(unit, one.text)
      } else this.visit(one, unit)
    }
  }

  /** `[$this, 'charge']`, `[Pay::class, 'charge']`. */
  private callableArray(node: SyntaxNode, unit: number): void {
    const [first, second, ...more] = node.namedChildren
    const method = second && stringIn(second.namedChildren.at(-1))
    if (!first || method === undefined || more.length > 0 || !/^\w+$/.test(method)) return
    const kind = first.namedChildren.at(-1)?.type ?? ''
    if (/variable_name|class_constant|object_creation|call_expression|member_access|string/.test(kind))
      this.writer.property(unit, method)
  }

  private string(text: string, unit: number): void {
    if (FULL_NAME.test(text)) return this.fullName(text, unit)
    const [, type, method] = CALLABLE.exec(text) ?? []
    if (type !== undefined && method !== undefined) {
      this.fullName(type, unit)
      this.writer.property(unit, method)
    }
    if (text.endsWith('.php') && text.length < 300) this.writer.facts.paths.push(text)
    this.writer.text(unit, text)
  }

  private routeName(text: string, unit: number): void {
    const parts = text.split('.')
    // Names of groups stand before it, and are not known where it is declared.
    for (let from = 0; from < Math.min(parts.length, 6); from++)
      this.writer.property(unit, `route:${parts.slice(from).join('.')}`)
  }

  private fullName(text: string, unit: number): void {
    const name = this.bind(text, unit)
    this.writer.name(unit, name)
  }

  /** `Alias\Rest` begins with what is imported; `\Full` does not, nor do names in strings, which are tried both ways. */
  private bind(text: string, unit = 0): string {
    const full = text.replace(/^\\/, '')
    this.writer.import(full, [[lastOf(full), text]], 'lazy', unit)
    if (!text.startsWith('\\')) {
      const [first = '', ...rest] = full.split('\\')
      const alias = this.writer.facts.imports.find(({ names }) => names.some(([, local]) => local === first))
      const start = alias ? alias.specifier : [this.namespace, first].filter(Boolean).join('\\')
      const meant = [start, ...rest].join('\\')
      this.writer.import(meant, [[lastOf(meant), text]], 'lazy', unit)
    }
    return text
  }
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('\\') + 1)
}

function attributesOf(node: SyntaxNode): SyntaxNode[] {
  const list = node.child('attributes') ?? node.childOfType('attribute_list')
  return list ? [...list.walk()].filter(({ type }) => type === 'attribute') : []
}

function attributeName(node: SyntaxNode): string {
  return lastOf(node.namedChildren[0]?.text ?? '')
}

/** The comment before a declaration. */
function docOf(node: SyntaxNode): string {
  const siblings = node.parent?.children ?? []
  let low = 0
  let high = siblings.length - 1
  // They stand in the order of the file: thousands of methods are no reason to look through all for each.
  while (low < high) {
    const middle = (low + high) >> 1
    if ((siblings[middle]?.start ?? 0) < node.start) low = middle + 1
    else high = middle
  }
  const before = siblings[low - 1]
  return before?.type === 'comment' ? before.text : ''
}

/** Paths of `#[Route('/x')]`, `@Route("/x")` and their like. */
function routesOf(node: SyntaxNode): string[] {
  const paths: string[] = []
  for (const attribute of attributesOf(node)) {
    if (!/^(?:Route|Get|Post|Put|Delete|Patch)$/.test(attributeName(attribute))) continue
    const [, path = ''] = /\(\s*(?:path\s*:\s*)?['"]([^'"]*)/.exec(attribute.text) ?? []
    paths.push(path)
  }
  for (const [, path = ''] of docOf(node).matchAll(/@(?:\w+\\)?Route\(\s*(?:path\s*=\s*)?["']([^"']*)/g))
    paths.push(path)
  return paths
}

function isAccessor(name: string, body: SyntaxNode): boolean {
  if (body.namedChildren.length === 0) return true
  if (!/^(?:get|set|is|has|with)[A-Z]/.test(name) || body.namedChildren.length > 2) return false
  return body
    .walk()
    .every(
      ({ type }) => !/call|creation|if_|conditional|match|loop|for|while|throw|binary|function/.test(type),
    )
}

function magicName(name: string): string | undefined {
  const scope = /^scope([A-Z]\w*)$/.exec(name)?.[1]
  if (scope !== undefined) return scope.charAt(0).toLowerCase() + scope.slice(1)
  const attribute = /^[gs]et([A-Z]\w*)Attribute$/.exec(name)?.[1]
  return attribute?.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase()
}

/** `$this->$name()`, `[$this, $name]`, `static::{$name}()`. */
function callsUnnamed(type: SyntaxNode): boolean {
  for (const node of type.walk()) {
    if (!CALLS.has(node.type) || node.type === 'function_call_expression') continue
    const own = /^(?:\$this|self|static)$/.test((node.child('object') ?? node.child('scope'))?.text ?? '')
    if (own && node.child('name')?.type !== 'name') return true
  }
  return false
}
