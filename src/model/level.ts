/** SARIF result levels, worst first. `error` is what a merge gate usually stops on. */
export const LEVELS = ['error', 'warning', 'note'] as const
export type Level = (typeof LEVELS)[number]

/** How sure a rule is that what it reports is a real problem (not how bad that problem is). */
export const CONFIDENCES = ['high', 'medium', 'low'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** Negative when `a` is worse than `b`, 0 when equal: sorts worst first. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b)
}

/** True when `level` is `threshold` or worse. */
export function atLeast(level: Level, threshold: Level): boolean {
  return compareLevels(level, threshold) <= 0
}
