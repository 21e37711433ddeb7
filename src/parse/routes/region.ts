import type { Region } from '../../model/index.ts'
import type { SyntaxNode } from '../code/node.ts'

/** From the start of one node to the end of another of the same file. */
export function between(first: SyntaxNode, last: SyntaxNode): Region {
  return first.source.region(first.start, last.end)
}
