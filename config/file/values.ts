import { isRecord } from '../options.ts'
import { PLACEHOLDERS } from '../links.ts'
import { presets } from '../presets/index.ts'
import { looksShared, referenceProblem } from '../shared/reference.ts'
import type { RuleDescriptor } from '../types.ts'
import { APPROVER } from '../waiver-policy.ts'
import { checkPattern } from './checks.ts'
import { globProblem } from './globs.ts'
import { MAX_GLOBS } from './limits.ts'
import { formatPath, type Path, type Problems } from './problems.ts'
import { didYouMean } from './suggest.ts'
import { clip } from './tree.ts'
import { describe } from './zod-problems.ts'

/** Checks what a schema cannot say: names of presets and repositories, globs, dates, addresses. Types are the schema's part. */
export function checkValues(problems: Problems, rules: readonly RuleDescriptor[]): void {
  for (const [index, name] of listAt(problems, ['extends'])) {
    if (typeof name !== 'string' || presets.has(name)) continue
    if (looksShared(name)) {
      const wrong = referenceProblem(name)
      if (wrong) problems.atValue(['extends', index], wrong.message, wrong.hint)
      continue
    }
    const names = [...presets.keys()]
    const hint = didYouMean(name, names) ?? `presets: ${names.join(', ')}`
    problems.atValue(['extends', index], `there is no preset ${clip(name)}`, hint)
  }
  const globs = new GlobChecks(problems)
  globs.check(['ignore'], '!')
  for (const [index, path] of listAt(problems, ['generated'])) {
    if (typeof path !== 'string') continue
    const problem = /[*?{}[\]!]/.test(path)
      ? { message: `${clip(path)} is a glob: generated files are named one by one` }
      : globProblem(path)
    if (problem) problems.atValue(['generated', index], problem.message, problem.hint)
  }
  for (const [index, entry] of listAt(problems, ['imports'])) {
    const path = isRecord(entry) ? entry.sarif : undefined
    if (typeof path !== 'string') continue
    const place = ['imports', index, 'sarif']
    if (/[*?{}[\]!]/.test(path)) problems.atValue(place, `${clip(path)} is a glob: logs are named one by one`)
    else if (/(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[a-z]:/i.test(path))
      problems.atValue(place, `${clip(path)} leads out of the repository`)
  }
  const critical = problems.valueAt(['critical-paths'])
  for (const name of isRecord(critical) ? Object.keys(critical) : []) {
    globs.check(['critical-paths', name, 'paths'])
    checkCriticalPath(problems, ['critical-paths', name])
  }
  for (const [index] of listAt(problems, ['overrides'])) globs.check(['overrides', index, 'paths'])
  for (const [index, waiver] of listAt(problems, ['waivers'])) {
    globs.check(['waivers', index, 'paths'])
    if (isRecord(waiver)) checkWaiver(problems, rules, waiver, ['waivers', index])
  }
  for (const [index, approver] of listAt(problems, ['waiver-policy', 'approvers'])) {
    if (typeof approver !== 'string' || APPROVER.test(approver)) continue
    const what = `${clip(approver)} is no approver`
    const hint = 'write triage, write, maintain or admin, @user or @organisation/team'
    problems.atValue(['waiver-policy', 'approvers', index], what, hint)
  }
  for (const [index, pattern] of listAt(problems, ['waiver-policy', 'not-waivable'])) {
    if (typeof pattern !== 'string') continue
    const place = ['waiver-policy', 'not-waivable', index]
    checkPattern(pattern, rules, (message, hint) => problems.atValue(place, message, hint))
  }
  checkLink(problems, 'modules')
  checkLink(problems, 'rules')
}

/** What a critical path is named by: one of these is asked for. */
const NAMED_BY = ['paths', 'owners', 'symbols', 'routes'] as const
/** `@alice`, `@acme/payments`; owners may also be addresses of mail. */
const PERSON = /^@[\w.-]+(?:\/[\w.-]+)?$/
const ROUTE = /^(?:(?:GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS|ANY)\s+)?\/\S*$/i

function checkCriticalPath(problems: Problems, path: Path): void {
  const critical = problems.valueAt(path)
  if (!isRecord(critical)) return
  if (!NAMED_BY.some((key) => key in critical)) {
    const hint = 'name its files: paths: ["src/payments/**"]'
    problems.atValue(
      path,
      `${formatPath(path)} names no code: one of ${NAMED_BY.join(', ')} is missing`,
      hint,
    )
  }
  const check = (key: string, is: RegExp, what: string): void => {
    for (const [index, value] of listAt(problems, [...path, key])) {
      if (typeof value !== 'string' || is.test(value)) continue
      const place = [...path, key, index]
      problems.atValue(place, `${formatPath(place)} must be ${what}, not ${describe(value)}`)
    }
  }
  check('reviewers', PERSON, 'a user or a team, such as @alice or @acme/payments')
  check('owners', /^@[\w.-]+(?:\/[\w.-]+)?$|^[^\s@]+@[^\s@]+$/, 'an owner as CODEOWNERS writes it')
  check('routes', ROUTE, 'a route, such as POST /payments/**')
}

function checkWaiver(
  problems: Problems,
  rules: readonly RuleDescriptor[],
  { check, reason, expires }: Record<string, unknown>,
  path: Path,
): void {
  if (typeof check === 'string') {
    checkPattern(check, rules, (message, hint) => problems.atValue([...path, 'check'], message, hint))
  }
  if (typeof reason === 'string' && reason.trim() === '') {
    const place = [...path, 'reason']
    problems.atValue(place, `${formatPath(place)} is empty: say why the finding is accepted`)
  }
  if (typeof expires === 'string' && !isDate(expires)) {
    const place = [...path, 'expires']
    problems.atValue(
      place,
      `${formatPath(place)} must be a day of the calendar as YYYY-MM-DD, not ${describe(expires)}`,
    )
  }
}

/** Globs of lists, with a bound on how many there are. */
class GlobChecks {
  readonly #problems: Problems
  #count = 0

  constructor(problems: Problems) {
    this.#problems = problems
  }

  check(path: Path, prefix = ''): void {
    for (const [index, glob] of listAt(this.#problems, path)) {
      if (typeof glob !== 'string') continue
      const place = [...path, index]
      if (++this.#count === MAX_GLOBS + 1) {
        this.#problems.atValue(place, `the file has more than ${MAX_GLOBS} globs`)
      }
      if (this.#count > MAX_GLOBS) return
      const bare = prefix !== '' && glob.startsWith(prefix) ? glob.slice(prefix.length) : glob
      const wrong =
        prefix === '' && glob.startsWith('!')
          ? {
              message: `${clip(glob)} excludes paths, which only ignore can`,
              hint: 'name the paths that are meant',
            }
          : globProblem(bare)
      if (wrong) this.#problems.atValue(place, clip(wrong.message), wrong.hint && clip(wrong.hint))
    }
  }
}

function checkLink(problems: Problems, kind: 'modules' | 'rules'): void {
  const path = ['links', kind]
  const template = problems.valueAt(path)
  if (typeof template !== 'string') return
  const known: readonly string[] = PLACEHOLDERS[kind]
  for (const [, name = ''] of template.matchAll(/\{([^}]*)\}/g)) {
    if (known.includes(name)) continue
    const hint = didYouMean(name, known)?.replace(/mean (\w+)/, 'mean {$1}')
    problems.atValue(
      path,
      `links.${kind} has an unknown placeholder {${clip(name)}}`,
      hint ?? `placeholders: ${known.map((placeholder) => `{${placeholder}}`).join(', ')}`,
    )
  }
  const filled = template.replaceAll(/\{[^}]*\}/g, 'x')
  // Also keeps Markdown and HTML out: the address is written into comments and pages.
  if (!/^https?:\/\/[^\s<>()[\]"'`\\{}|^]+$/.test(filled) || !URL.canParse(filled)) {
    problems.atValue(path, `links.${kind} must be an address that begins with https:// or http://`)
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function listAt(problems: Problems, path: Path): [number, unknown][] {
  const list = problems.valueAt(path)
  return Array.isArray(list) ? [...list.entries()] : []
}
