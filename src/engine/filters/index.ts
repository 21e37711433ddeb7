import type { Finding } from '../../model/index.ts'
import { allowedByLabel } from './allowed-by-label.ts'
import { belowLevel } from './below-level.ts'
import type { Filter, FilterContext } from './filter.ts'
import { ignoredPath } from './ignored-path.ts'
import { off } from './off.ts'
import { outsideDiff } from './outside-diff.ts'
import { suppressed } from './suppressed.ts'
import { waived } from './waived.ts'

export type { FilterContext } from './filter.ts'

/** The first filter that speaks decides: what people decided by hand comes after what nobody was asked. */
const FILTERS: readonly Filter[] = [
  off,
  ignoredPath,
  outsideDiff,
  suppressed,
  waived,
  allowedByLabel,
  belowLevel,
]

/** Findings listed in one review; the rest is counted, keeps its weight in the conclusion, and is not shown. */
export const MAX_SHOWN = 1000

/** Gives each finding its verdict. `findings` come in order of weight, so that a cap keeps the worst. */
export function applyFilters(findings: readonly Finding[], context: FilterContext): Finding[] {
  let shown = 0
  return findings.map((finding) => {
    for (const filter of FILTERS) {
      const hidden = filter(finding, context)
      if (hidden) return { ...finding, verdict: { shown: false, ...hidden } }
    }
    if (shown >= MAX_SHOWN) {
      return {
        ...finding,
        verdict: { shown: false, because: 'capped', detail: `after ${MAX_SHOWN} findings` },
      }
    }
    shown++
    return { ...finding, verdict: { shown: true } }
  })
}
