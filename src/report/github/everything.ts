import type { Finding, Review } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { markdownProse, shorten } from '../escape/index.ts'
import { count, hiddenDetail } from '../words.ts'
import { findingBlock } from './finding-text.ts'
import { fitBlocks } from './markdown.ts'
import { LIMITS } from './payload.ts'

/**
 * Everything that a family's rules found, as Markdown for the text of its check run: what is shown, then what was held back,
 * each with why. For a person who asked: nothing is left out but what does not fit, and that is counted.
 */
export function everythingText(review: Review, family: string, catalogue: Catalogue): string {
  const findings = review.findings.filter(({ ruleId }) => ruleId.startsWith(`${family}/`))
  const { shown = [], held = [] } = Object.groupBy(findings, ({ verdict }) =>
    verdict.shown ? 'shown' : 'held',
  )
  const block = (finding: Finding): string => findingBlock(finding, catalogue)
  const blocks = [
    ...(findings.length === 0 ? ['The rules of this family found nothing.'] : []),
    ...shown.map(block),
    ...(held.length > 0 ? [`**Held back: ${count(held.length, 'finding')}.**`] : []),
    ...held.map((finding) => `${block(finding)}\n  - _held back: ${escapedDetail(finding)}_`),
  ]
  return fitBlocks(
    blocks,
    LIMITS.text,
    (left) => `_${count(left, 'more finding')} not listed here: too long to show._`,
  )
}

function escapedDetail(finding: Finding): string {
  return markdownProse(shorten(hiddenDetail(finding), 300))
}
