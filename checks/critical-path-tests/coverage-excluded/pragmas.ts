import type { Region } from '../../../src/model/index.ts'
import type { SyntaxNode } from '../../../src/parse/code/index.ts'

/** Something in the code that takes lines out of what a coverage tool counts. */
export interface Pragma {
  /** As it is written, without the comment's delimiters and its reason. */
  word: string
  region: Region
}

/**
 * Comments that coverage tools obey: istanbul and nyc, c8 and v8, node's own runner, coverage.py, PHPUnit, SimpleCov,
 * go-test-coverage and Dart, gcov and LCOV, excoveralls, tarpaulin. The ends of blocks leave nothing out.
 */
const COMMENT =
  /^[@:*\s]*((?:istanbul|c8|v8|node:coverage|vitest)\s+(?:ignore|disable)(?:\s+(?!stop|end)\w+)?|pragma:\s*no\s*(?:cover|branch)|@?codeCoverageIgnore(?:Start)?|:?nocov:|coverage:ignore(?:-(?:line|file|start))?|coveralls-ignore-(?:start|next-line)|(?:LCOV|GCOVR?)_EXCL_(?:START|LINE|BR_LINE))(?![-\w])/i
/** A type checker's or another tool's words may lead: `# type: ignore  # pragma: no cover`. */
const LATER = /(?:^|[#\s])(pragma:\s*no\s*(?:cover|branch))\b|@(codeCoverageIgnore(?:Start)?)\b/i
const BLOCK_END = /^\W*(?:(?:istanbul|c8|v8|vitest)\s+ignore\s+(?:stop|end)|node:coverage\s+enable)\b/i
const ATTRIBUTE =
  /^\[?\s*(?:\w+\.)*(ExcludeFromCodeCoverage)\b|^#!?\[\s*(coverage\(off\)|no_coverage)|^(CodeCoverageIgnore)\b/

const COMMENTS = new Set(['comment', 'line_comment', 'block_comment'])
const ATTRIBUTES = new Set(['attribute', 'attribute_item', 'inner_attribute_item'])

/** What stands in every pragma that is known here. */
export const PRAGMA_WORDS = /ignore|coverage|cover\b|nocov|branch|EXCL_|disable/i

/** The pragmas of a file, in source order. */
export function pragmas(root: SyntaxNode): Pragma[] {
  const found: Pragma[] = []
  let open = false
  for (const node of root.walk()) {
    const word = wordOf(node)
    if (word === undefined) continue
    // SimpleCov's comment opens a block and closes it.
    if (/nocov/i.test(word)) {
      open = !open
      if (!open) continue
    }
    found.push({ word: word.replaceAll(/\s+/g, ' '), region: node.region })
  }
  return found
}

function wordOf(node: SyntaxNode): string | undefined {
  if (ATTRIBUTES.has(node.type)) return ATTRIBUTE.exec(node.text)?.slice(1).find(Boolean)
  if (!COMMENTS.has(node.type)) return undefined
  const said = node.text.slice(0, 2000).replace(/^(?:\/\/+|\/\*+|#+)\s*/, '')
  if (BLOCK_END.test(said)) return undefined
  return COMMENT.exec(said)?.[1] ?? LATER.exec(said)?.slice(1).find(Boolean)
}
