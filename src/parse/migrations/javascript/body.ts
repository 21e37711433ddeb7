import type { SyntaxNode } from '../../code/node.ts'
import { type Body, indentOf, literal, ownsItsLines } from '../code-part.ts'
import type { Remedy } from '../step.ts'

/** Values and calls that say "done" without doing anything. */
const NOTHING =
  /^(?:|null|undefined|true|false|void 0|\{\}|\[\]|Promise\.resolve\([\w\s]*\)|Promise\.all\(\[\]\)|(?:callback|cb|done|next)\((?:null)?\)|['"][^'"]*['"])$/

/** First parameter: the client, builder or context that a tool hands over. */
export function parameterOf(callable: SyntaxNode): SyntaxNode | undefined {
  return callable.child('parameters')?.namedChildren[0] ?? callable.child('parameter')
}

/** What the body of a function amounts to, read from its own statements. */
export function bodyOf(callable: SyntaxNode): Body {
  const printed: string[] = []
  let kind: 'nothing' | 'fake' = 'nothing'
  for (const statement of statementsOf(callable)) {
    const messages = (): string[] => [...statement.walk()].flatMap((node) => literal(node) ?? [])
    if (statement.type === 'throw_statement' || /^(?:return )?Promise\.reject\(/.test(statement.text))
      return { kind: 'raises', message: messages().join(' ') }
    if (statement.type === 'empty_statement') continue
    const value = /^(?:return|await|return await)?\s*(.*?);?$/s.exec(statement.text)?.[1] ?? ''
    if (NOTHING.test(value)) continue
    if (!/^(?:console|logger|log)\.\w+\(/.test(value)) return { kind: 'does' }
    kind = 'fake'
    // The name of the file says what the way up does.
    printed.push(...messages().map((message) => message.replaceAll(/\S+\.[cm]?[jt]s\b/g, '')))
  }
  return kind === 'fake' ? { kind, message: printed.join(' ') } : { kind }
}

function statementsOf(callable: SyntaxNode): SyntaxNode[] {
  const body = callable.child('body')
  if (!body) return []
  return body.type === 'statement_block' ? body.namedChildren : [body]
}

/** The comments that stand directly in front of a function or of what it is assigned to. */
export function commentsBefore(callable: SyntaxNode): string {
  const texts: string[] = []
  for (let node: SyntaxNode | undefined = callable; node?.parent; node = node.parent) {
    const siblings: readonly SyntaxNode[] = node.parent.children
    let index = siblings.indexOf(node) - 1
    for (; siblings[index]?.type === 'comment'; index--) texts.unshift(siblings[index]?.text ?? '')
    if (/^(?:program|class_body|object|statement_block)$/.test(node.parent.type)) break
  }
  return texts.join('\n').replaceAll(/^\s*(?:\/\/+|\/?\*+\/?)|\*\/$/gm, '')
}

/** Puts the inverse in the place of a body that does nothing. */
export function remedyFor(path: string, callable: SyntaxNode, inverse: string): Remedy | undefined {
  const body = callable.child('body')
  const inner = body?.namedChildren ?? []
  const only = inner[0]
  const indented = (indent: string): string => indent + inverse.replaceAll('\n', `\n${indent}`)
  // A body of one statement on lines of its own is replaced; an empty `{}` is opened.
  if (only && inner.length === 1 && ownsItsLines(only)) {
    return { path, region: lines(only), replacement: indented(indentOf(only)) }
  }
  if (!body || inner.length > 0 || !/^\{\s*\}$/.test(body.text)) return undefined
  const { source } = body
  const { startLine, endLine } = body.region
  const before = source.text.slice(source.lineStart(startLine), body.start)
  const after = source.text.slice(body.end, source.lineStart(endLine + 1)).trimEnd()
  const indent = indentOf(callable)
  const replacement = `${before}{\n${indented(`${indent}  `)}\n${indent}}${after}`
  return { path, region: lines(body), replacement }
}

function lines(node: SyntaxNode): { startLine: number; endLine: number } {
  return { startLine: node.region.startLine, endLine: node.region.endLine }
}
