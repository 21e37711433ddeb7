import type { SyntaxNode } from '../../code/index.ts'
import type { FactWriter } from '../fact-writer.ts'
import { segmentsOf, type Uses } from './uses.ts'
import { MACRO, PREDECLARED, PROGRAM, STARTS_PROGRAM } from './words.ts'

const SILENT = new Set(
  'line_comment block_comment lifetime field_identifier shorthand_field_identifier visibility_modifier primitive_type self crate super label loop_label'.split(
    ' ',
  ),
)
const IDENTIFIER = /^[\p{L}_][\p{L}\d_]*$/u

/** What the code of one unit speaks, with its own variables left out. */
export class Body {
  private readonly writer: FactWriter
  private readonly uses: Uses
  private readonly unit: number
  private readonly depth: number
  private readonly locals: ReadonlySet<string>

  /** @param depth inline modules around it */
  constructor(writer: FactWriter, uses: Uses, unit: number, depth: number, whole: SyntaxNode) {
    this.writer = writer
    this.uses = uses
    this.unit = unit
    this.depth = depth
    this.locals = localsOf(whole)
  }

  visit(node: SyntaxNode): void {
    switch (node.type) {
      case 'identifier':
      case 'type_identifier':
        this.name(node.text)
        return
      case 'scoped_identifier':
      case 'scoped_type_identifier':
        this.path(node)
        return
      case 'call_expression': {
        const called = node.child('function')
        // A variable's name may be a function's elsewhere in it.
        if (called?.type === 'identifier') this.uses.speak(this.unit, [called.text], this.depth)
        else if (called) this.visit(called)
        for (const child of node.children) if (child.named && child.field !== 'function') this.visit(child)
        return
      }
      case 'field_expression': {
        const value = node.child('value')
        this.writer.property(this.unit, node.child('field')?.text ?? '')
        if (value) this.visit(value)
        return
      }
      case 'macro_invocation': {
        const name = segmentsOf(node.child('macro')).at(-1) ?? ''
        this.writer.property(this.unit, `${MACRO}${name}`)
        if (STARTS_PROGRAM.test(name)) this.writer.property(this.unit, PROGRAM)
        for (const child of node.children) if (child.type === 'token_tree') this.tokens(child)
        return
      }
      case 'token_tree':
        this.tokens(node)
        return
      case 'use_declaration':
        return
      case 'string_literal':
      case 'raw_string_literal':
        this.text(node.text)
        return
      default:
        if (SILENT.has(node.type)) return
        for (const child of node.children) if (child.named) this.visit(child)
    }
  }

  private name(text: string): void {
    if (!this.locals.has(text) && !PREDECLARED.has(text)) this.uses.speak(this.unit, [text], this.depth)
    if (STARTS_PROGRAM.test(text)) this.writer.property(this.unit, PROGRAM)
  }

  private path(node: SyntaxNode): void {
    const inner = node.child('path')
    const last = node.child('name')?.text ?? ''
    if (STARTS_PROGRAM.test(last)) this.writer.property(this.unit, PROGRAM)
    if (
      inner &&
      !['identifier', 'scoped_identifier', 'crate', 'self', 'super', 'metavariable'].includes(inner.type)
    ) {
      // `<T as Trait>::f`, `Vec::<T>::new`.
      this.visit(inner)
      this.writer.property(this.unit, last)
      return
    }
    this.uses.speak(this.unit, segmentsOf(node), this.depth)
  }

  /** What a macro makes of its tokens is its own affair: every name in them is spoken. */
  tokens(tree: SyntaxNode): void {
    const { children } = tree
    for (let at = 0; at < children.length; at++) {
      const token = children[at]
      if (!token) continue
      if (token.type === 'token_tree') this.tokens(token)
      else if (token.type === 'string_literal' || token.type === 'raw_string_literal') {
        this.text(token.text)
        const text = token.text.slice(1, -1)
        // `#[serde(default = "start")]`, and what a format string holds.
        if (/^\w+(?:::\w+)*$/.test(text)) this.uses.speak(this.unit, text.split('::'), this.depth)
      } else if (isWord(token)) {
        const path = [token.type === 'metavariable' ? 'crate' : token.text]
        const first = at
        while (children[at + 1]?.type === '::' && isWord(children[at + 2])) {
          path.push(children[at + 2]?.text ?? '')
          at += 2
        }
        if (children[at + 1]?.type === '!') this.writer.property(this.unit, `${MACRO}${path.at(-1) ?? ''}`)
        else if (children[first - 1]?.type === '.') this.writer.property(this.unit, path[0] ?? '')
        else if (
          path.length > 1 ||
          !this.locals.has(path[0] ?? '') ||
          children[at + 1]?.type === 'token_tree'
        )
          this.uses.speak(this.unit, path, this.depth)
        if (path.some((word) => STARTS_PROGRAM.test(word))) this.writer.property(this.unit, PROGRAM)
      }
    }
  }

  private text(literal: string): void {
    if (literal.includes('CARGO_BIN_EXE')) this.writer.property(this.unit, PROGRAM)
    this.writer.text(this.unit, literal.replace(/^[rb#]*"|"#*$/g, ''))
  }
}

function isWord(token: SyntaxNode | undefined): boolean {
  return (
    token !== undefined &&
    (token.type === 'metavariable'
      ? token.text === '$crate'
      : ['identifier', 'crate', 'self', 'super'].includes(token.type))
  )
}

/** Names that patterns of a function bind, anywhere in it, and its type parameters. */
function localsOf(whole: SyntaxNode): Set<string> {
  const locals = new Set<string>()
  const bind = (pattern: SyntaxNode | undefined): void => {
    const stack = pattern ? [pattern] : []
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (['identifier', 'shorthand_field_identifier'].includes(node.type) && /^[\p{Ll}_]/u.test(node.text))
        locals.add(node.text)
      for (const child of node.children)
        if (
          child.named &&
          child.field !== 'type' &&
          child.field !== 'condition' &&
          !child.type.startsWith('scoped_')
        )
          stack.push(child)
    }
  }
  for (const node of whole.walk()) {
    if (node.type === 'closure_parameters') bind(node)
    else if (node.type === 'type_parameter') {
      const name = node.child('name')?.text ?? ''
      if (IDENTIFIER.test(name)) locals.add(name)
    } else bind(node.child('pattern'))
  }
  return locals
}
