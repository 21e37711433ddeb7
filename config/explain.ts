import { covers, ignoreDecision, isExpired, isIgnored, matcherOf } from './paths.ts'
import { ruleSettings } from './settings.ts'
import type { Config, IgnoredPath, RuleDescriptor, RuleSettings, Waiver } from './types.ts'

/** Everything the configuration says about one path, with what said it: `config explain`. */
export interface PathExplanation {
  path: string
  /** `decidedBy`: the glob that ignored the path or took it back, if one matched. */
  ignored: { value: boolean; decidedBy?: IgnoredPath }
  /** Names of the critical paths it belongs to. */
  criticalPaths: string[]
  /** In the order given. */
  rules: ({ id: string; waivers: (Waiver & { expired: boolean })[] } & RuleSettings)[]
}

export function explainPath(
  config: Config,
  rules: readonly RuleDescriptor[],
  path: string,
  now: Date,
): PathExplanation {
  const decidedBy = ignoreDecision(config, path)
  return {
    path,
    ignored: { value: isIgnored(config, path), ...(decidedBy && { decidedBy }) },
    criticalPaths: config.criticalPaths
      .filter((critical) => matcherOf(critical, critical.globs)(path))
      .map(({ name }) => name),
    rules: rules.map((rule) => ({
      id: rule.id,
      ...ruleSettings(config, rule, path),
      waivers: config.waivers
        .filter((waiver) => covers(waiver, rule.id, path))
        .map((waiver) => ({ ...waiver, expired: isExpired(waiver, now) })),
    })),
  }
}
