import type { LineCounter } from 'yaml'
import type { z } from 'zod'
import type { Notice } from '../../src/model/index.ts'
import { isRecord } from '../options.ts'
import { isExpired } from '../paths.ts'
import { presets } from '../presets/index.ts'
import { type LineOf, resolveConfig } from '../resolve.ts'
import { settingsUnder } from '../settings.ts'
import type { SharedDocument, SharedOutcomes } from '../shared/types.ts'
import { refusedByPolicy } from '../waiver-policy.ts'
import type { Config, ConfigProblem, ConfigResult, CustomRule, RuleDescriptor, Source } from '../types.ts'
import { checkChecks } from './checks.ts'
import { checkCustomRules, CUSTOM, MAX_CUSTOM_RULES } from './custom-rules.ts'
import { didYouMean } from './suggest.ts'
import { matchesRule, patternRank } from './patterns.ts'
import { lineOf, Problems, toConfigProblems } from './problems.ts'
import { type FileConfig, fileSchema } from './schema.ts'
import { clip, parseTree, type TreeNode } from './tree.ts'
import { checkValues } from './values.ts'
import { addIssues } from './zod-problems.ts'

/** Keys that may stand there without a value, as they do when all under them is commented out. */
const MAY_BE_EMPTY = new Set([
  'gate',
  'review',
  'ignore',
  'generated',
  'imports',
  'critical-paths',
  'custom-rules',
  'checks',
  'overrides',
  'waivers',
  'waiver-policy',
  'links',
])

/** A file that is valid by itself; what it extends has not been looked at. */
export interface OpenedConfig {
  path: string
  settings: FileConfig
  problems: Problems
  root: TreeNode
  lines: LineCounter
  lineOf: LineOf
}

interface ReadOptions {
  /** For people: where the text lies. */
  path: string
  rules: readonly RuleDescriptor[]
  /** What a rule of the repository's own must be like; without it they are not checked here. */
  customRule?: z.ZodType | undefined
}

/**
 * Reads and checks the text of a `.roadmap.yml`; answers every mistake at once, in the order of the file.
 * Never throws, and takes well under a second whatever the text. A shared configuration that it extends, and that
 * is not among `shared`, is a mistake: settings are never left out in silence.
 */
export function parseConfig(
  text: string,
  { path, rules, now, shared }: ReadOptions & { now: Date; shared?: SharedOutcomes },
): ConfigResult {
  const opened = readConfig(text, { path, rules })
  return opened.ok ? completeConfig(opened.file, { rules, now, ...(shared && { shared }) }) : opened
}

/** Reads and checks a text by itself. */
export function readConfig(
  text: string,
  { path, rules, customRule }: ReadOptions,
): { ok: true; file: OpenedConfig } | { ok: false; problems: ConfigProblem[] } {
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
    if (customRule) checkCustomRules(problems, customRule)
    checkChecks(problems, rules, ['checks'])
    const overrides = problems.valueAt(['overrides'])
    for (const index of Array.isArray(overrides) ? overrides.keys() : []) {
      checkChecks(problems, rules, ['overrides', index, 'checks'])
    }
    if (parsed.success && unreadable.length + problems.list().length === 0) {
      const place: LineOf = (at) => lineOf(root, lines, at)
      return { ok: true, file: { path, settings: parsed.data, problems, root, lines, lineOf: place } }
    }
  }
  return { ok: false, problems: toConfigProblems([...unreadable, ...problems.list()], lines, path) }
}

/** Entries of `extends` that are no presets, each once. */
export function sharedEntries({ settings }: Pick<OpenedConfig, 'settings'>): string[] {
  return [...new Set(settings.extends)].filter((entry) => !presets.has(entry))
}

/** Puts a file over what it extends, and checks that all of it fits together. */
export function completeConfig(
  { path, settings, problems, lines, lineOf: place }: OpenedConfig,
  {
    rules,
    now,
    shared,
    ruleFiles = [],
  }: {
    rules: readonly RuleDescriptor[]
    now: Date
    shared?: SharedOutcomes
    /** Rules of the repository that lie beside the file. */
    ruleFiles?: readonly CustomRule[]
  },
): ConfigResult {
  const elsewhere: ConfigProblem[] = []
  const warnings: Notice[] = []
  const notFollowed: Notice[] = []
  const documents: Record<string, SharedDocument> = {}
  for (const [index, entry] of (settings.extends ?? []).entries()) {
    if (presets.has(entry)) continue
    const at = ['extends', index]
    const line = place(at)
    const warn = (message: string): void => void warnings.push(noticeAt('warning', message, path, line))
    const outcome = shared?.get(entry)
    if (!outcome) {
      problems.atValue(at, `${clip(entry)} was not read: shared configurations are not followed here`)
    } else if (outcome.kind === 'broken') {
      problems.atValue(at, outcome.message, outcome.hint)
      elsewhere.push(...outcome.problems)
    } else if (outcome.kind === 'not-followed') {
      notFollowed.push(noticeAt('warning', `${entry} was not followed: ${outcome.why}`, path, line))
    } else {
      documents[entry] = outcome.document
      for (const message of outcome.warnings) warn(message)
    }
  }
  if (problems.list().length === 0) {
    const config = resolveConfig(settings, path, place, documents)
    addRuleFiles(problems, config, ruleFiles, path)
    checkTogether(problems, config, rules)
    if (problems.list().length === 0) {
      const notices = [...warnings, ...noticesOf(config, path, rules, now)]
      return { ok: true, config, notices, ...(notFollowed.length > 0 && { notFollowed }) }
    }
  }
  return { ok: false, problems: [...toConfigProblems(problems.list(), lines, path), ...elsewhere] }
}

function withoutEmpty(value: unknown): unknown {
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).filter(([key, entry]) => entry !== null || !MAY_BE_EMPTY.has(key)),
  )
}

/** The rules of `.roadmap/rules`; then all are known that `checks` may name. */
function addRuleFiles(problems: Problems, config: Config, files: readonly CustomRule[], path: string): void {
  for (const rule of files) {
    const name = rule.id.slice(CUSTOM.length + 1)
    const twice = config.customRules.some(({ id, source }) => id === rule.id && source.what === path)
    if (twice)
      problems.atKey(['custom-rules', name], `${name} also lies in ${rule.source.what}: one is too many`)
    config.customRules = [...config.customRules.filter(({ id }) => id !== rule.id), rule]
  }
  if (config.customRules.length > MAX_CUSTOM_RULES) {
    problems.atKey(
      ['custom-rules'],
      `${config.customRules.length} custom rules: at most ${MAX_CUSTOM_RULES} are run`,
    )
  }
  const ids = config.customRules.map(({ id }) => id)
  const unknown = (pattern: string): boolean =>
    pattern.startsWith(`${CUSTOM}/`) && patternRank(pattern) === 2 && !ids.includes(pattern)
  const say = (at: (string | number)[], pattern: string): void =>
    problems.atKey([...at, pattern], `there is no rule ${pattern}`, didYouMean(pattern, ids))
  for (const { pattern, source } of config.checks)
    if (source.what === path && unknown(pattern)) say(['checks'], pattern)
  for (const [index, { checks }] of config.overrides.entries()) {
    for (const { pattern, source } of checks)
      if (source.what === path && unknown(pattern)) say(['overrides', index, 'checks'], pattern)
  }
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

/** The file is read from the base: a pull request cannot change the rules it is judged by. */
function noticeAt(level: Notice['level'], message: string, path: string, line: number | undefined): Notice {
  const region = line !== undefined && { region: { startLine: line, endLine: line } }
  return { level, message, location: { side: 'base', path, ...region } }
}

function noticesOf(config: Config, path: string, rules: readonly RuleDescriptor[], now: Date): Notice[] {
  const notice = (level: Notice['level'], message: string, { what, line }: Source): Notice =>
    // The line of a shared configuration is no line of this repository.
    what === path
      ? noticeAt(level, message, path, line)
      : { level, message: `${what}:${line ?? 1}: ${message}` }
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
