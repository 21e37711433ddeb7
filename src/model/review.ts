import type { Finding } from './finding.ts'
import type { Location } from './location.ts'

/** What became of one rule. */
export type RuleOutcome =
  | { kind: 'ran'; ruleId: string; findings: number }
  | { kind: 'skipped'; ruleId: string; reason: string }
  | { kind: 'failed'; ruleId: string; error: string }
  | { kind: 'incomplete'; ruleId: string; findings: number; notLookedAt: string[] }

/** GitHub's check-run conclusions that we use. `neutral` stands for advisory mode. */
export type Conclusion = 'success' | 'neutral' | 'failure' | 'action_required'

/** Something to tell people that is no finding: an expired waiver, a suppression without a reason. */
export interface Notice {
  level: 'error' | 'warning' | 'note'
  message: string
  location?: Location
  /** The rule that says it, of a remark. */
  ruleId?: string
  /** Whose review is asked for, of a remark: `@alice`, `@acme/payments`. */
  reviewers?: string[]
}

/** One family's part of a review. */
export interface FamilyResult {
  family: string
  conclusion: Conclusion
  /** One line: `2 errors, 1 warning in 3 files`. */
  summary: string
}

/** The whole answer about one head commit. Plain data: it can be written as JSON and read back. */
export interface Review {
  baseSha: string
  headSha: string
  conclusion: Conclusion
  /** In the order of the families' ids. */
  families: FamilyResult[]
  /** In the order of the rules' ids. */
  outcomes: RuleOutcome[]
  /** Worst first, then what most depends on, then by path and line. */
  findings: Finding[]
  notices: Notice[]
  /** What no rule could take into account, for instance an oversized file. */
  notLookedAt: string[]
  /** Numbers that rules said about the change, by name. Absent where none did. */
  measures?: Readonly<Record<string, number>>
}
