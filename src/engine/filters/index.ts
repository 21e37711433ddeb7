import type { Finding } from '../../model/index.ts'
import { type Cover, coverOf } from '../baseline/cover.ts'
import { allowedByLabel } from './allowed-by-label.ts'
import { baseline } from './baseline.ts'
import { belowLevel } from './below-level.ts'
import type { Filter, FilterContext, Hidden } from './filter.ts'
import { ignoredPath } from './ignored-path.ts'
import { knownBefore } from './known-before.ts'
import { off } from './off.ts'
import { outsideDiff } from './outside-diff.ts'
import { suppressed } from './suppressed.ts'
import { waived } from './waived.ts'

export type { FilterContext } from './filter.ts'

/** The first filter that speaks decides: what people decided by hand comes after what nobody was asked. */
const BEFORE: readonly Filter[] = [
  off,
  ignoredPath,
  knownBefore,
  outsideDiff,
  suppressed,
  waived,
  allowedByLabel,
]
const AFTER: readonly Filter[] = [baseline, belowLevel]

/** Findings listed in one review; the rest is counted, keeps its weight in the conclusion, and is not shown. */
export const MAX_SHOWN = 1000

/** Gives each finding its verdict. `findings` come in order of weight, so that a cap keeps the worst. */
export async function applyFilters(
  findings: readonly Finding[],
  context: FilterContext,
): Promise<{ findings: Finding[]; cover: Cover | undefined }> {
  const first = findings.map((finding) => hiddenBy(BEFORE, finding, context))
  const cover =
    context.baseline &&
    (await coverOf(
      context.baseline.of,
      coverable(findings, first),
      context.changeSet,
      context.baseline.paths,
    ))
  const full = cover ? { ...context, cover } : context
  let shown = 0
  const judged = findings.map((finding, index): Finding => {
    const hidden = first[index] ?? hiddenBy(AFTER, finding, full)
    if (hidden) return { ...finding, verdict: { shown: false, ...hidden } }
    if (shown >= MAX_SHOWN) {
      return {
        ...finding,
        verdict: { shown: false, because: 'capped', detail: `after ${MAX_SHOWN} findings` },
      }
    }
    shown++
    return { ...finding, verdict: { shown: true } }
  })
  return { findings: judged, cover }
}

function hiddenBy(filters: readonly Filter[], finding: Finding, context: FilterContext): Hidden | undefined {
  for (const filter of filters) {
    const hidden = filter(finding, context)
    if (hidden) return hidden
  }
  return undefined
}

/** Those that nothing else hides, and those on lines that the change left alone: they were there before it. */
function coverable(findings: readonly Finding[], hidden: readonly (Hidden | undefined)[]): Finding[] {
  return findings.filter((_, index) => !hidden[index] || hidden[index].because === 'outside-diff')
}
