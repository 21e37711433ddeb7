import type { Confidence, Level } from './level.ts'
import type { Report } from './rule.ts'

/** Why a finding is not shown. Filters mark, they never drop. */
export type HiddenBecause =
  | 'off'
  | 'outside-diff'
  | 'ignored-path'
  | 'suppressed'
  | 'waived'
  | 'allowed-by-label'
  | 'baseline'
  | 'below-level'
  | 'duplicate'
  | 'capped'

export type Verdict = { shown: true } | { shown: false; because: HiddenBecause; detail?: string }

/** A report with its identity, its level in force, and whether it is shown. */
export interface Finding extends Omit<Report, 'level'> {
  ruleId: string
  level: Level
  confidence: Confidence
  /** 32 hexadecimal digits over rule, path and subject, without line numbers: survives moved lines. */
  fingerprint: string
  verdict: Verdict
}
