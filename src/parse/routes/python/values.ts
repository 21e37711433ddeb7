import type { SyntaxNode } from '../../code/node.ts'
import { textOf, type Constants } from '../text-of.ts'

/** Texts of a list, tuple or set; none where one of them is not written out. */
export function textsOf(node: SyntaxNode | undefined, constants: Constants): string[] {
  if (!node || !/^(?:list|tuple|set)$/.test(node.type)) return []
  const texts = node.namedChildren.map((child) => textOf(child, constants))
  return texts.every(({ complete }) => complete) ? texts.map(({ text }) => text) : []
}

/** `PUT` of `"put"`, `HTTPMethod.PUT` or `requests.put`. */
export function methodsOf(node: SyntaxNode | undefined, constants: Constants): string[] {
  if (!node || !/^(?:list|tuple|set)$/.test(node.type)) return []
  return node.namedChildren.map((child) => {
    const { text, complete } = textOf(child, constants)
    return (complete && text !== '' ? text : (child.text.split('.').at(-1) ?? '')).toUpperCase()
  })
}

/** The name of what an expression calls or holds: `users.show` of `users.show.as_view()`. */
export function plainName(node: SyntaxNode | undefined): string | undefined {
  const inner = node?.type === 'call' ? node.child('function') : node
  const text = inner?.text.replace(/\.as_view$/, '')
  return text !== undefined && /^[\w.]+$/.test(text) ? text : undefined
}
