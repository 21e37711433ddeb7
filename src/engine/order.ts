import type { Finding, Report } from '../model/index.ts'
import { compareLevels } from '../model/index.ts'

/** By path, side, line, column, then subject: the order of places in the tree. */
export function byPlace(a: Report | Finding, b: Report | Finding): number {
  return (
    compare(a.location.path, b.location.path) ||
    compare(a.location.side, b.location.side) ||
    (a.location.region?.startLine ?? 0) - (b.location.region?.startLine ?? 0) ||
    (a.location.region?.startColumn ?? 0) - (b.location.region?.startColumn ?? 0) ||
    compare(a.subject, b.subject)
  )
}

/**
 * Worst first, then surest first, then what is critical, then what most depends on, then by place and rule: the order in
 * which people read.
 */
export function byWeight(isCritical: (path: string) => boolean): (a: Finding, b: Finding) => number {
  const sure = ['high', 'medium', 'low']
  const critical = ({ location }: Finding): number => (isCritical(location.path) ? 1 : 0)
  return (a, b) =>
    compareLevels(a.level, b.level) ||
    sure.indexOf(a.confidence) - sure.indexOf(b.confidence) ||
    critical(b) - critical(a) ||
    (b.reach ?? 0) - (a.reach ?? 0) ||
    byPlace(a, b) ||
    compare(a.ruleId, b.ruleId)
}

/** Code-unit order: the same on every machine, whatever its locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
