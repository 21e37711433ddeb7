import type { SyntaxNode } from '../../code/index.ts'

/** How a module gives out what it holds. */
export interface Exported {
  /** `whole` is what CommonJS gives: `module.exports = f`. */
  kind: 'named' | 'default' | 'whole'
  /** The name that others import it by; of a default or a whole, a fitting one. */
  name: string
}

const QUOTES = /^['"`]|['"`]$/g

/** What a script gives out, by the name it has in the script. A name may be given out once only: the first counts. */
export function exportedNames(root: SyntaxNode): Map<string, Exported> {
  const found = new Map<string, Exported>()
  const add = (local: string | undefined, exported: Exported): void => {
    if (local !== undefined && local !== '' && !found.has(local)) found.set(local, exported)
  }
  for (const statement of root.namedChildren) {
    if (statement.type === 'export_statement') readExport(statement, add)
    else for (const assignment of assignmentsOf(statement)) readAssignment(assignment, add)
  }
  return found
}

type Add = (local: string | undefined, exported: Exported) => void

function readExport(statement: SyntaxNode, add: Add): void {
  if (statement.child('source')) return
  const isDefault = statement.children.some(({ type }) => type === 'default')
  const declaration = statement.child('declaration')
  for (const name of declared(declaration)) {
    add(name, isDefault ? { kind: 'default', name } : { kind: 'named', name })
  }
  const value = statement.child('value')
  if (isDefault && value?.type === 'identifier') add(value.text, { kind: 'default', name: value.text })
  else if (isDefault && value) add('default', { kind: 'default', name: '' })
  else if (isDefault && declaration && declared(declaration).length === 0)
    add('default', { kind: 'default', name: '' })
  for (const specifier of statement.childOfType('export_clause')?.namedChildren ?? []) {
    const local = specifier.child('name')?.text
    const name = specifier.child('alias')?.text ?? local
    if (name === 'default') add(local, { kind: 'default', name: local ?? '' })
    else if (name !== undefined) add(local, { kind: 'named', name })
  }
}

/** Names that a declaration binds, without those of patterns. */
export function declared(declaration: SyntaxNode | undefined): string[] {
  if (!declaration) return []
  const own = declaration.child('name')
  if (own) return [own.text]
  return declaration.namedChildren
    .filter(({ type }) => type === 'variable_declarator')
    .map((one) => one.child('name'))
    .filter((name) => name?.type === 'identifier')
    .map((name) => name?.text ?? '')
}

/** Assignments of one statement: `a = b`, and those in `var app = exports = module.exports = {}`. */
function* assignmentsOf(statement: SyntaxNode): Generator<SyntaxNode> {
  const starts =
    statement.type === 'expression_statement'
      ? statement.namedChildren
      : statement.namedChildren.map((one) => one.child('value')).filter((one) => one !== undefined)
  for (const start of starts) {
    for (
      let next: SyntaxNode | undefined = start;
      next?.type === 'assignment_expression';
      next = next.child('right')
    )
      yield next
  }
}

const WHOLE = /^module\s*\.\s*exports$/

function readAssignment(assignment: SyntaxNode, add: Add): void {
  const left = assignment.child('left')
  const right = valueOf(assignment)
  if (!left || !right) return
  const member = /^(?:module\s*\.\s*)?exports\s*\.\s*([\p{L}_$][\p{L}\p{N}_$]*)$/u.exec(left.text)?.[1]
  if (member !== undefined && member !== 'exports') {
    const local = right.type === 'identifier' ? right.text : member
    add(local, { kind: 'named', name: member })
  }
  if (!WHOLE.test(left.text)) return
  // `var app = exports = module.exports = {}`
  const holder = outermost(assignment)?.parent
  if (holder?.type === 'variable_declarator') add(holder.child('name')?.text, { kind: 'whole', name: '' })
  if (right.type === 'identifier') add(right.text, { kind: 'whole', name: right.text })
  else if (right.type === 'object') {
    for (const entry of right.namedChildren) {
      if (entry.type === 'shorthand_property_identifier') add(entry.text, { kind: 'named', name: entry.text })
      const key = entry.child('key')?.text.replaceAll(QUOTES, '')
      const value = entry.child('value')
      if (key !== undefined && value)
        add(value.type === 'identifier' ? value.text : key, { kind: 'named', name: key })
      if (entry.type === 'method_definition') {
        const name = entry.child('name')?.text
        add(name, { kind: 'named', name: name ?? '' })
      }
    }
  } else {
    const name = right.child('name')?.text
    add(name ?? 'default', { kind: 'whole', name: name ?? '' })
  }
}

function outermost(assignment: SyntaxNode): SyntaxNode | undefined {
  let node = assignment
  while (node.parent?.type === 'assignment_expression') node = node.parent
  return node
}

function valueOf(assignment: SyntaxNode): SyntaxNode | undefined {
  let right = assignment.child('right')
  while (right?.type === 'assignment_expression') right = right.child('right')
  return right
}
