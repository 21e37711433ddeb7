import type { SyntaxNode } from '../../code/index.ts'
import { entryOf } from '../paths.ts'
import { segmentsOf } from './uses.ts'
import { INERT, ROUTES, TEST_ATTRIBUTE } from './words.ts'

/** What the attributes above an item say of it. */
export interface Attributes {
  nodes: SyntaxNode[]
  /** `#[test]`, `#[tokio::test]`… */
  isTest: boolean
  /** `#[cfg(test)]`. */
  isOnlyForTests: boolean
  /** What answers to a path: its last segment. */
  entry: string | undefined
  /** Code that nobody sees calls it: a macro wrote it. */
  isCalledUnseen: boolean
  /** The file of `#[path = "…"] mod name;`. */
  path: string | undefined
  /** Comments that document it. */
  docs: SyntaxNode[]
}

/** @param before what stands before the item, nearest last */
export function attributesOf(before: readonly SyntaxNode[]): Attributes {
  const found: Attributes = {
    nodes: [],
    isTest: false,
    isOnlyForTests: false,
    entry: undefined,
    isCalledUnseen: false,
    path: undefined,
    docs: [],
  }
  for (const node of before) {
    if (node.type !== 'attribute_item') {
      found.docs.push(node)
      continue
    }
    const attribute = node.childOfType('attribute')
    const words = segmentsOf(attribute?.children.find(({ named, field }) => named && field === undefined))
    const last = words.at(-1) ?? ''
    found.nodes.push(node)
    if (last === 'path' && words.length === 1 && attribute?.child('value'))
      found.path = attribute.child('value')?.text.slice(1, -1)
    else if (TEST_ATTRIBUTE.test(last)) found.isTest = true
    else if (last === 'cfg' || last === 'cfg_attr') {
      if (/^\s*\(\s*(?:test|all\([^)]*\btest\b)/.test(attribute?.child('arguments')?.text ?? '')) {
        if (last === 'cfg') found.isOnlyForTests = true
      }
    } else if (ROUTES.has(last)) {
      const path = /"(\/[^"]*)"/.exec(node.text)?.[1]
      if (path !== undefined) found.entry = entryOf([path])
      else found.isCalledUnseen = true
    } else if (!words.some((word) => INERT.has(word))) found.isCalledUnseen = true
  }
  return found
}

/** Code in the documentation of an item, which runs as a test: what stands between fences that name no other language. */
export function codeOf(docs: readonly SyntaxNode[]): string {
  const lines = docs.flatMap(({ text }) =>
    text.split('\n').map((line) => line.replace(/^\s*(?:\/\/[/!]|\/?\*+!?)?/, '')),
  )
  const code: string[] = []
  let inside: boolean | undefined
  for (const line of lines) {
    const fence = /^\s*(?:```+|~~~+)\s*([\w,\s-]*)/.exec(line)
    if (!fence) {
      if (inside) code.push(line.replace(/^\s*# /, ''))
    } else if (inside === undefined)
      inside = (fence[1] ?? '')
        .split(/[,\s]+/)
        .every((word) => /^(?:|rust|no_run|should_panic|edition\d+|compile_fail)$/.test(word))
    else inside = undefined
  }
  return code.join('\n')
}
