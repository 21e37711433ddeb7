import type { Confidence, Finding, Level } from '../../model/index.ts'
import { type Catalogue, type ModuleRef, moduleOf } from '../catalogue.ts'

/** How much is at stake in one module of the roadmap. */
export interface ModuleRisk {
  /** Absent for findings that no module teaches about. */
  module?: ModuleRef
  risk: 'high' | 'medium' | 'low'
  points: number
  findings: Finding[]
}

const LEVEL_POINTS: Readonly<Record<Level, number>> = { error: 10, warning: 3, note: 1 }
const CONFIDENCE_SHARE: Readonly<Record<Confidence, number>> = { high: 1, medium: 0.7, low: 0.4 }

/**
 * An estimate by module, the riskiest first: ten points for an error, three for a warning, one for a note, times how sure
 * the rule is, and up to twice as much where a hundred others depend on the place. From 7 points it is high (one error that
 * is likely; notes alone never are), from 2 medium.
 */
export function riskByModule(findings: readonly Finding[], catalogue: Catalogue): ModuleRisk[] {
  const groups = Map.groupBy(findings, ({ ruleId }) => moduleOf(catalogue, ruleId)?.number)
  return [...groups.values()]
    .map((same): ModuleRisk => {
      const points = same.reduce((sum, finding) => sum + pointsOf(finding), 0)
      const module = moduleOf(catalogue, same[0]?.ruleId ?? '')
      return {
        ...(module && { module }),
        risk:
          points >= 7 && same.some(({ level }) => level !== 'note') ? 'high' : points >= 2 ? 'medium' : 'low',
        points,
        findings: same,
      }
    })
    .toSorted((a, b) => b.points - a.points || (a.module?.number ?? 0) - (b.module?.number ?? 0))
}

function pointsOf({ level, confidence, reach = 0 }: Finding): number {
  return LEVEL_POINTS[level] * CONFIDENCE_SHARE[confidence] * (1 + Math.min(1, Math.log10(1 + reach) / 2))
}
