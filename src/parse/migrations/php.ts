import type { SyntaxNode } from '../code/node.ts'
import type { Body } from './code-part.ts'
import { literalSql } from './literal-sql.ts'
import type { Effect } from './step.ts'

/** The class of a file that a test accepts, by the text of what it extends; anonymous classes included. */
export function phpClass(root: SyntaxNode, extended: RegExp): SyntaxNode | undefined {
  for (const node of root.walk()) {
    if (node.type !== 'class_declaration' && node.type !== 'anonymous_class') continue
    const base = node.childOfType('base_clause')
    if (base && extended.test(base.text)) return node
  }
  return undefined
}

/** The methods of a class by name, in lower case: PHP does not tell them apart by case. */
export function phpMethods(declared: SyntaxNode): Map<string, SyntaxNode> {
  const methods = new Map<string, SyntaxNode>()
  for (const member of declared.child('body')?.namedChildren ?? []) {
    const name = member.type === 'method_declaration' ? member.child('name')?.text : undefined
    if (name !== undefined) methods.set(name.toLowerCase(), member)
  }
  return methods
}

/** Bodies of a class's own methods, each once: `$this->createRoles()` in a method gives what that one does. */
export function ownMethods(method: SyntaxNode): (call: PhpCall) => SyntaxNode | undefined {
  const declared = method.ancestor('class_declaration', 'anonymous_class')
  const methods = declared ? phpMethods(declared) : new Map<string, SyntaxNode>()
  const seen = new Set([method])
  return ({ object, name }) => {
    const found = /^(?:\$this|self|static)$/.test(object) ? methods.get(name.toLowerCase()) : undefined
    if (!found || seen.has(found)) return undefined
    seen.add(found)
    return found.child('body')
  }
}

/** The value of a string without interpolation, or undefined for anything else. */
export function phpLiteral(node: SyntaxNode | undefined): string | undefined {
  if (!node) return undefined
  if (node.type === 'parenthesized_expression') return phpLiteral(node.namedChildren[0])
  if (node.type === 'binary_expression' && node.child('operator')?.text === '.') {
    const [left, right] = [phpLiteral(node.child('left')), phpLiteral(node.child('right'))]
    return left === undefined || right === undefined ? undefined : left + right
  }
  if (node.type === 'nowdoc' || node.type === 'heredoc') {
    const body = node.child('value')
    const parts = body?.namedChildren ?? []
    if (!parts.every(({ type }) => /^(?:nowdoc_string|string_content|escape_sequence)$/.test(type)))
      return undefined
    return body?.text
  }
  if (node.type !== 'string' && node.type !== 'encapsed_string') return undefined
  const parts = node.namedChildren
  if (!parts.every(({ type }) => type === 'string_content' || type === 'escape_sequence')) return undefined
  return parts.map((part) => (part.type === 'escape_sequence' ? unescaped(part.text) : part.text)).join('')
}

function unescaped(text: string): string {
  if (text === '\\n') return '\n'
  if (text === '\\t') return '\t'
  return text.slice(1)
}

export interface PhpCall {
  node: SyntaxNode
  /** `Schema` of `Schema::create(…)`, `$this->schema` of `$this->schema->create(…)`; empty for a function. */
  object: string
  name: string
  arguments: SyntaxNode[]
  /** Those of `arguments` that are given by name. */
  named: ReadonlyMap<string, SyntaxNode>
}

/** A call of a method, static method or function, or undefined for any other node. */
export function phpCall(node: SyntaxNode): PhpCall | undefined {
  if (!/^(?:scoped_call|(?:nullsafe_)?member_call|function_call)_expression$/.test(node.type))
    return undefined
  const name = (node.child('name') ?? node.child('function'))?.text ?? ''
  const owner = node.child('scope') ?? node.child('object')
  const given = node.child('arguments')?.namedChildren ?? []
  return {
    node,
    // A long chain is read from its end: what it begins with lies within any bound.
    object: owner?.text.slice(0, 2000) ?? '',
    name,
    // A named argument keeps its value as the last child.
    arguments: given.flatMap((argument) => argument.namedChildren.at(-1) ?? []),
    named: new Map(
      given.flatMap((argument) => {
        const [key, value] = [argument.child('name'), argument.namedChildren.at(-1)]
        return key && value ? [[key.text, value] as const] : []
      }),
    ),
  }
}

/** A chain of calls, `$table->string('a')->nullable()`: what it begins with, and its calls in the order in which they run. */
export interface PhpChain {
  root: string
  calls: PhpCall[]
}

/** Calls in a chain that are looked at. */
const MAX_CHAIN = 500

/** The chain that a call ends, or undefined for any other node. */
export function phpChain(node: SyntaxNode | undefined): PhpChain | undefined {
  const calls: PhpCall[] = []
  let at = node
  for (let call = at && phpCall(at); call && calls.length < MAX_CHAIN; call = at && phpCall(at)) {
    calls.push(call)
    at = call.node.child('object') ?? call.node.child('scope')
    if (call.node.type === 'function_call_expression') break
  }
  if (calls.length === 0) return undefined
  return { root: at?.text.slice(0, 200) ?? '', calls: calls.toReversed() }
}

/** `['limit' => 20]` by key; of anything else nothing. */
export function phpOptions(node: SyntaxNode | undefined): ReadonlyMap<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>()
  if (node?.type !== 'array_creation_expression') return found
  for (const { namedChildren } of node.namedChildren) {
    const [key, value] = [phpLiteral(namedChildren[0]), namedChildren[1]]
    if (key !== undefined && value) found.set(key, value)
  }
  return found
}

/** The strings of an argument: one, or an array of them. Undefined where they are not all written out. */
export function phpStrings(node: SyntaxNode | undefined): string[] | undefined {
  if (node?.type !== 'array_creation_expression') {
    const one = phpLiteral(node)
    return one === undefined ? undefined : [one]
  }
  const found = node.namedChildren.map((element) =>
    element.namedChildren.length === 1 ? phpLiteral(element.namedChildren[0]) : undefined,
  )
  return found.includes(undefined) ? undefined : (found as string[])
}

const SILENT =
  /^(?:echo|print)\b|^(?:\\?Log|Log|\$this->output|\$this->io|\$output|\$this->logger|Artisan::output)(?:::|->)|^(?:app|Log)\('log'\)|^\\?(?:info|error_log|logger|dump|var_dump|printf|error|warn)\(|^\$this->(?:write|warnIf|skipIf|info|addDescription)\(/

/** What the body of a way back amounts to. */
export function phpBody(method: SyntaxNode): Body {
  let kind: 'nothing' | 'fake' = 'nothing'
  for (const statement of method.child('body')?.namedChildren ?? []) {
    const inner = statement.namedChildren[0]
    if (statement.type === 'empty_statement') continue
    if (statement.type === 'return_statement' && (!inner || /^(?:null|true|false)$/i.test(inner.text)))
      return { kind }
    const text = statement.text
    const refuses = /^\$this->(?:throwIrreversibleMigrationException|(?:abortIf|skipIf)\s*\(\s*true)\b/i.test(
      text,
    )
    if (inner?.type === 'throw_expression' || refuses) {
      const messages = [...statement.walk()].flatMap((node) => phpLiteral(node) ?? [])
      return { kind: 'raises', message: messages.join(' ') }
    }
    if (statement.type !== 'echo_statement' && !SILENT.test(text)) return { kind: 'does' }
    kind = 'fake'
  }
  return { kind }
}

/**
 * What the body of a way back amounts to, with what its SQL comes to: where all of it is written out and none of it
 * changes anything, it is no way back.
 */
export function phpWayBack(method: SyntaxNode, effects: readonly Effect[]): Body {
  const body = phpBody(method)
  const inert = body.kind === 'does' && effects.length === 0 && (literalSql(method)?.length ?? 0) > 0
  return inert ? { kind: 'fake' } : body
}

/** SQL between PHP's single quotes. */
export function phpQuoted(sql: string): string {
  return `'${sql.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
