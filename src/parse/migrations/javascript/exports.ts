import type { SyntaxNode } from '../../code/node.ts'

const CALLABLE =
  /^(?:function_declaration|function_expression|arrow_function|generator_function.*|method_definition)$/

/** The functions that a module exports by name, in any of the ways of CommonJS and ES modules. */
export function exportedFunctions(root: SyntaxNode): Map<string, SyntaxNode> {
  const declared = new Map<string, SyntaxNode>()
  const found = new Map<string, SyntaxNode>()
  const add = (name: string | undefined, value: SyntaxNode | undefined): void => {
    if (name === undefined || !value) return
    const target = value.type === 'identifier' ? declared.get(value.text) : value
    if (target && CALLABLE.test(target.type)) found.set(name, target)
  }
  for (const statement of root.namedChildren) {
    const node = statement.type === 'export_statement' ? statement.child('declaration') : statement
    for (const [name, value] of node ? declarations(node) : []) {
      declared.set(name, value)
      if (statement.type === 'export_statement') add(name, value)
    }
  }
  for (const statement of root.namedChildren) {
    if (statement.type === 'export_statement') {
      for (const specifier of statement.childOfType('export_clause')?.namedChildren ?? []) {
        const name = specifier.child('name')
        add((specifier.child('alias') ?? name)?.text, name)
      }
      addMembers(statement.child('value'), add)
      continue
    }
    // `exports.up = exports.x = …` is not followed.
    const assignment = statement.namedChildren[0]
    if (assignment?.type !== 'assignment_expression') continue
    const left = assignment.child('left')?.text ?? ''
    const right = assignment.child('right')
    if (left === 'module.exports' || left === 'exports') addMembers(right, add)
    else add(/^(?:module\.)?exports\.(\w+)$/.exec(left)?.[1], right)
  }
  return found
}

function declarations(node: SyntaxNode): [string, SyntaxNode][] {
  if (CALLABLE.test(node.type)) return [[node.child('name')?.text ?? '', node]]
  return node.namedChildren.flatMap((declarator): [string, SyntaxNode][] => {
    const [name, value] = [declarator.child('name'), declarator.child('value')]
    return name && value ? [[name.text, value]] : []
  })
}

/** Members of `module.exports = { … }`. */
function addMembers(
  object: SyntaxNode | undefined,
  add: (name: string | undefined, value: SyntaxNode | undefined) => void,
): void {
  // `{ … } satisfies Migration`
  if (object && /^(?:satisfies|as|parenthesized)_expression$/.test(object.type))
    return addMembers(object.namedChildren[0], add)
  if (object?.type !== 'object') return
  for (const member of object.namedChildren) {
    if (member.type === 'pair') add(member.child('key')?.text, member.child('value'))
    else if (member.type === 'method_definition') add(member.child('name')?.text, member)
    else if (member.type === 'shorthand_property_identifier') addShorthand(member, add)
  }
}

/** `{ up }`: the identifier stands for the declaration of that name. */
function addShorthand(
  member: SyntaxNode,
  add: (name: string | undefined, value: SyntaxNode | undefined) => void,
): void {
  for (const node of member.parent?.parent?.parent?.parent?.namedChildren ?? []) {
    for (const [name, value] of declarations(node)) if (name === member.text) add(name, value)
  }
}
