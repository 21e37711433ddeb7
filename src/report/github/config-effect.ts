import { type Config, type ConfigResult, type RuleDescriptor, ruleSettings } from '../../../config/index.ts'
import { codeSpan, markdownProse, visible } from '../escape/index.ts'
import { count } from '../words.ts'
import { problemLine } from './config-problems.ts'
import { fitBlocks } from './markdown.ts'

/** Bytes: the effect leaves room for the summary of the review itself. */
const ROOM = 20_000

/**
 * What a pull request that edits the configuration would change once merged, as one Markdown block: rules on,
 * off, level, and what stands over all rules. Undefined where it changes nothing that is in force.
 */
export function configEffect(
  before: Config,
  after: ConfigResult,
  rules: readonly RuleDescriptor[],
  path: string,
): string {
  const head = codeSpan(path)
  if (!after.ok) {
    const title = `**${head} in this pull request has ${count(after.problems.length, 'mistake')}.** Once merged, no check would pass:`
    return fitBlocks([title, ...after.problems.map(problemLine)], ROOM, (left) => `_and ${left} more_`)
  }
  const unknown = (after.notFollowed ?? []).map(({ message }) => `- ${markdownProse(message)}`)
  const lines = [
    ...unknown,
    ...settingChanges(before, after.config),
    ...ruleChanges(before, after.config, rules),
    ...customChanges(before, after.config),
  ]
  const title = `**This pull request edits ${head}.** The version of the base branch is in force here; once merged:`
  return fitBlocks(
    [title, ...(lines.length > 0 ? lines : ['- no rule changes for the repository as a whole'])],
    ROOM,
    (left) => `_and ${left} more_`,
  )
}

function settingChanges(before: Config, after: Config): string[] {
  const settings: [name: string, value: (config: Config) => unknown][] = [
    ['extends', (config) => config.extends],
    ['mode', (config) => config.mode],
    ['preview', (config) => config.preview],
    ['gate.fail-on', (config) => config.gate.failOn],
    ['review', (config) => config.review],
    ['ignore', (config) => config.ignore.map(({ glob }) => glob)],
    ['generated', (config) => config.generated],
    ['imports', (config) => config.imports],
    ['critical-paths', (config) => config.criticalPaths],
    ['overrides', (config) => config.overrides.map(withoutSource)],
    ['waivers', (config) => config.waivers.map(withoutSource)],
    ['waiver-policy', (config) => config.waiverPolicy],
    ['links', (config) => config.links],
  ]
  return settings.flatMap(([name, value]) => {
    const [from, to] = [JSON.stringify(value(before)), JSON.stringify(value(after))]
    if (from === to) return []
    return from.length + to.length < 200
      ? [`- ${codeSpan(name)}: ${codeSpan(from)} → ${codeSpan(to)}`]
      : [`- ${codeSpan(name)} changes`]
  })
}

function ruleChanges(before: Config, after: Config, rules: readonly RuleDescriptor[]): string[] {
  return rules.flatMap((rule) => {
    const [from, to] = [ruleSettings(before, rule), ruleSettings(after, rule)]
    const [was, will] = [describe(from), describe(to)]
    if (was !== will) return [`- ${codeSpan(rule.id)}: ${was} → ${will}`]
    if (!to.enabled) return []
    const changed = [
      ...(same(from.options, to.options) ? [] : ['options change']),
      ...(same(from.allowWhenLabel, to.allowWhenLabel) ? [] : [allowedWords(to.allowWhenLabel)]),
    ]
    return changed.map((what) => `- ${codeSpan(rule.id)}: ${what}`)
  })
}

/** The rules that the configuration itself brings. */
function customChanges(before: Config, after: Config): string[] {
  const was = new Map(before.customRules.map(({ id, data }) => [id, data]))
  const will = new Map(after.customRules.map(({ id, data }) => [id, data]))
  return [
    ...[...will].flatMap(([id, data]) => {
      if (!was.has(id)) return [`- ${codeSpan(id)}: a new rule`]
      return same(was.get(id), data) ? [] : [`- ${codeSpan(id)}: another version of the rule`]
    }),
    ...[...was.keys()].filter((id) => !will.has(id)).map((id) => `- ${codeSpan(id)}: gone`),
  ]
}

function same(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}

function allowedWords(labels: readonly string[]): string {
  return labels.length === 0
    ? 'no label allows it any more'
    : `allowed by ${count(labels.length, 'label')} (${labels.map(codeSpan).join(', ')})`
}

function describe({ enabled, level }: { enabled: boolean; level: string }): string {
  return enabled ? visible(level) : 'off'
}

/** Lines move without meaning; they are no change of what is in force. */
function withoutSource(value: object): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'source' ? undefined : inner)))
}
