import type { Config } from '../../../config/index.ts'
import type { ChangeSet, Finding, HiddenBecause, Rule } from '../../model/index.ts'
import type { Cover } from '../baseline/cover.ts'
import type { Baseline } from '../baseline/file.ts'
import type { Suppressions } from '../suppressions.ts'

/** What filters may look at. Findings come in order of weight. */
export interface FilterContext {
  changeSet: ChangeSet
  config: Config
  rules: ReadonlyMap<string, Rule>
  suppressions: Suppressions
  now: Date
  /** Of the pull request, in lower case: GitHub knows them by that. */
  labels: ReadonlySet<string>
  only?: (path: string) => boolean
  baseline?: { of: Baseline; paths: ReadonlySet<string> }
  /** What other scanners found before, and whether that is all there was. */
  imported?: { before: ReadonlySet<string>; comparesWithBase: boolean }
  /** What the baseline covers, once the filters before it have spoken. */
  cover?: Cover
}

/** Why a finding is not to be shown, or undefined to leave it to the next filter. Filters mark, never drop. */
export type Filter = (finding: Finding, context: FilterContext) => Hidden | undefined

export interface Hidden {
  because: HiddenBecause
  detail?: string
}
