import type { z } from 'zod'
import type { ChangeSet, FileChange } from './change-set.ts'
import type { CoverageReports } from './coverage.ts'
import type { Confidence, Level } from './level.ts'
import type { Location, Region, RelatedLocation } from './location.ts'
import type { RunTool } from './tool.ts'

/** A replacement of whole lines of the head that mends the finding: a GitHub `suggestion` block. */
export interface Suggestion {
  path: string
  /** The lines of the head that are replaced; columns are not used. */
  region: Region
  /** New text of those lines, without the final line end. */
  replacement: string
}

/** A test to start from: it runs, and fails until somebody says what is expected. */
export interface TestSkeleton {
  /** The test file to write or to extend. */
  path: string
  /** Whether that file is there: then the text goes into it. */
  exists: boolean
  /** Name of the language as fences of Markdown know it. */
  language: string
  text: string
}

/** What a rule says about one place. */
export interface Report {
  /** The exact place: for something removed, its line in the base. */
  location: Location
  relatedLocations?: RelatedLocation[]
  /**
   * What the report is about, in words that survive moved lines and re-indentation (`GET /pets 200 name`,
   * the normalised text of a call…). Feeds the fingerprint together with the rule and the path.
   */
  subject: string
  /** One sentence: what is wrong here, with the names involved. Plain text, secrets masked. */
  message: string
  /** What to do about this very finding, where it can be more exact than the rule's page. Plain text. */
  fix?: string
  /** Overrides the rule's default level for this report; the configuration still has the last word. */
  level?: Level
  /** How much depends on the place (operations, callers): of findings alike, those with more are shown first. */
  reach?: number
  suggestion?: Suggestion
  skeleton?: TestSkeleton
}

/** A fact about the change that is no finding and asks for nothing: what was proven, what was accepted, and why. */
export interface Remark {
  /** One sentence, without a full stop at the end. Plain text, secrets masked. */
  message: string
  location?: Location
  /** Whose review the change asks for: users and teams, `@alice`, `@acme/payments`. */
  reviewers?: string[]
}

/** A named part of the code that the configuration calls critical: what any of its globs, owners, symbols or routes names. */
export interface CriticalPath {
  name: string
  globs: string[]
  /** Owners as CODEOWNERS writes them: their files. */
  owners?: string[]
  /** Functions by name, with or without what they belong to; `*` stands for any letters. */
  symbols?: string[]
  /** `POST /payments/**`: the functions that answer. */
  routes?: string[]
  level?: Level
  /**
   * - `required` (default): a new function or branch is executed, as coverage shows, or reached by a test that the change
   *   wrote
   * - `must-change`: by a test that the change wrote, whatever coverage says
   */
  tests?: 'required' | 'must-change'
  /** Shares of changed lines and branches that have to be covered, in percent. */
  minimumCoverage?: { lines?: number; branches?: number }
  /** Who reviews changes of it: users and teams, `@alice`, `@acme/payments`. */
  reviewers?: string[]
}

/** What a rule may see and do. It has no clock, file system, network or process of its own. */
export interface RuleContext<Options = unknown> {
  changeSet: ChangeSet
  /** The changes whose path matches the rule's globs and which the configuration does not ignore. */
  changes: readonly FileChange[]
  /** Options as configured for the repository. */
  options: Options
  /** Options as configured for one path (overrides applied). */
  optionsFor: (path: string) => Options
  criticalPaths: readonly CriticalPath[]
  /** Coverage of the change, where some was handed over and the rule `readsCoverage`. */
  coverage?: CoverageReports
  now: Date
  signal: AbortSignal
  /**
   * Computes once per review for all rules that ask with the same key: parsed specs, the import graph.
   * A rejected value is not kept.
   */
  shared: <T>(key: string, make: () => Promise<T>) => Promise<T>
  /** Runs a program that the engine knows over texts, confined and bounded. */
  tool: RunTool
  /** Names something the rule should have looked at and could not; the outcome can then not be `success`. */
  incomplete: (what: string) => void
  /** Says a fact among the notices of the review; it changes no conclusion. Equal ones of several rules are said once. */
  remark: (remark: Remark) => void
  /**
   * Says a number about the change that is kept with the review, by a name such as `migrations.proven`; several rules of
   * a family may say the same one.
   */
  measure: (name: string, value: number) => void
}

/** A rule as its folder exports it; its id is its path and is added by the registry. */
export interface RuleDefinition<Schema extends z.ZodType = z.ZodType> {
  /** Short name, sentence case, no full stop. */
  title: string
  level: Level
  confidence: Confidence
  /** `preview` rules are silent unless the configuration names them. */
  status: 'preview' | 'stable' | 'deprecated'
  /** Number of the roadmap module that teaches it, 1 to 15. */
  module: number
  /** CWE numbers. */
  cwe?: number[]
  /** A change of any file matching these starts the rule. */
  files: readonly string[]
  /**
   * Whether the rule itself names what it should have read and could not. Otherwise every changed file that its
   * globs name and that has no text makes it incomplete.
   */
  namesUnread?: boolean
  /** Whether it is handed coverage reports, where there are some. */
  readsCoverage?: boolean
  /** Whether it may report places that this change did not touch (default false). */
  outsideDiff?: boolean
  /** Zod schema of the rule's options; every field needs a default. */
  options: Schema
  check(context: RuleContext<z.output<Schema>>): AsyncIterable<Report>
}

/** A rule with the identity that the registry gives it. */
export interface Rule extends RuleDefinition {
  /** `<family>/<rule>` */
  id: string
  family: string
}

/** A part of a family with many rules. */
export interface RuleGroup {
  /** Short name, sentence case. */
  title: string
  /** One sentence. */
  description: string
  /** Globs over the names of rules, without their family; left out: the rules that no other group names. */
  rules?: readonly string[]
}

/** What each `checks/<family>/family.ts` exports. */
export interface FamilyDefinition {
  /** Short name, sentence case: `API compatibility`. Also the name of the check run. */
  title: string
  /** One sentence for people who see the check for the first time. */
  description: string
  /** Number of the roadmap module that stands behind the family. */
  module: number
  /**
   * Rules that belong together, for people who look for one: each is in the first group that names it, or else in
   * the one that names none.
   */
  groups?: readonly RuleGroup[]
  /** Inline comments of one pull request at most, whatever the configuration allows; the rest stands in the check run. */
  maxComments?: number
  /** Turns a `rule.yml` of this family into a rule; only families with rules as data have it. */
  fromData?: (data: unknown, id: string) => RuleDefinition
}

export interface Family extends FamilyDefinition {
  id: string
}

/** Identity function that infers the options' type from the schema. */
export function defineRule<Schema extends z.ZodType>(rule: RuleDefinition<Schema>): RuleDefinition {
  return rule
}
