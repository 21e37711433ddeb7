import type { SyntaxNode } from '../code/node.ts'

/** Nodes that a declared name belongs to. */
const SCOPES = [
  'program',
  'function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
  'generator_function_declaration',
  'source_file',
  'method_declaration',
  'func_literal',
  'compilation_unit',
  'local_function_statement',
  'lambda_expression',
] as const

/** Which router a name means, by function. */
export class Scopes {
  readonly #names = new Map<SyntaxNode, Map<string, string>>()

  /** The function (or file) that a node stands in. */
  static of(node: SyntaxNode): SyntaxNode {
    return node.ancestor(...SCOPES) ?? node
  }

  declare(scope: SyntaxNode, name: string, router: string): void {
    const names = this.#names.get(scope) ?? new Map<string, string>()
    this.#names.set(scope, names.set(name, router))
  }

  find(at: SyntaxNode, name: string): string | undefined {
    for (let node: SyntaxNode | undefined = at; node; node = node.parent) {
      const router = this.#names.get(node)?.get(name)
      if (router !== undefined) return router
    }
    return undefined
  }
}
