import type { Language } from '../code/languages.ts'
import type { SyntaxNode } from '../code/node.ts'
import { parseCode } from '../code/parse.ts'
import { effectsOf } from '../sql/effect.ts'
import { parseSql } from '../sql/parse.ts'
import type { MigrationFile, Unreadable } from './adapter.ts'
import { reasonForNothing, statedReason } from './declared.ts'
import { literalSql } from './literal-sql.ts'
import type { Effect, Part, Reversibility } from './step.ts'

/** What the body of a way back amounts to. */
export type Body =
  | { kind: 'nothing' }
  /** Statements without consequence: printing, logging. `message` holds what they print. */
  | { kind: 'fake'; message?: string }
  /** Fails unconditionally before it does anything. */
  | { kind: 'raises'; message: string }
  | { kind: 'does' }

/** The syntax tree of a migration in code, or why there is none. */
export async function treeOf(
  file: MigrationFile,
  language: Language,
): Promise<{ root: SyntaxNode; notFound: Unreadable | undefined } | Unreadable> {
  const parsed = await parseCode(file.source.text, language)
  if (parsed.kind === 'unparsed')
    return { unreadable: `a migration that was not understood (${parsed.detail})` }
  // Where no migration is found in a tree with mistakes it may stand behind one of them.
  const broken = { unreadable: 'a migration that was not understood (it has syntax errors)' }
  return { root: parsed.root, notFound: parsed.errorShare > 0 ? broken : undefined }
}

export function codePart(path: string, node: SyntaxNode, effects: Effect[], code = canonical(node)): Part {
  const sql = literalSql(node)
  return { path, region: node.region, effects, code, ...(sql && { sql }) }
}

/** What the way back is worth. `comments` are those that may state a reason. */
export function judgeCode(
  up: Part,
  body: Body | undefined,
  comments: string,
): { reversibility: Reversibility; reason?: string } {
  // It stops every rollback past it, whatever the way up does.
  if (body?.kind === 'raises') {
    const reason = statedReason(`${body.message}\n${comments}`)
    return { reversibility: 'declared-irreversible', ...(reason !== undefined && { reason }) }
  }
  if (up.effects.length === 0) return { reversibility: 'explicit' }
  if (!body) return { reversibility: 'missing' }
  if (body.kind === 'does') return { reversibility: 'explicit' }
  const printed = body.kind === 'fake' ? (body.message ?? '') : ''
  const reason = reasonForNothing(`${comments}\n${printed}`.trim(), up.effects)
  if (reason !== undefined) return { reversibility: 'declared-irreversible', reason }
  return { reversibility: body.kind === 'nothing' ? 'empty' : 'fake' }
}

/** The comments inside of a node, without their marks, one below the other. */
export function commentsIn(node: SyntaxNode): string {
  const texts: string[] = []
  for (const inner of node.walk()) {
    if (inner.type.endsWith('comment'))
      texts.push(inner.text.replaceAll(/^\s*(?:#+|\/\/+|\/?\*+\/?)|\*\/$/gm, '').trim())
  }
  return texts.join('\n')
}

/** They bring names in: what matters is what is done with them. */
const IMPORTS = new Set(['import_statement', 'import_from_statement', 'future_import_statement'])

const WHOLE = new Set(['string', 'template_string', 'heredoc_body', 'regex'])

/**
 * The tokens of a node without comments, docstrings, imports, layout, trailing commas and the choice of quotes and of Ruby's
 * syntax for hashes and lists of words: what a formatter may change does not show.
 * @param without nodes that are left out with all they hold
 */
export function canonical(node: SyntaxNode, without: ReadonlySet<SyntaxNode> = new Set()): string {
  const tokens: string[] = []
  const stack = [node]
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.type.endsWith('comment') || IMPORTS.has(next.type) || without.has(next) || isBareString(next))
      continue
    const words = next.type === 'string_array' || next.type === 'symbol_array' ? wordList(next) : undefined
    if (words !== undefined) tokens.push(words)
    else if (next.children.length === 0 || WHOLE.has(next.type)) {
      const token = WHOLE.has(next.type) ? oneQuote(next.text) : next.text
      if (/^[)\]}]/.test(token) && tokens.at(-1) === ',') tokens.pop()
      // A list whose members were left out keeps no comma for them.
      const orphan = token === ',' && [',', '(', '[', undefined].includes(tokens.at(-1))
      if (token !== ';' && token.trim() !== '' && !orphan) tokens.push(token)
    } else pushAll(stack, without.size === 0 ? next.children : membersOf(next, without))
  }
  return tokens.join(' ').replaceAll(/(^|\s):(\w+) =>/g, '$1$2 :')
}

/** The children of a node, without the commas before those that are left out. */
function membersOf({ children }: SyntaxNode, without: ReadonlySet<SyntaxNode>): SyntaxNode[] {
  return children.filter(({ type }, index) => {
    const next = children[index + 1]
    return !(type === ',' && next && without.has(next))
  })
}

/** A string that stands alone as a statement: Python's docstrings. */
function isBareString(node: SyntaxNode): boolean {
  return node.type === 'expression_statement' && node.namedChildren.every(({ type }) => type === 'string')
}

/** Pushes nodes so that the first is popped first; `push(...nodes)` would overflow on a very long list. */
export function pushAll(stack: SyntaxNode[], nodes: readonly SyntaxNode[]): void {
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]
    if (node) stack.push(node)
  }
}

/** Python's `r` and `u` change nothing that a formatter would not also change. */
function oneQuote(text: string): string {
  const match = /^([a-zA-Z]*)('|")([^'"]*)\2$/s.exec(text)
  return match ? `${(match[1] ?? '').replaceAll(/[rRuU]/g, '')}'${match[3] ?? ''}'` : text
}

/** Ruby's `%w[a b]` and `%i[a b]` as the arrays that they stand for. */
function wordList(node: SyntaxNode): string {
  const items = node.namedChildren.map(({ text }) =>
    node.type === 'symbol_array' ? `:${text}` : `'${text}'`,
  )
  return `[ ${items.join(' , ')} ]`
}

/** The value of a string without interpolation, or undefined for anything else. */
export function literal(node: SyntaxNode | undefined): string | undefined {
  if (!node) return undefined
  if (node.type === 'simple_symbol') return node.text.slice(1)
  if (node.type === 'concatenated_string') {
    const parts = node.namedChildren.map((child) => literal(child))
    return parts.includes(undefined) ? undefined : parts.join('')
  }
  if (!['string', 'template_string', 'delimited_symbol', 'heredoc_body'].includes(node.type)) return undefined
  const inner = node.namedChildren
  if (inner.some((child) => child.type.includes('interpolation') || child.type === 'template_substitution')) {
    return undefined
  }
  const contents = inner.filter((child) => /content|fragment|escape_sequence/.test(child.type))
  return contents.map((child) => child.text).join('')
}

/** What literal SQL inside of code changes; one vague effect where the text is put together at run time. */
export async function sqlEffects(sql: string | undefined): Promise<Effect[]> {
  if (sql === undefined) return [{ what: 'runs SQL', kind: 'schema' }]
  const { statements } = await parseSql(sql)
  // An inverse in SQL would need wrapping in code: it is not offered from here.
  return statements.flatMap((statement) => effectsOf(statement).map(({ what, kind }) => ({ what, kind })))
}

/** The white space that a node's first line begins with. */
export function indentOf(node: SyntaxNode): string {
  return /^[ \t]*/.exec(node.source.line(node.region.startLine))?.[0] ?? ''
}

/** Whether a node has its lines for itself, so that replacing them replaces nothing else. */
export function ownsItsLines(node: SyntaxNode): boolean {
  const { startLine, endLine } = node.region
  const before = node.source.text.slice(node.source.lineStart(startLine), node.start)
  const after = node.source.text.slice(node.end, node.source.lineStart(endLine + 1))
  return before.trim() === '' && after.trim() === ''
}
