import { parseCode, type SyntaxNode } from '../../code/index.ts'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import { FactWriter } from '../fact-writer.ts'
import { JvmFile } from './file.ts'
import { typeOf } from './names.ts'

const TYPES = new Set([
  'class_declaration',
  'interface_declaration',
  'enum_declaration',
  'record_declaration',
  'annotation_type_declaration',
])
const METHODS = new Set(['method_declaration', 'constructor_declaration', 'compact_constructor_declaration'])

/** Reads a Java file. */
export async function readJava(text: string): Promise<FactsOrWhyNot> {
  const parsed = await parseCode(text, 'java')
  if (parsed.kind === 'unparsed') return { kind: 'unread', why: parsed.detail }
  const reader = new JavaReader(parsed.root)
  return { kind: 'read', facts: reader.read() }
}

class JavaReader {
  private readonly root: SyntaxNode
  private readonly writer = new FactWriter()
  private readonly file: JvmFile

  constructor(root: SyntaxNode) {
    this.root = root
    this.file = new JvmFile(this.writer, root)
  }

  read(): FactWriter['facts'] {
    for (const node of this.root.namedChildren) {
      if (node.type === 'package_declaration') this.file.package = node.namedChildren.at(-1)?.text ?? ''
      else if (node.type === 'import_declaration') this.importDeclaration(node)
    }
    for (const node of this.root.namedChildren) {
      if (node.type !== 'package_declaration' && node.type !== 'import_declaration') this.visit(node, 0)
    }
    return this.file.finish()
  }

  private importDeclaration(node: SyntaxNode): void {
    const name = node.namedChildren.find(({ type }) => type.endsWith('identifier'))?.text ?? ''
    const isStatic = node.children.some(({ type }) => type === 'static')
    const isWild = node.childOfType('asterisk') !== undefined
    this.file.import(name, isWild, isStatic)
  }

  private visitAll(nodes: readonly SyntaxNode[], unit: number, holder?: number): void {
    for (const node of nodes) this.visit(node, unit, holder)
  }

  /** @param holder the class whose body is being read: methods directly in it are its members */
  private visit(node: SyntaxNode, unit: number, holder?: number): void {
    if (TYPES.has(node.type)) return this.type(node, unit)
    if (METHODS.has(node.type) && holder !== undefined) return this.method(node, holder)
    switch (node.type) {
      case 'type_identifier':
        return this.file.type(unit, node.text)
      case 'identifier':
        return this.file.identifier(unit, node.text)
      case 'string_fragment':
      case 'multiline_string_fragment':
        return this.file.text(unit, node.text)
      case 'scoped_type_identifier': {
        const name = node.text.replaceAll(/<[\s\S]*?>|\s/g, '')
        if (/^[a-z_]/.test(name)) return this.file.type(unit, name)
        return this.visitAll(node.namedChildren, unit)
      }
      case 'field_access':
        return this.fieldAccess(node, unit)
      case 'method_invocation':
        return this.call(node, unit)
      case 'method_reference': {
        const [object, name] = node.namedChildren
        if (object) this.visit(object, unit)
        if (name?.type === 'identifier') this.file.calls(unit, object?.text, name.text)
        return
      }
      case 'object_creation_expression':
        this.file.constructs(typeOf(node.child('type')))
        return this.visitAll(node.namedChildren, unit)
      case 'marker_annotation':
      case 'annotation':
        return this.annotation(node, unit)
      case 'field_declaration':
        this.file.field(node, node.childOfType('modifiers'), typeOf(node.child('type')))
        return this.visitAll(node.namedChildren, unit)
      case 'enum_body':
      case 'enum_body_declarations':
        return this.visitAll(node.namedChildren, unit, holder)
      case 'variable_declarator':
      case 'formal_parameter':
      case 'spread_parameter':
      case 'element_value_pair':
        return this.visitAll(
          node.namedChildren.filter(({ field }) => field !== 'name' && field !== 'key'),
          unit,
        )
      default:
        return this.visitAll(node.namedChildren, unit)
    }
  }

  private type(node: SyntaxNode, outer: number): void {
    const bases = [
      node.child('superclass'),
      node.child('interfaces'),
      node.childOfType('extends_interfaces'),
    ].flatMap((one) => (one ? basesIn(one) : []))
    const unit = this.file.declare(node, node.child('name')?.text ?? '', outer, bases)
    for (const child of node.namedChildren) {
      if (child.field === 'name' || isBaseList(child)) continue
      if (child.field === 'body') this.visitAll(child.namedChildren, unit, unit)
      else this.visit(child, unit)
    }
    for (const { parameters } of bases) for (const name of parameters) this.file.type(unit, name)
  }

  private method(node: SyntaxNode, holder: number): void {
    const name = node.child('name')?.text ?? ''
    const body = node.child('body')
    const isConstructor = node.type !== 'method_declaration'
    // What is only declared runs nothing; whoever implements it is reached by its name.
    if (!body)
      return this.visitAll(
        node.namedChildren.filter(({ field }) => field !== 'name'),
        holder,
      )
    const unit = this.file.method(node, name, holder, {
      isConstructor,
      isAccessor: !isConstructor && isAccessor(body, node),
    })
    this.visitAll(
      node.namedChildren.filter(({ field }) => field !== 'name'),
      unit,
    )
  }

  private call(node: SyntaxNode, unit: number): void {
    const object = node.child('object')
    const name = node.child('name')?.text ?? ''
    if (object) this.visit(object, unit)
    for (const one of node.namedChildren)
      if (one.field !== 'object' && one.field !== 'name') this.visit(one, unit)
    this.file.calls(unit, object?.type === 'identifier' ? object.text : object && '', name)
    if (name === 'mock') {
      const [first] = node.child('arguments')?.namedChildren ?? []
      if (first?.type === 'class_literal') this.file.mocks(first.namedChildren[0]?.text ?? '')
    }
  }

  private fieldAccess(node: SyntaxNode, unit: number): void {
    const text = node.text
    if (/^(?:[a-z_]\w*\.)+[A-Z]\w*$/.test(text)) return this.file.type(unit, text)
    const field = node.child('field')?.text ?? ''
    // Constants name routes and tasks; a nested class is alive with the one around it.
    if (/^[A-Z]/.test(field)) this.writer.property(unit, field)
    const object = node.child('object')
    if (object) this.visit(object, unit)
  }

  private annotation(node: SyntaxNode, unit: number): void {
    const name = node.child('name')?.text.split('.').at(-1) ?? ''
    this.file.annotated(unit, name, node)
    const list = node.child('arguments')
    if (list) for (const one of list.namedChildren) this.annotationValue(one, unit, name)
  }

  private annotationValue(node: SyntaxNode, unit: number, annotation: string): void {
    if (this.file.isRoute(annotation) && node.walk().every(({ type }) => !type.endsWith('class_literal')))
      return
    this.visit(node, unit)
  }
}

export interface Base {
  name: string
  /** Names of types in its brackets. */
  parameters: string[]
}

function isBaseList(node: SyntaxNode): boolean {
  return ['superclass', 'super_interfaces', 'extends_interfaces'].includes(node.type)
}

function basesIn(list: SyntaxNode): Base[] {
  const types = list.childOfType('type_list')?.namedChildren ?? list.namedChildren
  return types.map((type) => ({
    name: typeOf(type),
    parameters: [...(type.childOfType('type_arguments')?.walk() ?? [])]
      .filter((node) => node.type === 'type_identifier')
      .map(({ text }) => text),
  }))
}

/** Whether it only hands out a field or sets one: `return x;`, `this.x = x;`. */
function isAccessor(body: SyntaxNode, method: SyntaxNode): boolean {
  const [only, ...more] = body.namedChildren
  if (!only || more.length > 0) return only === undefined
  const name = method.child('name')?.text ?? ''
  if (!/^(?:get|is|set|has|with)[A-Z]/.test(name)) return false
  return only.walk().every(({ type }) => ACCESSOR_NODES.has(type))
}

const ACCESSOR_NODES = new Set([
  'return_statement',
  'expression_statement',
  'assignment_expression',
  'field_access',
  'identifier',
  'this',
  'return',
  'true',
  'false',
  'null_literal',
  'string_literal',
  'string_fragment',
  'decimal_integer_literal',
  '"',
  '=',
  '.',
  ';',
])
