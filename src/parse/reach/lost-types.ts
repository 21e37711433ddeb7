import type { SyntaxNode } from '../code/index.ts'

/** Places that do not parse after which no more are looked at. */
const MOST = 200

/**
 * Names of types whose declarations a grammar could not read: their members stand outside of them in the tree, so
 * whoever names the type reaches the whole file.
 */
export function lostTypes(root: SyntaxNode): string[] {
  const names = new Set<string>()
  let errors = 0
  for (const node of root.walk()) {
    if (node.type !== 'ERROR') continue
    if (++errors > MOST) break
    const head = node.source.text.slice(node.start, Math.min(node.end, node.start + 5000))
    for (const [, name = ''] of head.matchAll(/\b(?:class|struct|record|interface|enum|trait)\s+([A-Z]\w*)/g))
      names.add(name)
  }
  return [...names]
}
