import type { SyntaxNode } from '../../code/node.ts'
import type { RouterRef } from '../file-routes.ts'
import { isText } from '../text-of.ts'

/** Text of a literal string. */
export function literalOf(node: SyntaxNode | undefined): string | undefined {
  return node && isText(node) && !node.namedChildren.some(({ type }) => type === 'template_substitution')
    ? node.text.slice(1, -1)
    : undefined
}

/** The arguments of a call. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  return call.child('arguments')?.namedChildren ?? []
}

/** The value of an object's property. */
export function property(object: SyntaxNode | undefined, name: string): SyntaxNode | undefined {
  if (object?.type !== 'object') return undefined
  for (const pair of object.namedChildren) {
    const key = pair.child('key')
    if (pair.type === 'pair' && key && (literalOf(key) ?? key.text) === name) return pair.child('value')
    if (pair.type === 'shorthand_property_identifier' && pair.text === name) return pair
  }
  return undefined
}

/** The specifier of `require('x')` or `import('x')`. */
export function required(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'await_expression') return required(node.namedChildren[0])
  if (node?.type !== 'call_expression') return undefined
  const callee = node.child('function')
  return callee?.text === 'require' || callee?.type === 'import' ? literalOf(argumentsOf(node)[0]) : undefined
}

/** Every module that a file names. */
export function modulesOf(root: SyntaxNode): string[] {
  return [...root.walk()].flatMap((node) => {
    if (node.type === 'import_statement') return literalOf(node.child('source')) ?? []
    return required(node) ?? []
  })
}

/** Names that a file has from other modules. `*` is the module itself. */
export function importsOf(root: SyntaxNode): Map<string, RouterRef> {
  const found = new Map<string, RouterRef>()
  for (const node of root.walk()) {
    if (node.type === 'import_statement') fromImport(node, found)
    else if (node.type === 'variable_declarator') fromRequire(node, found)
  }
  return found
}

function fromImport(node: SyntaxNode, found: Map<string, RouterRef>): void {
  const from = literalOf(node.child('source'))
  const clause = node.childOfType('import_clause')
  if (from === undefined || !clause) return
  for (const part of clause.namedChildren) {
    if (part.type === 'identifier') found.set(part.text, { from, name: 'default' })
    else if (part.type === 'namespace_import') {
      const name = part.namedChildren[0]?.text
      if (name !== undefined) found.set(name, { from, name: '*' })
    } else {
      for (const specifier of part.namedChildren) {
        const name = specifier.child('name')?.text
        if (name !== undefined) found.set(specifier.child('alias')?.text ?? name, { from, name })
      }
    }
  }
}

function fromRequire(node: SyntaxNode, found: Map<string, RouterRef>): void {
  const value = node.child('value')
  const member = value?.type === 'member_expression' ? value : undefined
  const from = required(member ? member.child('object') : value)
  const name = node.child('name')
  if (from === undefined || !name) return
  if (name.type === 'identifier') {
    found.set(name.text, { from, name: member?.child('property')?.text ?? 'default' })
    return
  }
  for (const part of name.namedChildren) {
    const key = part.child('key')?.text ?? part.text
    found.set(part.child('value')?.text ?? part.text, { from, name: key })
  }
}

/** What other modules may ask a file for: its name outside, and the expression it stands for. */
export function exportsOf(root: SyntaxNode): Map<string, SyntaxNode | RouterRef> {
  const found = new Map<string, SyntaxNode | RouterRef>()
  for (const node of root.namedChildren) {
    if (node.type === 'export_statement') fromExport(node, found)
    const assignment = node.type === 'expression_statement' ? node.namedChildren[0] : undefined
    const [left, right] = [assignment?.child('left')?.text ?? '', assignment?.child('right')]
    if (assignment?.type !== 'assignment_expression' || !right) continue
    const name = /^(?:module\.)?exports(?:\.(\w+))?$/.exec(left)
    if (!name) continue
    found.set(name[1] ?? 'default', right)
    if (right.type !== 'object') continue
    for (const pair of right.namedChildren) {
      const value = pair.child('value') ?? pair
      found.set(pair.child('key')?.text ?? pair.text, value)
    }
  }
  return found
}

function fromExport(node: SyntaxNode, found: Map<string, SyntaxNode | RouterRef>): void {
  const value = node.child('value')
  const declaration = node.child('declaration')
  const isDefault = node.children.some(({ type }) => type === 'default')
  if (value) found.set('default', value)
  if (declaration && isDefault) found.set('default', declaration)
  const from = literalOf(node.child('source'))
  for (const specifier of node.childOfType('export_clause')?.namedChildren ?? []) {
    const name = specifier.child('name')
    if (!name) continue
    found.set(
      specifier.child('alias')?.text ?? name.text,
      from === undefined ? name : { from, name: name.text },
    )
  }
}
