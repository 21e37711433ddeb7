import type { Config, ConfigResult, IgnoredPath, RuleDescriptor, RuleSettings, Waiver } from './types.ts'

export * from './types.ts'

/** What is in force where a repository has no file: the preset `roadmap:recommended`. */
export function defaultConfig(): Config {
  throw new Error('not yet')
}

/** Reads and checks the text of a `.roadmap.yml`; answers every mistake at once. Never throws. */
export function parseConfig(
  _text: string,
  _options: { path: string; rules: readonly RuleDescriptor[]; now: Date },
): ConfigResult {
  throw new Error('not yet')
}

/** How a rule runs: in the repository, or with `path`, on that path (overrides applied). */
export function ruleSettings(_config: Config, _rule: RuleDescriptor, _path?: string): RuleSettings {
  throw new Error('not yet')
}

export function isIgnored(_config: Config, _path: string): boolean {
  throw new Error('not yet')
}

/** The waiver that covers a finding and holds on the day of `now`, if any. */
export function findWaiver(
  _config: Config,
  _finding: { ruleId: string; path: string },
  _now: Date,
): Waiver | undefined {
  throw new Error('not yet')
}

/** Everything the configuration says about one path, with what said it: `config explain`. */
export interface PathExplanation {
  path: string
  /** The glob that decided that the path is ignored or taken back, if one matched. */
  ignored: { value: boolean; decidedBy?: IgnoredPath }
  /** Names of the critical paths it belongs to. */
  criticalPaths: string[]
  rules: ({ id: string; waivers: (Waiver & { expired: boolean })[] } & RuleSettings)[]
}

export function explainPath(
  _config: Config,
  _rules: readonly RuleDescriptor[],
  _path: string,
  _now: Date,
): PathExplanation {
  throw new Error('not yet')
}

/** JSON Schema (draft-07) of `.roadmap.yml` for editors: lenient, unknown keys are theirs to warn about. */
export function configJsonSchema(_rules: readonly RuleDescriptor[]): Record<string, unknown> {
  throw new Error('not yet')
}

/** Where a module's and a rule's pages are. */
export interface Links {
  module(number: number): string
  rule(id: string): string
}

/** The configuration's `links`, else the app's own pages, else the pages in the project's repository. */
export function makeLinks(_options: { config: Config; appUrl?: string; repositoryUrl?: string }): Links {
  throw new Error('not yet')
}

export * from './roadmap/index.ts'
