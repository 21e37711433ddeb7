import { LEVELS } from '../../src/model/index.ts'
import { fromFile, isRecord, optionFields } from '../options.ts'
import type { RuleDescriptor } from '../types.ts'
import { ALLOW_WHEN_LABEL, allowWhenLabel } from './labels.ts'
import { matchesRule, patternRank } from './patterns.ts'
import { formatPath, type Path, type Problems } from './problems.ts'
import { didYouMean } from './suggest.ts'
import { clip } from './tree.ts'
import { addIssues, addUnknownKey, describe, suggestValue } from './zod-problems.ts'

/** Checks the entries of one `checks`: which rules they name, their levels and options. */
export function checkChecks(problems: Problems, rules: readonly RuleDescriptor[], path: Path): void {
  const checks = problems.valueAt(path)
  if (!isRecord(checks)) return
  for (const [pattern, value] of Object.entries(checks)) {
    if (problems.full) return
    const place = [...path, pattern]
    const known = checkPattern(pattern, rules, (message, hint) => problems.atKey(place, message, hint))
    const meant = rules.filter(({ id }) => matchesRule(pattern, id))
    if (isRecord(value)) {
      checkLevel(problems, [...place, 'level'], value.level)
      checkLabels(problems, [...place, ALLOW_WHEN_LABEL], value[ALLOW_WHEN_LABEL])
      if (known) checkOptions(problems, meant, pattern, value, place)
    } else checkValue(problems, place, value)
  }
}

/** `imported/*`, `imported/semgrep/*`, `imported/semgrep/python.lang.eval`. */
const IMPORTED = /^imported\/(?:\*|[\w.@-]+\/(?:\*|[\w.@/-]*[\w@]))$/

const CUSTOM_PATTERN = /^custom\/(?:\*|[a-z0-9-]+)$/

/** Says what is wrong with a pattern over rules; true when it means at least one. */
export function checkPattern(
  pattern: string,
  rules: readonly RuleDescriptor[],
  say: (message: string, hint?: string) => void,
): boolean {
  if (pattern === '*' || rules.some(({ id }) => matchesRule(pattern, id))) return true
  // Rules of other scanners are known once their logs are read.
  if (IMPORTED.test(pattern)) return true
  // So are custom rules, once all that may bring some is read.
  if (CUSTOM_PATTERN.test(pattern)) return true
  const families = [...new Set(rules.map(({ family }) => `${family}/*`))]
  const name = clip(pattern)
  if (pattern.includes('*') && !/^[^*/]+\/\*$/.test(pattern)) {
    say(`${name} is no pattern over rules`, 'write the id of a rule, <family>/* or *')
  } else {
    const rest = pattern.slice(pattern.indexOf('/') + 1)
    const sameName = rules.find(({ id }) => rest !== '*' && id.endsWith(`/${rest}`))?.id
    const family = families.find((candidate) => candidate === `${pattern}/*`)
    const candidates = pattern.endsWith('/*') ? families : rules.map(({ id }) => id)
    const certain = family ?? sameName
    const hint = certain === undefined ? didYouMean(pattern, candidates) : `did you mean ${certain}?`
    say(
      patternRank(pattern) === 2 ? `there is no rule ${name}` : `there is no family ${name.slice(0, -2)}`,
      hint,
    )
  }
  return false
}

function checkLevel(problems: Problems, path: Path, level: unknown): void {
  if (level === undefined || LEVELS.some((known) => known === level)) return
  const hint =
    level === 'off' || level === false
      ? `write ${formatPath(path.slice(-2, -1))}: off`
      : typeof level === 'string'
        ? suggestValue(level, LEVELS)
        : undefined
  problems.atValue(
    path,
    `${formatPath(path)} must be one of ${LEVELS.join(', ')}, not ${describe(level)}`,
    hint,
  )
}

function checkLabels(problems: Problems, path: Path, labels: unknown): void {
  if (labels === undefined || allowWhenLabel.safeParse(labels).success) return
  problems.atValue(
    path,
    `${formatPath(path)} must be the name of a label, or a list of names, not ${describe(labels)}`,
  )
}

function checkValue(problems: Problems, path: Path, value: unknown): void {
  const values = ['off', ...LEVELS]
  if (typeof value === 'string' && values.includes(value)) return
  const hint =
    value === false
      ? 'did you mean off?'
      : value === true || value === 'on'
        ? 'a rule is switched on by its level, for instance error'
        : typeof value === 'string'
          ? suggestValue(value, values)
          : undefined
  problems.atValue(
    path,
    `${formatPath(path)} must be off, ${LEVELS.join(', ')}, or a mapping of options, not ${describe(value)}`,
    hint,
  )
}

/** An option of a pattern must be known to one rule at least, and right for every rule that knows it. */
function checkOptions(
  problems: Problems,
  rules: readonly RuleDescriptor[],
  pattern: string,
  value: Record<string, unknown>,
  path: Path,
): void {
  const { level: _level, [ALLOW_WHEN_LABEL]: _labels, ...options } = value
  const known = new Set(['level', ALLOW_WHEN_LABEL])
  if (CUSTOM_PATTERN.test(pattern)) known.add('exclude')
  const unchecked = rules.some((rule) => !optionFields(rule.options))
  for (const rule of rules) for (const key of optionFields(rule.options)?.keys() ?? []) known.add(key)
  for (const key of Object.keys(options)) {
    if (!unchecked && !known.has(key)) addUnknownKey(problems, path, key, [...known])
  }
  for (const rule of rules) {
    const fields = optionFields(rule.options)
    const own = Object.fromEntries(Object.entries(options).filter(([key]) => !fields || fields.has(key)))
    if (Object.keys(own).length === 0 && patternRank(pattern) < 2) continue
    const translated = fromFile(rule.options, own, (at, key, names) =>
      addUnknownKey(problems, [...path, ...at], key, names),
    )
    const parsed = rule.options.safeParse(translated)
    if (!parsed.success) addIssues(problems, rule.options, parsed.error.issues, path)
  }
}
