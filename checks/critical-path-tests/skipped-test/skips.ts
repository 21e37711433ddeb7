import type { Language, SyntaxNode } from '../../../src/parse/code/index.ts'
import { runnerCall } from '../test-cases.ts'

/** A test switched off without a condition. */
export interface Skip {
  /** What switches it off. */
  node: SyntaxNode
  /** How it is written: `it.skip`, `@Disabled`… */
  word: string
  /** Name of the test or group; empty where a whole file is meant. */
  title: string
}

/** What stands in every skip that is known here. */
export const SKIP_WORDS = /skip|fixme|\bx(?:it|test|describe|context|specify)\b|Disabled|ignore|Incomplete/i

/** Every unconditional skip of a file, in source order. A condition (`skipif`, `if … t.Skip()`) is a decision, not rot. */
export function skips(root: SyntaxNode, language: Language): Skip[] {
  const found: Skip[] = []
  for (const node of root.walk()) {
    const skip = BY_LANGUAGE[language]?.(node)
    if (skip) found.push(skip)
  }
  return found
}

const BY_LANGUAGE: Partial<Record<Language, (node: SyntaxNode) => Skip | undefined>> = {
  javascript: script,
  typescript: script,
  tsx: script,
  python,
  java: (node) =>
    annotated(
      node,
      /^(?:marker_)?annotation$/,
      /^@(?:\w+\.)*(Disabled|Ignore)\b/,
      'method_declaration',
      'class_declaration',
    ),
  'c-sharp': (node) =>
    annotated(
      node,
      /^attribute$/,
      /^(?:(Ignore)\b|(?:Fact|Theory)\(.*\b(Skip)\s*=)/s,
      'method_declaration',
      'class_declaration',
    ),
  rust: (node) => rustIgnore(node),
  ruby,
  go: (node) => firstStatement(node, /^\w+\.Skip(?:f|Now)?\(/, 'function_declaration', /^Test/),
  php: (node) =>
    firstStatement(
      node,
      /^(?:\$this->|self::|static::)markTest(?:Skipped|Incomplete)\(/,
      'method_declaration',
      /^test/,
    ),
}

function script(node: SyntaxNode): Skip | undefined {
  const call = runnerCall(node)
  if (!call || (node.field === 'function' && node.parent?.type === 'call_expression')) return undefined
  const word = call.modifiers.find((modifier) => modifier === 'skip' || modifier === 'fixme')
  const root = /^x(?:it|test|describe|context)$/.test(call.root)
  // Without a title it is Playwright's `test.skip(condition)`.
  if ((!word && !root) || call.title === undefined) return undefined
  return { node: call.callee, word: word ? `${call.root}.${word}` : call.root, title: call.title }
}

function python(node: SyntaxNode): Skip | undefined {
  const pattern = /^(?:@|pytestmark\s*=\s*)((?:pytest\.mark|unittest|mark)\.skip|skip)\b(?!if|unless|_if)/i
  if (node.type === 'decorator') {
    const match = pattern.exec(node.text)
    const name = node.parent?.child('definition')?.child('name')?.text
    return match && name !== undefined ? { node, word: `@${match[1] ?? ''}`, title: name } : undefined
  }
  if (node.type !== 'assignment') return undefined
  const match = pattern.exec(node.text)
  return match ? { node, word: `pytestmark = ${match[1] ?? ''}`, title: '' } : undefined
}

function annotated(node: SyntaxNode, type: RegExp, pattern: RegExp, ...owners: string[]): Skip | undefined {
  if (!type.test(node.type)) return undefined
  const match = pattern.exec(node.text)
  if (!match) return undefined
  const title = node.ancestor(...owners)?.child('name')?.text ?? ''
  return { node, word: match[1] ?? match[2] ?? '', title }
}

function rustIgnore(node: SyntaxNode): Skip | undefined {
  if (node.type !== 'attribute_item' || !/^#\[\s*ignore\b/.test(node.text)) return undefined
  const siblings = node.parent?.children ?? []
  const owner = siblings.slice(siblings.indexOf(node) + 1).find(({ type }) => type === 'function_item')
  return owner && { node, word: '#[ignore]', title: owner.child('name')?.text ?? '' }
}

function ruby(node: SyntaxNode): Skip | undefined {
  if (node.type === 'call' && node.child('block') && !node.child('receiver')) {
    const method = node.child('method')
    if (!method || !/^x(?:it|describe|context|specify)$/.test(method.text)) return undefined
    const title = node.child('arguments')?.namedChildren[0]?.text.replaceAll(/^['"]|['"]$/g, '') ?? ''
    return { node: method, word: method.text, title }
  }
  return undefined
}

/** A call that skips, as the very first statement of a test. */
function firstStatement(node: SyntaxNode, call: RegExp, owner: string, name: RegExp): Skip | undefined {
  if (node.type !== owner || !name.test(node.child('name')?.text ?? '')) return undefined
  let first = node.child('body')?.namedChildren[0]
  if (first?.type === 'statement_list') first = first.namedChildren[0]
  if (!first || !call.test(first.text)) return undefined
  return {
    node: first,
    word: first.text.slice(0, first.text.indexOf('(')),
    title: node.child('name')?.text ?? '',
  }
}
