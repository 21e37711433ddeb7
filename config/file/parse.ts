import type { Notice } from '../../src/model/index.ts'
import { isRecord } from '../options.ts'
import { isExpired } from '../paths.ts'
import { resolveConfig } from '../resolve.ts'
import { settingsUnder } from '../settings.ts'
import { refusedByPolicy } from '../waiver-policy.ts'
import type { Config, ConfigResult, RuleDescriptor, Source } from '../types.ts'
import { checkChecks } from './checks.ts'
import { matchesRule, patternRank } from './patterns.ts'
import { lineOf, Problems, toConfigProblems } from './problems.ts'
import { fileSchema } from './schema.ts'
import { parseTree } from './tree.ts'
import { checkValues } from './values.ts'
import { addIssues } from './zod-problems.ts'

/** Keys that may stand there without a value, as they do when all under them is commented out. */
const MAY_BE_EMPTY = new Set([
  'gate',
  'review',
  'ignore',
  'generated',
  'critical-paths',
  'checks',
  'overrides',
  'waivers',
  'waiver-policy',
  'links',
])

/**
 * Reads and checks the text of a `.roadmap.yml`; answers every mistake at once, in the order of the file.
 * Never throws, and takes well under a second whatever the text.
 */
export function parseConfig(
  text: string,
  { path, rules, now }: { path: string; rules: readonly RuleDescriptor[]; now: Date },
): ConfigResult {
  const { root, problems: unreadable, lines } = parseTree(text.replace(/^\uFEFF/, ''))
  if (!root || unreadable.length > 100)
    return { ok: false, problems: toConfigProblems(unreadable, lines, path) }
  const problems = new Problems(root)
  const value = withoutEmpty(root.value)
  if (value === null) {
    problems.atValue([], 'the file is empty', 'write version: 1, or remove the file')
  } else if (value !== undefined) {
    const parsed = fileSchema.safeParse(value)
    if (!parsed.success) addIssues(problems, fileSchema, parsed.error.issues)
    checkValues(problems, rules)
    checkChecks(problems, rules, ['checks'])
    const overrides = problems.valueAt(['overrides'])
    for (const index of Array.isArray(overrides) ? overrides.keys() : []) {
      checkChecks(problems, rules, ['overrides', index, 'checks'])
    }
    if (parsed.success && unreadable.length + problems.list().length === 0) {
      const config = resolveConfig(parsed.data, path, (place) => lineOf(root, lines, place))
      checkTogether(problems, config, rules)
      if (problems.list().length === 0)
        return { ok: true, config, notices: noticesOf(config, path, rules, now) }
    }
  }
  return { ok: false, problems: toConfigProblems([...unreadable, ...problems.list()], lines, path) }
}

function withoutEmpty(value: unknown): unknown {
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).filter(([key, entry]) => entry !== null || !MAY_BE_EMPTY.has(key)),
  )
}

/** Options that are right one by one may still contradict each other. */
function checkTogether(problems: Problems, config: Config, rules: readonly RuleDescriptor[]): void {
  for (const rule of rules) {
    const withOptions = [...config.overrides.keys()].filter((index) =>
      config.overrides[index]?.checks.some(
        ({ pattern, options }) => options && matchesRule(pattern, rule.id),
      ),
    )
    for (const overrides of [[], ...withOptions.map((index) => [index])]) {
      try {
        settingsUnder(config, rule, overrides)
      } catch (error) {
        const at = overrides.length > 0 ? ['overrides', ...overrides] : ['checks']
        problems.atKey(at, error instanceof Error ? error.message : String(error))
      }
    }
  }
}

function noticesOf(config: Config, path: string, rules: readonly RuleDescriptor[], now: Date): Notice[] {
  const notice = (level: Notice['level'], message: string, { line }: Source): Notice => ({
    level,
    message,
    // The file is read from the base: a pull request cannot change the rules it is judged by.
    location: {
      side: 'base',
      path,
      ...(line !== undefined && { region: { startLine: line, endLine: line } }),
    },
  })
  const expired = config.waivers
    .filter((waiver) => isExpired(waiver, now))
    .map(({ check, paths, expires, source }) =>
      notice(
        'warning',
        `The waiver of ${check} for ${paths.join(', ')} expired on ${expires} and holds no more. ` +
          'Mend what it covered, or give it a new date.',
        source,
      ),
    )
  const named = [...config.checks, ...config.overrides.flatMap(({ checks }) => checks)]
  const refused = config.waivers
    .filter((waiver) => !isExpired(waiver, now))
    .flatMap((waiver) => {
      const meant = rules.filter(({ id }) => matchesRule(waiver.check, id))
      const why = meant.map(({ id }) => refusedByPolicy(waiver, id, config.waiverPolicy, now)).find(Boolean)
      return why === undefined ? [] : [notice('warning', `A waiver does not hold: ${why}.`, waiver.source)]
    })
  const deprecated = named
    .filter(({ pattern, off }) => patternRank(pattern) === 2 && !off)
    .filter(({ pattern }) =>
      rules.some(({ id, status }) => status === 'deprecated' && matchesRule(pattern, id)),
    )
    .map(({ pattern, source }) =>
      notice('note', `The rule ${pattern} is deprecated; its page says what follows it.`, source),
    )
  return [...expired, ...refused, ...deprecated]
}
