import type { SyntaxNode } from '../../code/index.ts'
import type { FactWriter } from '../fact-writer.ts'
import type { GoImports } from './imports.ts'
import { Scope } from './scope.ts'
import { PREDECLARED } from './words.ts'

/** Before the name of a function that a program opens to those who load it. */
export const PLUGIN = 'plugin:'

/** What opens a block of names. */
const BLOCKS = new Set(
  'block if_statement for_statement expression_switch_statement type_switch_statement select_statement expression_case type_case default_case communication_case func_literal function_type method_elem'.split(
    ' ',
  ),
)
const SILENT = new Set([
  'comment',
  'label_name',
  'package_identifier',
  'field_identifier',
  'blank_identifier',
])
/** `{{ .Total }}`, `{{ range .Lines }}`: templates call methods by name. */
const TEMPLATE = /\{\{[^{}]*\}\}/g

/** What the code of one unit speaks, with the names that it declares itself left out. */
export class Body {
  private readonly writer: FactWriter
  private readonly imports: GoImports
  private readonly unit: number
  /** Strings that are paths are kept: of test code. */
  private readonly keepsPaths: boolean

  constructor(writer: FactWriter, imports: GoImports, unit: number, keepsPaths: boolean) {
    this.writer = writer
    this.imports = imports
    this.unit = unit
    this.keepsPaths = keepsPaths
  }

  visit(node: SyntaxNode, outer: Scope): void {
    const scope = BLOCKS.has(node.type) ? new Scope(outer) : outer
    switch (node.type) {
      case 'identifier':
      case 'type_identifier':
        if (!scope.has(node.text) && !PREDECLARED.has(node.text)) this.writer.name(this.unit, node.text)
        return
      case 'selector_expression':
        this.qualified(node.child('operand'), node.child('field')?.text ?? '', scope)
        return
      case 'qualified_type':
        this.imports.qualified(this.unit, node.child('package')?.text ?? '', node.child('name')?.text ?? '')
        return
      case 'short_var_declaration':
        this.assigned(node, true, scope)
        return
      case 'range_clause':
      case 'receive_statement':
        this.assigned(
          node,
          node.children.some(({ type }) => type === ':='),
          scope,
        )
        return
      case 'var_spec':
      case 'const_spec':
      case 'parameter_declaration':
      case 'variadic_parameter_declaration':
        for (const child of node.children) if (child.field !== 'name') this.visit(child, scope)
        declareNames(node, scope)
        return
      case 'type_spec':
      case 'type_alias':
      case 'type_parameter_declaration':
        declareNames(node, scope)
        for (const child of node.children) if (child.field !== 'name') this.visit(child, scope)
        return
      case 'type_switch_statement':
        for (const child of node.children) {
          if (child.field === 'alias') declareAll(child, scope)
          else this.visit(child, scope)
        }
        return
      case 'composite_literal': {
        const type = node.child('type')
        const body = node.child('body')
        if (type) this.visit(type, scope)
        if (body) this.elements(body, scope, type?.type === 'map_type')
        return
      }
      case 'call_expression':
        this.looksUp(node)
        for (const child of node.children) if (child.named) this.visit(child, scope)
        return
      case 'interpreted_string_literal':
      case 'raw_string_literal':
        this.text(node.text.slice(1, -1))
        return
      default:
        if (SILENT.has(node.type)) return
        for (const child of node.children) if (child.named) this.visit(child, scope)
    }
  }

  /** `a.b` is a name of a package, or a field or method of whatever `a` is. */
  private qualified(operand: SyntaxNode | undefined, property: string, scope: Scope): void {
    if (operand?.type === 'identifier' && !scope.has(operand.text)) {
      this.imports.qualified(this.unit, operand.text, property)
      return
    }
    this.writer.property(this.unit, property)
    if (operand) this.visit(operand, scope)
  }

  private assigned(node: SyntaxNode, declares: boolean, scope: Scope): void {
    const [left, right] = [node.child('left'), node.child('right')]
    if (right) this.visit(right, scope)
    if (left && declares) declareAll(left, scope)
    else if (left) this.visit(left, scope)
  }

  /** `v.MethodByName("Charge")`, `plugin.Lookup("New")`: called by what a string says. */
  private looksUp(call: SyntaxNode): void {
    const name = call.child('function')?.child('field')?.text
    const [what] = call.child('arguments')?.namedChildren ?? []
    if (what?.type !== 'interpreted_string_literal' || !/^(?:MethodByName|Lookup)$/.test(name ?? '')) return
    const text = what.text.slice(1, -1)
    this.writer.property(this.unit, text)
    this.writer.property(this.unit, `${PLUGIN}${text}`)
  }

  /** Elements of a composite literal: a name before a colon is a field, but for maps. */
  private elements(list: SyntaxNode, scope: Scope, isMap: boolean): void {
    for (const element of list.children) {
      const parts = element.type === 'keyed_element' ? element.children : [element]
      for (const part of parts) {
        const [inner] = part.namedChildren
        if (!inner) continue
        if (inner.type === 'literal_value') this.elements(inner, scope, false)
        else if (part.field !== 'key' || isMap || inner.type !== 'identifier') this.visit(inner, scope)
      }
    }
  }

  private text(text: string): void {
    if (text.includes('{{'))
      for (const [action] of text.matchAll(TEMPLATE))
        for (const [, name = ''] of action.matchAll(/\.([A-Z]\w*)/g)) this.writer.property(this.unit, name)
    this.writer.text(this.unit, text)
    const { paths } = this.writer.facts
    if (this.keepsPaths && /^[\w.-]*\/[\w./-]+$/.test(text) && paths.length < 500 && !paths.includes(text))
      paths.push(text)
  }
}

/** The names that stand on the left of `:=`. */
function declareAll(list: SyntaxNode, scope: Scope): void {
  for (const { type, text } of list.children) if (type === 'identifier') scope.declare(text)
}

export function declareNames(node: SyntaxNode, scope: Scope): void {
  for (const { field, text } of node.children) if (field === 'name') scope.declare(text)
}
