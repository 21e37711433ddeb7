import type { SyntaxNode } from '../code/node.ts'

/** The arguments of a Python call. */
export interface Arguments {
  positional: SyntaxNode[]
  keywords: Map<string, SyntaxNode>
  /** `*args` or `**kwargs`: nothing can be said about what is not there. */
  splat: boolean
}

export function argumentsOf(call: SyntaxNode): Arguments {
  const result: Arguments = { positional: [], keywords: new Map(), splat: false }
  for (const argument of call.child('arguments')?.namedChildren ?? []) {
    const [name, value] = [argument.child('name'), argument.child('value')]
    if (argument.type === 'keyword_argument' && name && value) result.keywords.set(name.text, value)
    else if (/splat/.test(argument.type)) result.splat = true
    else result.positional.push(argument)
  }
  return result
}

/** Last part of the called name: `RunPython` of `migrations.RunPython(…)`. */
export function calledName(call: SyntaxNode): string {
  const name = call.child('function')
  return (name?.child('attribute') ?? name)?.text ?? ''
}

/** The value that the statements of a block or module assign to a name. */
export function assignedIn(block: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const statement of block.namedChildren) {
    const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : statement
    if (assignment?.type === 'assignment' && assignment.child('left')?.text === name) {
      return assignment.child('right')
    }
  }
  return undefined
}
