import { matchesRule, patternRank } from './file/patterns.ts'
import { fromFile, optionFields } from './options.ts'
import { matcherOf } from './paths.ts'
import type { CheckSetting, Config, Origin, RuleDescriptor, RuleSettings } from './types.ts'

/** Settings already worked out, by rule and by the overrides that match. */
const known = new WeakMap<Config, Map<string, RuleSettings>>()

/**
 * How a rule runs: in the repository, or with `path`, on that path (overrides applied). The sources speak in
 * order (the rule itself, presets, file, overrides) and within each the more exact pattern comes later; the
 * last one to set something decides. A rule switched off by its own id is switched on only by its own id.
 * @throws Error when options that are valid one by one are not valid together.
 */
export function ruleSettings(config: Config, rule: RuleDescriptor, path?: string): RuleSettings {
  if (path === undefined) return settingsUnder(config, rule, [])
  return settingsUnder(
    config,
    rule,
    config.overrides.flatMap((override, index) => (matcherOf(override, override.paths)(path) ? [index] : [])),
  )
}

/** How a rule runs where these overrides (by index, ascending) match. Throws as `ruleSettings` does. */
export function settingsUnder(
  config: Config,
  rule: RuleDescriptor,
  overrides: readonly number[],
): RuleSettings {
  let settings = known.get(config)
  if (!settings) known.set(config, (settings = new Map()))
  const key = `${rule.id} ${overrides.join(',')}`
  let result = settings.get(key)
  if (!result) {
    const steps: Step[] = [
      ...config.checks.map((setting) => ({ setting, what: describeChecks(setting) })),
      ...overrides.flatMap((index) => {
        const override = config.overrides[index]
        if (!override) return []
        const what = `override ${index + 1} (${override.paths.join(', ')})`
        return override.checks.map((setting) => ({ setting, what }))
      }),
    ]
    settings.set(key, (result = settle(config, rule, steps)))
  }
  return result
}

/** Every label that allows something anywhere, in lower case. */
export function labelsNamed(config: Config): Set<string> {
  const settings = [...config.checks, ...config.overrides.flatMap(({ checks }) => checks)]
  return new Set(
    settings.flatMap(({ allowWhenLabel }) => allowWhenLabel ?? []).map((name) => name.toLowerCase()),
  )
}

interface Step {
  setting: CheckSetting
  what: string
}

function describeChecks({ source }: CheckSetting): string {
  return source.line === undefined ? source.what : `${source.what} checks`
}

function settle(config: Config, rule: RuleDescriptor, steps: readonly Step[]): RuleSettings {
  const preview = rule.status === 'preview' && !config.preview
  let enabled = !preview
  let offByName = false
  let level = rule.level
  let levelIsSet = false
  let allowWhenLabel: string[] = []
  const options: Record<string, unknown> = {}
  const origin: Origin[] = [
    {
      what: preview ? 'the rule itself, in preview' : 'the rule itself',
      sets: preview ? { off: true, level } : { level },
    },
  ]
  for (const { setting, what } of steps) {
    if (!matchesRule(setting.pattern, rule.id)) continue
    const named = patternRank(setting.pattern) === 2
    const sets: Origin['sets'] = {}
    if (setting.off) {
      enabled = false
      offByName ||= named
      sets.off = true
    } else if (named) {
      enabled = true
      offByName = false
    } else if (setting.level && !offByName && !preview) enabled = true
    if (setting.level) {
      level = sets.level = setting.level
      levelIsSet = true
    }
    if (setting.allowWhenLabel) allowWhenLabel = sets.allowWhenLabel = setting.allowWhenLabel
    const added = setting.options && knownOptions(rule, setting.options)
    if (added) Object.assign(options, (sets.options = added))
    if (Object.keys(sets).length === 0 && !named) continue
    const { line } = setting.source
    origin.push({ what, pattern: setting.pattern, ...(line !== undefined && { line }), sets })
  }
  const parsed = rule.options.safeParse(fromFile(rule.options, options))
  if (!parsed.success) {
    throw new Error(`options of ${rule.id} do not fit together`, { cause: parsed.error })
  }
  return { enabled, level, levelIsSet, allowWhenLabel, options: parsed.data, origin }
}

/** Those of a pattern's options that the rule has, or undefined when it has none of them. */
function knownOptions(
  rule: RuleDescriptor,
  options: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const fields = optionFields(rule.options)
  const entries = Object.entries(options).filter(([key]) => !fields || fields.has(key))
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
