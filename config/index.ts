import type { ConfigResult, RuleDescriptor } from './types.ts'

export { defaultConfig } from './defaults.ts'
export { explainPath, type PathExplanation } from './explain.ts'
export { type Links, makeLinks } from './links.ts'
export { findWaiver, isIgnored } from './paths.ts'
export * from './roadmap/index.ts'
export { ruleSettings } from './settings.ts'
export * from './types.ts'

/** Reads and checks the text of a `.roadmap.yml`; answers every mistake at once. Never throws. */
export function parseConfig(
  _text: string,
  _options: { path: string; rules: readonly RuleDescriptor[]; now: Date },
): ConfigResult {
  throw new Error('not yet')
}

/** JSON Schema (draft-07) of `.roadmap.yml` for editors: lenient, unknown keys are theirs to warn about. */
export function configJsonSchema(_rules: readonly RuleDescriptor[]): Record<string, unknown> {
  throw new Error('not yet')
}
