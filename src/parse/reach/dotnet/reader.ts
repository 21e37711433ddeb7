import type { SyntaxNode } from '../../code/index.ts'
import { FactWriter } from '../fact-writer.ts'
import type { FileFacts } from '../facts.ts'
import { lostTypes } from '../lost-types.ts'
import { entryOf } from '../paths.ts'
import {
  CALLED_BY_RUNTIME,
  HANDED_BY_TYPE,
  HOOK,
  INERT,
  PROGRAM,
  ROUTE,
  STARTS_PROGRAM,
  TEST_ATTRIBUTE,
} from './words.ts'

const TYPES = new Set([
  'class_declaration',
  'struct_declaration',
  'record_declaration',
  'record_struct_declaration',
  'interface_declaration',
  'enum_declaration',
])
const MEMBERS = new Set([
  'method_declaration',
  'constructor_declaration',
  'destructor_declaration',
  'operator_declaration',
  'conversion_operator_declaration',
  'indexer_declaration',
  'property_declaration',
  'event_declaration',
])
/** Before the names of namespaces that a file declares, in specifiers that mean nothing but that. */
export const OWN = 'namespace '
/** Before those that it opens for every file. */
export const GLOBAL = 'global using '
/** Stands for all of those. */
export const EVERYWHERE = 'global'

interface Holder {
  name: string
  hasBases: boolean
  /** A library finds it by its type, and calls what it declares. */
  isHanded: boolean
  paths: string[]
}

export class Reader {
  private readonly root: SyntaxNode
  private readonly writer = new FactWriter()
  private readonly holders = new Map<number, Holder>()
  private readonly namespaces = new Set<string>()
  private readonly usings: string[] = []
  private readonly globals: string[] = []
  private readonly staticHolders = new Set<string>()
  private readonly topTypes: number[] = []

  constructor(root: SyntaxNode) {
    this.root = root
    this.writer.unit('module', '', root, 0)
  }

  read(): FileFacts {
    let namespace = ''
    for (const node of this.root.namedChildren) {
      if (node.type === 'file_scoped_namespace_declaration') namespace = plain(node.child('name'))
      else this.top(node, namespace)
    }
    if (this.root.childOfType('global_statement')) {
      // A program without a class: tests that start it name it `Program`.
      const program = this.writer.unit('class', 'Program', this.root, 0)
      this.writer.import('.', [], 'lazy', program)
      this.writer.facts.exports.push(['Program', 'Program'])
      this.namespaces.add('')
    }
    this.lostTypes()
    const { facts } = this.writer
    const outer = [...this.namespaces].flatMap(withOuter)
    facts.scope = [...new Set([...outer, ...this.usings, '', EVERYWHERE])].map((name) => `${name}.*`)
    for (const unit of this.topTypes) for (const name of this.staticHolders) this.writer.name(unit, name)
    // What the join needs to know of a file besides what it exports.
    for (const name of this.globals) this.writer.import(`${GLOBAL}${name}`, [])
    for (const name of this.namespaces) this.writer.import(`${OWN}${name}`, [])
    return this.writer.finish()
  }

  private lostTypes(): void {
    const { exports } = this.writer.facts
    for (const name of lostTypes(this.root)) {
      if (exports.some(([known]) => known === name)) continue
      const unit = this.writer.unit('class', name, this.root, 0)
      this.writer.import('.', [], 'lazy', unit)
      exports.push([name, name])
      for (const [, namespace = ''] of this.root.text.matchAll(/\bnamespace\s+([\w.]+)/g))
        this.namespaces.add(namespace)
      // Which of them a test calls is not known: the attribute of one makes the file a test.
      if (/\[(?:\w+\.)*(?:Fact|Theory|Test|TestCase|TestMethod)\b/.test(this.root.text))
        this.writer.facts.registersTests = 'loaded'
    }
  }

  private top(node: SyntaxNode, namespace: string): void {
    switch (node.type) {
      case 'using_directive':
        return this.using(node)
      case 'namespace_declaration':
      case 'file_scoped_namespace_declaration': {
        const name = [namespace, plain(node.child('name'))].filter(Boolean).join('.')
        for (const one of node.child('body')?.namedChildren ?? []) this.top(one, name)
        return
      }
      default:
        this.namespaces.add(namespace)
        if (TYPES.has(node.type)) this.type(node, 0)
        else this.visit(node, 0)
    }
  }

  private using(node: SyntaxNode): void {
    const words = new Set(node.children.filter(({ named }) => !named).map(({ type }) => type))
    const alias = node.child('name')?.text
    const name = plain(node.namedChildren.at(-1))
    if (alias !== undefined || words.has('static')) {
      const local = alias ?? last(name)
      this.writer.import(name, [[last(name), local]])
      if (alias === undefined) this.staticHolders.add(local)
    } else if (words.has('global')) this.globals.push(name)
    else this.usings.push(name)
  }

  private type(node: SyntaxNode, outer: number): void {
    const name = node.child('name')?.text ?? ''
    const bases = (node.childOfType('base_list')?.namedChildren ?? []).filter(
      ({ type }) => type !== 'argument_list',
    )
    const handed = bases.filter((base) => HANDED_BY_TYPE.test(typeName(base)))
    const attributes = attributesOf(node)
    const isComponent = attributes.some((one) => !INERT.test(attributeName(one)))
    const aliveWith = [...bases.map(typeName), ...handed.flatMap(namesInBrackets)].filter(Boolean)
    const unit = this.writer.unit('class', name, node, outer, {
      ...(outer !== 0 && { always: true }),
      ...(aliveWith.length > 0 && { aliveWith }),
      ...(modifiers(node).includes('partial') && { partial: true }),
      ...(handed.length > 0 && { entry: [PROGRAM] }),
    })
    if (outer === 0) {
      this.topTypes.push(unit)
      this.writer.facts.exports.push([name, name])
      this.writer.import('.', [], 'lazy', unit)
    }
    this.holders.set(unit, {
      name,
      hasBases: bases.length > 0,
      isHanded: handed.length > 0 || isComponent,
      paths: attributes.flatMap((one) => (ROUTE.test(attributeName(one)) ? pathsOf(one, name) : [])),
    })
    if (attributes.some((one) => TEST_ATTRIBUTE.test(attributeName(one))))
      this.writer.facts.registersTests = 'loaded'
    for (const child of node.namedChildren) {
      if (child.field === 'name') continue
      if (child.type === 'base_list') this.baseList(child, unit)
      else if (child.field === 'body') for (const one of child.namedChildren) this.inBody(one, unit)
      else this.visit(child, unit)
    }
  }

  /** Bases are followed by what inherits; types in their brackets and what is handed to them are spoken. */
  private baseList(list: SyntaxNode, unit: number): void {
    for (const base of list.namedChildren) {
      if (base.type === 'argument_list') this.visit(base, unit)
      else for (const name of namesInBrackets(base)) this.name(name, unit)
      if (base.type === 'primary_constructor_base_type')
        for (const one of base.namedChildren) if (one.type === 'argument_list') this.visit(one, unit)
    }
  }

  private inBody(node: SyntaxNode, holder: number): void {
    if (TYPES.has(node.type)) return this.type(node, holder)
    if (!MEMBERS.has(node.type)) return this.visit(node, holder)
    const isCode =
      node.child('body') !== undefined ||
      node.childOfType('arrow_expression_clause') !== undefined ||
      (node.childOfType('accessor_list')?.namedChildren.some((one) => one.child('body')) ?? false)
    const unit = isCode ? this.memberUnit(node, holder) : holder
    for (const child of node.namedChildren) if (child.field !== 'name') this.visit(child, unit)
  }

  private memberUnit(node: SyntaxNode, holder: number): number {
    const held = this.holders.get(holder)
    const name = node.child('name')?.text ?? ''
    const attributes = attributesOf(node)
    const names = attributes.map(attributeName)
    const routes = attributes.filter((one) => ROUTE.test(attributeName(one)))
    if (names.some((one) => TEST_ATTRIBUTE.test(one))) this.writer.facts.registersTests = 'loaded'
    const overrides = modifiers(node).includes('override')
    const isNamed = node.type === 'method_declaration' || node.type === 'property_declaration'
    const always =
      !isNamed ||
      CALLED_BY_RUNTIME.has(name) ||
      // What a base calls of its heirs.
      (overrides && modifiers(node).includes('protected')) ||
      names.some((one) => !INERT.test(one) && !ROUTE.test(one)) ||
      (held?.isHanded === true &&
        modifiers(node).includes('public') &&
        held.paths.length === 0 &&
        held.hasBases)
    const [first] = node.child('parameters')?.namedChildren ?? []
    const isExtension = first?.children.some(({ text }) => text === 'this') === true
    const entry = routes.map((one) =>
      entryOf([...pathsOf(one, held?.name ?? ''), ...(held?.paths ?? [])]).toLowerCase(),
    )
    if (isExtension) entry.push(name)
    return this.writer.unit('member', name, node, holder, {
      ...(always && { always: true }),
      ...((overrides || (held?.hasBases && HOOK.test(name))) && { inObject: true }),
      ...(entry.length > 0 && { entry }),
    })
  }

  private visitAll(nodes: readonly SyntaxNode[], unit: number): void {
    for (const node of nodes) this.visit(node, unit)
  }

  private visit(node: SyntaxNode, unit: number): void {
    if (TYPES.has(node.type)) return this.type(node, unit)
    switch (node.type) {
      case 'identifier':
        return this.identifier(node, unit)
      case 'generic_name':
        return this.visitAll(node.namedChildren, unit)
      case 'qualified_name':
        return this.qualified(node, unit)
      case 'string_literal_content':
      case 'string_content':
      case 'raw_string_content':
        return this.text(node.text, unit)
      case 'verbatim_string_literal':
        return this.text(node.text.slice(2, -1), unit)
      case 'member_access_expression':
        return this.memberAccess(node, unit)
      case 'member_binding_expression':
        return this.property(node.child('name'), unit)
      case 'attribute':
        return this.attribute(node, unit)
      case 'parameter':
      case 'variable_declarator':
      case 'local_function_statement':
      case 'declaration_pattern':
      case 'type_parameter':
      case 'using_directive':
        return this.visitAll(
          node.namedChildren.filter(({ field }) => field !== 'name'),
          unit,
        )
      case 'foreach_statement':
        return this.visitAll(
          node.namedChildren.filter(({ field }) => field !== 'left'),
          unit,
        )
      default:
        return this.visitAll(node.namedChildren, unit)
    }
  }

  /** A class, or a member of the class around it that is named without `this`. */
  private identifier(node: SyntaxNode, unit: number): void {
    const name = node.text
    const isCall = node.field === 'function' || node.parent?.field === 'function'
    if (isCall || /^[A-Z]/.test(name)) this.writer.property(unit, name)
    if (/^[A-Z]/.test(name)) this.name(name, unit)
  }

  private name(name: string, unit: number): void {
    this.writer.name(unit, name)
    if (!STARTS_PROGRAM.test(name)) return
    this.writer.name(unit, 'Program')
    this.writer.property(unit, PROGRAM)
  }

  private qualified(node: SyntaxNode, unit: number): void {
    const name = plain(node)
    this.writer.import(name, [[last(name), name]], 'lazy', unit)
    this.name(name, unit)
    for (const part of name.split('.')) this.name(part, unit)
    for (const inner of node.walk()) if (inner.type === 'type_argument_list') this.visit(inner, unit)
  }

  private memberAccess(node: SyntaxNode, unit: number): void {
    const object = node.child('expression')
    if (/^[A-Z]\w*(?:\.[A-Z]\w*)+$/.test(node.text)) {
      // `Shop.Till.Pay`: any of its beginnings may be a class by its full name.
      const parts = node.text.split('.')
      for (let length = 2; length <= Math.min(parts.length, 8); length++) {
        const name = parts.slice(0, length).join('.')
        this.writer.import(name, [[last(name), name]], 'lazy', unit)
        this.writer.name(unit, name)
        this.name(parts[length - 1] ?? '', unit)
      }
    }
    if (object) this.visit(object, unit)
    this.property(node.child('name'), unit)
  }

  private property(name: SyntaxNode | undefined, unit: number): void {
    if (!name) return
    const [first, ...more] = name.type === 'generic_name' ? name.namedChildren : [name]
    this.writer.property(unit, first?.text ?? '')
    this.visitAll(more, unit)
  }

  private text(text: string, unit: number): void {
    this.writer.text(unit, text.toLowerCase())
    // Members that reflection and bindings name: `[MemberData("Cases")]`.
    if (/^[A-Z]\w{2,60}$/.test(text)) this.writer.property(unit, text)
  }

  private attribute(node: SyntaxNode, unit: number): void {
    const name = attributeName(node)
    this.name(name, unit)
    this.name(`${name}Attribute`, unit)
    for (const child of node.namedChildren) {
      if (child.field === 'name') {
        for (const inner of child.walk()) if (inner.type === 'type_argument_list') this.visit(inner, unit)
      } else if (!ROUTE.test(name)) this.visit(child, unit)
    }
  }
}

function plain(node: SyntaxNode | undefined): string {
  return (node?.text ?? '').replace(/^global::/, '').replaceAll(/<[\s\S]*>|\s/g, '')
}

function last(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** `A.B.C`, `A.B` and `A`: what encloses a namespace is in sight in it. */
function withOuter(namespace: string): string[] {
  const parts = namespace.split('.').filter(Boolean)
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'))
}

function typeName(node: SyntaxNode): string {
  const text = node.text.replace(/[<(][\s\S]*$/, '').trim()
  return text.startsWith('global::') ? last(text) : text.includes('.') ? last(text) : text
}

function namesInBrackets(node: SyntaxNode): string[] {
  const names: string[] = []
  for (const list of node.walk()) {
    if (list.type !== 'type_argument_list') continue
    for (const inner of list.walk()) if (inner.type === 'identifier') names.push(inner.text)
  }
  return [...new Set(names)]
}

function modifiers(node: SyntaxNode): string[] {
  return node.children.filter(({ type }) => type === 'modifier').map(({ text }) => text)
}

function attributesOf(node: SyntaxNode): SyntaxNode[] {
  return node.children
    .filter(({ type }) => type === 'attribute_list')
    .flatMap((list) => list.namedChildren.filter(({ type }) => type === 'attribute'))
}

function attributeName(node: SyntaxNode): string {
  return last((node.child('name')?.text ?? '').replace(/<[\s\S]*$/, '')).replace(/Attribute$/, '')
}

/** Paths of a route; `[controller]` stands for the class without the end of its name. */
function pathsOf(attribute: SyntaxNode, className: string): string[] {
  const controller = className.replace(/Controller$/, '')
  const paths: string[] = []
  for (const node of attribute.walk()) {
    if (node.type === 'string_literal_content' || node.type === 'raw_string_content')
      paths.push(node.text.replace('[controller]', controller))
  }
  return paths
}
