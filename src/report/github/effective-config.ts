import {
  type Config,
  type Origin,
  type RuleDescriptor,
  ruleSettings,
  type Source,
} from '../../../config/index.ts'
import { cell, codeSpan, visible } from '../escape/index.ts'
import { count, list } from '../words.ts'
import { fitBlocks } from './markdown.ts'

/** Bytes: fits into a comment and into the summary of a check run, with room for what stands around it. */
const ROOM = 50_000
/** Rules and entries of one list that are written out; the rest is counted. */
const LISTED = 60

/**
 * What is in force in a repository, and which file and line, or which preset, says so. Pure; Markdown of at most
 * `room` bytes, cut by whole blocks. Values of the configuration are written as code: they are a team's own text.
 */
export function effectiveConfig(config: Config, rules: readonly RuleDescriptor[], room = ROOM): string {
  return fitBlocks(
    [
      `Based on ${config.extends.length > 0 ? list(config.extends.map(codeSpan)) : 'no preset'}.`,
      table(['Setting', 'Value', 'Set by'], settingRows(config)),
      ...ruleBlocks(config, rules),
      ...listBlock(
        'Ignored paths',
        config.ignore.map(({ glob, source }) => [glob, source]),
      ),
      ...listBlock(
        'Critical paths',
        config.criticalPaths.map(({ name, globs }) => [
          globs.length > 0 ? `${name}: ${globs.join(', ')}` : name,
          config.origins[`critical-paths.${name}`],
        ]),
      ),
      ...listBlock(
        'Other settings for some paths',
        config.overrides.map(({ paths, checks, source }) => [
          `${paths.join(', ')}: ${checks.map(({ pattern }) => pattern).join(', ')}`,
          source,
        ]),
      ),
      ...listBlock(
        'Waivers',
        config.waivers.map(({ check, paths, expires, source }) => [
          `${check} for ${paths.join(', ')} until ${expires}`,
          source,
        ]),
      ),
    ],
    room,
    (left) => `_and ${count(left, 'more part')}, which did not fit_`,
  )
}

/** `.roadmap.yml:12`, or what set it where that is no file. */
export function sourceWords({ what, line }: Source): string {
  return line === undefined ? what : `${what}:${line}`
}

function settingRows({
  mode,
  preview,
  gate,
  review,
  generated,
  imports,
  waiverPolicy,
  links,
  origins,
}: Config): string[][] {
  const values: [key: string, value: unknown][] = [
    ['mode', mode],
    ['preview', preview],
    ['gate.fail-on', gate.failOn],
    ['review.max-inline', review.maxInline],
    ['review.group-after', review.groupAfter],
    ['review.drafts', review.drafts],
    ['review.min-level', review.minLevel],
    ['review.when-fixed', review.whenFixed],
    ['review.request-reviewers', review.requestReviewers],
    ['waiver-policy.max-days', waiverPolicy.maxDays],
    ['waiver-policy.approvers', waiverPolicy.approvers],
    ['waiver-policy.second-person', waiverPolicy.secondPerson],
    ['waiver-policy.not-waivable', waiverPolicy.notWaivable],
    ['generated', generated],
    ['imports', imports],
    ['links.modules', links.modules],
    ['links.rules', links.rules],
  ]
  return values
    .filter(([key, value]) => origins[key] !== undefined || !isEmpty(value))
    .map(([key, value]) => [codeSpan(key), code(valueText(value)), by(origins[key])])
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `visible` leaves none in the parts. */
const SEPARATOR = '\0'

/** Rules that somebody spoke of, one a row; those at their own level are counted. */
function ruleBlocks(config: Config, rules: readonly RuleDescriptor[]): string[] {
  const all = rules.map((rule) => ({ id: rule.id, settings: ruleSettings(config, rule) }))
  const set = all.filter(({ settings }) => settings.origin.length > 1)
  const own = all.filter(({ settings }) => settings.origin.length === 1)
  const on = own.filter(({ settings }) => settings.enabled).length
  const rest = [
    ...(on > 0 ? [`${count(on, 'rule')} at ${on === 1 ? 'its' : 'their'} own level`] : []),
    ...(own.length > on ? [`${own.length - on} in preview and off`] : []),
  ]
  // One entry for a family sets dozens of rules alike: one row for them.
  const groups = Map.groupBy(set, ({ settings: { enabled, level, origin } }) => {
    const [, ...steps] = origin
    return `${enabled ? visible(level) : 'off'}${SEPARATOR}${steps.map(stepWords).join(', then ')}`
  })
  const rows = [...groups].slice(0, LISTED).map(([rest, same]) => {
    const more = same.length > 3 ? [`${same.length - 2} more`] : []
    const named = same.slice(0, more.length > 0 ? 2 : 3).map(({ id }) => codeSpan(id))
    const [level = '', ...by] = rest.split(SEPARATOR)
    return [list([...named, ...more]), level, by.join('')]
  })
  return [
    ...(rows.length > 0 ? [table(['Rule', 'Level', 'Set by'], rows)] : []),
    ...(groups.size > LISTED ? [`_and ${groups.size - LISTED} more such rows_`] : []),
    ...(rest.length > 0 ? [`Nothing is said of the others: ${list(rest)}.`] : []),
  ]
}

function stepWords({ what, line, pattern, sets }: Origin): string {
  const values = [
    ...(sets.off ? ['off'] : []),
    ...(sets.level === undefined ? [] : [sets.level]),
    ...(sets.allowWhenLabel === undefined ? [] : [`allow-when-label: ${sets.allowWhenLabel.join(', ')}`]),
    ...(sets.options === undefined ? [] : [JSON.stringify(sets.options)]),
  ]
  // `.roadmap.yml checks`, line 4: the place is what people look up.
  const place = line === undefined ? what : `${what.replace(/ checks$/, '')}:${line}`
  return `${code(place)} (${code(`${pattern ?? ''}: ${values.join(' ') || 'on'}`)})`
}

function listBlock(title: string, entries: readonly (readonly [string, Source | undefined])[]): string[] {
  if (entries.length === 0) return []
  const lines = entries.slice(0, LISTED).map(([text, source]) => `- ${code(text)} (${by(source)})`)
  const more = entries.length > LISTED ? [`- _and ${entries.length - LISTED} more_`] : []
  return [`**${title}**\n\n${[...lines, ...more].join('\n')}`]
}

function by(source: Source | undefined): string {
  return source === undefined ? 'default' : code(sourceWords(source))
}

function code(text: string): string {
  return codeSpan(text.length > 300 ? `${text.slice(0, 299)}…` : text)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
