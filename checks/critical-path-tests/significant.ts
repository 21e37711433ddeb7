import type { Language, SyntaxNode } from '../../src/parse/code/index.ts'
import { parseCode } from '../../src/parse/code/index.ts'

/** Leaves that change nothing that runs. */
const IGNORED = /comment|^(?:,|;|\n|newline)$/
/** Subtrees that are gone once the program runs. */
const TYPES = new Set([
  'type_annotation',
  'interface_declaration',
  'type_alias_declaration',
  'type_arguments',
  'type_parameters',
  'accessibility_modifier',
  'override_modifier',
  'ambient_declaration',
  'import_statement',
  'import_declaration',
  'import_from_statement',
  'import_spec',
  'package_clause',
  'package_declaration',
  // Go's and Rust's: what is declared in them has no code.
  'type_declaration',
  'struct_item',
  'enum_item',
  'union_item',
  'type_item',
  'use_declaration',
  'extern_crate_declaration',
  'attribute_item',
  'inner_attribute_item',
  'visibility_modifier',
  // C#'s and PHP's.
  'using_directive',
  'delegate_declaration',
  'file_scoped_namespace_declaration',
  'namespace_use_declaration',
  'php_tag',
])

/** A release number in a string, `'5.2.1-rc.1'`: what a release changes, and no test is asked for it. */
const RELEASE = /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/

/** Of these only the first child runs: `value as Type`, `value satisfies Type`, `value!`. */
const CASTS = new Set(['as_expression', 'satisfies_expression', 'non_null_expression'])
/** Words that only the type checker reads, by the node they stand in. */
const TYPE_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  optional_parameter: new Set(['?']),
  required_parameter: new Set(['readonly']),
  public_field_definition: new Set(['?', '!', 'readonly', 'declare']),
}

/**
 * The code of a file as the sequence of its tokens, without comments, layout, types and imports: equal before
 * and after means that nothing that runs was changed. Undefined where the file cannot be parsed.
 */
export async function runningTokens(text: string, language: Language): Promise<string[] | undefined> {
  const parsed = await parseCode(text, language)
  return parsed.kind === 'unparsed' ? undefined : tokensOf(parsed.root, language)
}

/**
 * The same of a part of a file.
 * @param without subtrees that are left out
 */
export function tokensOf(
  root: SyntaxNode,
  language: Language,
  without: ReadonlySet<SyntaxNode> = new Set(),
): string[] {
  const tokens: string[] = []
  const stack: (SyntaxNode | string)[] = [root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === 'string') tokens.push(node)
    else if (without.has(node) || isForTypesOnly(node)) continue
    else if (CASTS.has(node.type)) stack.push(...node.children.slice(0, 1))
    else if (node.children.length === 0) tokens.push(RELEASE.test(node.text) ? '<release>' : node.text)
    else {
      // Python's blocks have no braces of their own, and where one ends is what a re-indented line changes.
      const block = language === 'python' && node.type === 'block'
      if (block) {
        tokens.push('{')
        stack.push('}')
      }
      for (const child of node.children.toReversed()) stack.push(child)
    }
  }
  return tokens
}

function isForTypesOnly(node: SyntaxNode): boolean {
  if (IGNORED.test(node.type) || TYPES.has(node.type)) return true
  if (node.type === 'mod_item') return !node.child('body')
  if (node.type === 'export_statement') return node.children[1]?.type === 'type'
  return TYPE_WORDS[node.parent?.type ?? '']?.has(node.type) === true
}

/** Whether `head` has code that `base` lacks: a file that only lost code asks for no new test. */
export function addsCode(base: readonly string[], head: readonly string[]): boolean {
  if (base.length === head.length && base.every((token, index) => token === head[index])) return false
  let at = 0
  for (const token of base) if (token === head[at]) at++
  // `head` is what is left of `base` after deletions only.
  return at < head.length
}
