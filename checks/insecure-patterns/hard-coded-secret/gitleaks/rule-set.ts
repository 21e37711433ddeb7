import { parse } from 'smol-toml'
import type { RE2JS } from 're2js'
import { z } from 'zod'
import { entropy } from '../random.ts'
import { type AllowList, ruleSetSchema, type SecretRule } from './schema.ts'

const MAX_FILE = 512 * 1024
const MAX_MATCHES = 200

export interface RuleSet<Rule extends SecretRule = SecretRule> {
  rules: readonly Rule[]
  allow: readonly AllowList[]
  /** Ids of rules that name files and no text: those are not looked for. */
  pathOnly: readonly string[]
}

export interface RuleMatch<Rule extends SecretRule = SecretRule> {
  rule: Rule
  /** Offsets of the secret into the text that was given. */
  start: number
  end: number
}

/**
 * Reads a rule set in gitleaks' format (TOML).
 *
 * @throws Error with one line of what is wrong, where it is no such file
 */
export function readRuleSet(text: string): RuleSet {
  if (text.length > MAX_FILE) throw new Error(`larger than ${MAX_FILE} characters`)
  const read = ruleSetSchema.safeParse(parse(text))
  if (!read.success) throw new Error(z.prettifyError(read.error).split('\n', 3).join(' ').slice(0, 300))
  const { rules, allowlist, allowlists } = read.data
  return {
    rules: rules.filter((rule) => rule.regex !== undefined),
    allow: [...(allowlist ? [allowlist] : []), ...allowlists],
    pathOnly: rules.filter((rule) => rule.regex === undefined).map((rule) => rule.id),
  }
}

/** What the rules of a set find in a piece of a file; at most 200 a rule. */
export function* findByRules<Rule extends SecretRule>(
  piece: string,
  path: string,
  set: RuleSet<Rule>,
): Generator<RuleMatch<Rule>, void> {
  const lower = piece.toLowerCase()
  for (const rule of set.rules) {
    if (rule.keywords.length > 0 && !rule.keywords.some((keyword) => lower.includes(keyword))) continue
    if (rule.path && !matches(rule.path, path)) continue
    yield* byRule(piece, path, rule, set)
  }
}

function* byRule<Rule extends SecretRule>(
  piece: string,
  path: string,
  rule: Rule,
  set: RuleSet,
): Generator<RuleMatch<Rule>, void> {
  let count = 0
  for (const [from, to] of windows(piece, rule)) {
    const matcher = rule.regex?.matcher(piece.slice(from, to))
    for (; count < MAX_MATCHES && matcher?.find(); count++) {
      const group = secretGroup(matcher, rule.secretGroup)
      const [start, end] = [from + matcher.start(group), from + matcher.end(group)]
      if (matcher.start(group) < 0 || start === end) continue
      const secret = piece.slice(start, end)
      if (rule.entropy > 0 && entropy(secret) <= rule.entropy) continue
      const found = {
        path,
        secret,
        match: piece.slice(from + matcher.start(), from + matcher.end()),
        line: lineAround(piece, from + matcher.start(), from + matcher.end()),
      }
      if (isAllowedBy(rule, found) || isAllowed(set, found, rule.id)) continue
      yield { rule, start, end }
    }
  }
}

/** Where a rule is tried: around its keywords where it says how far it reaches, or else everywhere. */
function windows(piece: string, { keywords, reach }: SecretRule): [from: number, to: number][] {
  if (reach === undefined) return [[0, piece.length]]
  const lower = piece.toLowerCase()
  const places: number[] = []
  for (const keyword of keywords)
    for (let at = lower.indexOf(keyword); at >= 0; at = lower.indexOf(keyword, at + 1)) places.push(at)
  const found: [number, number][] = []
  for (const at of places.toSorted((a, b) => a - b)) {
    const from = Math.max(0, at - reach.before)
    const to = Math.min(piece.length, at + reach.after)
    const last = found.at(-1)
    if (last && from <= last[1]) last[1] = to
    else found.push([from, to])
  }
  return found
}

function secretGroup(matcher: ReturnType<RE2JS['matcher']>, wanted: number): number {
  const groups = matcher.groupCount()
  if (wanted > 0) return Math.min(wanted, groups)
  for (let group = 1; group <= groups; group++) if (matcher.start(group) < matcher.end(group)) return group
  return 0
}

interface Found {
  path: string
  secret: string
  match: string
  line: string
}

/** Whether a rule's own allow lists let something pass. */
export function isAllowedBy({ allowlist, allowlists }: SecretRule, found: Found): boolean {
  return [...(allowlist ? [allowlist] : []), ...allowlists].some((list) => allows(list, found))
}

/** Whether the allow lists of the whole set let something pass, found by the rule of an id or by a built-in format. */
export function isAllowed(set: RuleSet, found: Found, id?: string): boolean {
  return set.allow.some(
    (list) =>
      (list.targetRules.length === 0 || (id !== undefined && list.targetRules.includes(id))) &&
      allows(list, found),
  )
}

function allows(list: AllowList, found: Found): boolean {
  const target =
    list.regexTarget === 'match' ? found.match : list.regexTarget === 'line' ? found.line : found.secret
  const lower = found.secret.toLowerCase()
  const answers = [
    list.commits.length > 0 ? false : undefined,
    list.paths.length > 0 ? list.paths.some((path) => matches(path, found.path)) : undefined,
    list.regexes.length > 0 ? list.regexes.some((regex) => matches(regex, target)) : undefined,
    list.stopwords.length > 0 ? list.stopwords.some((word) => lower.includes(word)) : undefined,
  ].filter((answer) => answer !== undefined)
  if (list.condition === 'AND' || list.condition === '&&')
    return answers.length > 0 && answers.every((answer) => answer)
  return answers.includes(true)
}

function matches(expression: RE2JS, text: string): boolean {
  return expression.matcher(text).find()
}

/** The line or lines that a match stands on, cut off at 1,000 characters either side. */
export function lineAround(text: string, start: number, end: number): string {
  const from = Math.max(text.lastIndexOf('\n', start - 1) + 1, start - 1_000)
  const newline = text.indexOf('\n', end)
  return text.slice(from, Math.min(newline < 0 ? text.length : newline, end + 1_000))
}
