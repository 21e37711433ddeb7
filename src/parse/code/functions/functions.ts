import type { Region } from '../../../model/index.ts'
import type { Language } from '../languages.ts'
import type { SyntaxNode } from '../node.ts'
import { type BranchKind, type FunctionGrammar, GRAMMARS, SHORT_CIRCUITS } from './grammar.ts'

/** A function of a file, or all that stands outside of its functions. */
export interface CodeFunction {
  /** Empty for what runs when the file is loaded. */
  name: string
  /** Class, module or receiver that it belongs to; empty where it stands alone. */
  owner: string
  region: Region
  node: SyntaxNode
  /** Functions inside it that have a name of their own, and are listed by themselves. */
  inner: Set<SyntaxNode>
  branches: CodeBranch[]
}

/** A place where the code goes one way or another. */
export interface CodeBranch {
  kind: BranchKind
  /** What decides, without layout: equal for the same branch before and after a change. */
  condition: string
  region: Region
  node: SyntaxNode
}

/** Functions of a parsed file; the first is what stands outside of them all. Empty for a language that is not known. */
export function codeFunctions(root: SyntaxNode, language: Language): CodeFunction[] {
  const grammar = GRAMMARS[language]
  if (!grammar) return []
  const file: CodeFunction = {
    name: '',
    owner: '',
    region: root.region,
    node: root,
    inner: new Set(),
    branches: [],
  }
  const found = [file]
  const stack: [SyntaxNode, CodeFunction][] = [[root, file]]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [node, outer] = next
    let within = outer
    const name = functionName(node, grammar)
    if (name !== undefined) {
      const owner = ownerOf(node, grammar)
      within = { name, owner, region: node.region, node, inner: new Set(), branches: [] }
      outer.inner.add(node)
      found.push(within)
    }
    const branch = branchOf(node, grammar)
    if (branch) within.branches.push(branch)
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index]
      if (child) stack.push([child, within])
    }
  }
  return found
}

function functionName(node: SyntaxNode, grammar: FunctionGrammar): string | undefined {
  // A declaration without a body (an overload, an abstract method) runs nothing.
  if (grammar.functions.has(node.type)) {
    return bodyOf(node) ? (node.child('name')?.text ?? '') : undefined
  }
  if (!grammar.anonymous.has(node.type)) return undefined
  const holder = node.parent
  if (holder?.type === 'variable_declarator' || holder?.type === 'public_field_definition')
    return holder.child('name')?.text
  if (holder?.type === 'field_definition') return holder.child('property')?.text
  if (holder?.type === 'pair') return holder.child('key')?.text.replaceAll(/^['"`]|['"`]$/g, '')
  if (holder?.type !== 'assignment_expression' || node.field !== 'right') return undefined
  const left = holder.child('left')
  return left?.type === 'member_expression' ? left.child('property')?.text : left?.text
}

function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.child('body') ?? node.childOfType('block', 'body_statement', 'arrow_expression_clause')
}

function ownerOf(node: SyntaxNode, grammar: FunctionGrammar): string {
  // Go names what a method belongs to before its name.
  const receiver = node.child('receiver')
  if (receiver) return /(\w+)(?:\[[^\]]*\])?\s*\)?$/.exec(receiver.text)?.[1] ?? ''
  const holder = node.ancestor(...grammar.holders)
  return (holder?.child('name') ?? holder?.child('type'))?.text ?? ''
}

function branchOf(node: SyntaxNode, grammar: FunctionGrammar): CodeBranch | undefined {
  const kind = grammar.branches.get(node.type)
  // Ruby's keywords are called what their statements are.
  if (!kind || !node.named) return undefined
  if (kind === 'operator') {
    const operator = node.child('operator')?.text ?? node.children.find((child) => !child.named)?.text ?? ''
    if (!SHORT_CIRCUITS.has(operator)) return undefined
  }
  return {
    kind,
    condition: conditionOf(node, kind),
    region: { ...node.region, endLine: node.region.startLine },
    node,
  }
}

function conditionOf(node: SyntaxNode, kind: BranchKind): string {
  const deciding =
    kind === 'condition' || kind === 'choice'
      ? (node.child('condition') ?? node.namedChildren[0])
      : kind === 'operator'
        ? node
        : // Where both are there, the value is what a case answers.
          (node.child('pattern') ?? node.child('value') ?? node.namedChildren[0])
  return (deciding?.text ?? '').replaceAll(/\s+/g, '')
}
