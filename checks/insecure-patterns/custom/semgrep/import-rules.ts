import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { RULE_LANGUAGES } from '../../engine/ir.ts'
import { calledAs, type Finder, findersOf } from './finders.ts'
import { type CallPattern, readPattern, Untranslatable } from './pattern.ts'

/** A rule that means the same here, as data of a file of `.roadmap/rules`. */
export interface TranslatedRule {
  /** Name of the file. */
  name: string
  data: Record<string, unknown>
}

export interface ImportedRules {
  rules: TranslatedRule[]
  /** Rules that do not translate, and why. */
  left: { id: string; why: string }[]
}

const MAX_BYTES = 1024 * 1024
const patterns = z.array(z.record(z.string(), z.unknown())).max(200)
const rule = z.looseObject({
  id: z.string().min(1).max(300),
  message: z.string().max(5_000),
  severity: z.string(),
  mode: z.string().optional(),
  languages: z.array(z.string()).min(1),
  metadata: z.looseObject({}).optional(),
})
/** Keys of a rule that say nothing about what it finds. */
const WORDS = new Set([
  'id',
  'message',
  'severity',
  'languages',
  'metadata',
  'mode',
  'version',
  'min-version',
  'fix',
  'fix-regex',
])
const LEVELS: Readonly<Record<string, string>> = {
  ERROR: 'error',
  HIGH: 'error',
  CRITICAL: 'error',
  WARNING: 'warning',
  MEDIUM: 'warning',
  INFO: 'note',
  LOW: 'note',
}
const LANGUAGES: Readonly<Record<string, { language: string; paths?: string }>> = {
  js: { language: 'javascript', paths: '**/*.{js,jsx,cjs,mjs}' },
  javascript: { language: 'javascript', paths: '**/*.{js,jsx,cjs,mjs}' },
  ts: { language: 'javascript', paths: '**/*.{ts,tsx,cts,mts}' },
  typescript: { language: 'javascript', paths: '**/*.{ts,tsx,cts,mts}' },
  py: { language: 'python' },
  python3: { language: 'python' },
  golang: { language: 'go' },
  'c#': { language: 'csharp' },
  rb: { language: 'ruby' },
  kt: { language: 'kotlin' },
}

/**
 * Translates rules that were written for Semgrep, each that means exactly the same here. The form of its rules is described
 * at https://semgrep.dev/docs/writing-rules/rule-syntax.
 * @throws Error where the text is no YAML with `rules`.
 */
export function importSemgrep(text: string): ImportedRules {
  if (text.length > MAX_BYTES) throw new Error(`larger than ${MAX_BYTES} bytes`)
  const [document] = parseAllDocuments(text, { maxAliasCount: 100 } as object)
  if (!document || 'empty' in document || document.errors.length > 0) throw new Error('this is no YAML')
  const file = z
    .looseObject({ rules: z.array(z.unknown()).max(2_000) })
    .safeParse(document.toJS({ maxAliasCount: 100 }))
  if (!file.success) throw new Error('it has no list of `rules`')
  const answer: ImportedRules = { rules: [], left: [] }
  const names = new Set<string>()
  for (const [index, written] of file.data.rules.entries()) {
    const parsed = rule.safeParse(written)
    const id = parsed.success ? parsed.data.id : `rules[${index}]`
    try {
      if (!parsed.success) throw new Untranslatable('id, message, severity or languages are missing')
      const plain = nameOf(id)
      let name = plain
      for (let number = 2; names.has(name); number++) name = `${plain.slice(0, 55)}-${number}`
      const data = translate(parsed.data)
      names.add(name)
      answer.rules.push({ name, data })
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error
      answer.left.push({ id, why: error.message })
    }
  }
  return answer
}

type Written = z.output<typeof rule>

function translate(written: Written): Record<string, unknown> {
  const { message, severity, metadata = {} } = written
  const level = LEVELS[severity.toUpperCase()]
  if (level === undefined) throw new Untranslatable(`severity ${severity}`)
  const body = written.mode === 'taint' ? taint(written) : search(written)
  const cwe = [metadata['cwe']]
    .flat()
    .flatMap((one) => (typeof one === 'string' && /CWE-(\d+)/i.exec(one)?.[1]) || [])
  const url = [metadata['references'], metadata['source']]
    .flat()
    .find((one) => typeof one === 'string' && /^https?:\/\/\S+$/.test(one))
  const said = message
    .replaceAll(/\$[A-Z_][A-Z0-9_]*/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const [first = said] = said.split(/(?<=[.!?])\s/)
  const { find, ...rest } = body
  return {
    title: clip(first.replace(/\.$/, ''), 120),
    level,
    ...(cwe.length > 0 && { cwe: cwe.map(Number) }),
    ...(said !== '' && { why: clip(said, 2_000) }),
    ...(url !== undefined && { url }),
    ...rest,
    find: find.map((one) => ({ ...one, message: clip(first, 300) })),
  }
}

interface Asked {
  language: string
  paths?: string
}

function languagesOf({ languages }: Written): Asked[] {
  const all = languages.map((name): Asked => {
    const asked = LANGUAGES[name.toLowerCase()] ?? { language: name.toLowerCase() }
    if (!RULE_LANGUAGES.some((known) => known === asked.language))
      throw new Untranslatable(`the language ${name}`)
    return asked
  })
  // Both of them are all that `javascript` is here.
  const both = new Set(all.flatMap(({ paths = [] }) => paths)).size > 1
  const plain = all.map(({ language, paths }) => ({
    language,
    ...(paths !== undefined && !both && { paths }),
  }))
  return [...new Map(plain.map((one) => [one.language, one])).values()]
}

function search(written: Written): { find: Finder[] } {
  if (written.mode !== undefined && written.mode !== 'search')
    throw new Untranslatable(`mode: ${written.mode}`)
  const { either, nots } = shapesOf(written, WORDS)
  const find = languagesOf(written).flatMap(({ language, paths }) =>
    either
      .flatMap((one) => findersOf(one, nots, language))
      .map((one) => ({ ...one, ...(paths && { paths }) })),
  )
  return { find }
}

/** `pattern`, `pattern-either`, or `patterns` with one of them and `pattern-not`. Any other key is more than that. */
function shapesOf(
  written: Record<string, unknown>,
  besides: ReadonlySet<string>,
): { either: CallPattern[]; nots: CallPattern[]; focus?: string } {
  const { pattern, 'pattern-either': any, patterns: all, ...rest } = written
  for (const key of Object.keys(rest)) if (!besides.has(key)) throw new Untranslatable(key)
  const given = [pattern, any, all].filter((one) => one !== undefined)
  if (given.length !== 1) throw new Untranslatable('not one of pattern, pattern-either and patterns')
  if (pattern !== undefined) return { either: [read(pattern)], nots: [] }
  if (any !== undefined) {
    const either = listOf(any, 'pattern-either').flatMap((one) => {
      const { either, nots, focus } = shapesOf(one, new Set())
      if (nots.length > 0 || focus !== undefined) throw new Untranslatable('patterns in pattern-either')
      return either
    })
    return { either, nots: [] }
  }
  let either: CallPattern[] | undefined
  let focus: string | undefined
  const nots: CallPattern[] = []
  for (const one of listOf(all, 'patterns')) {
    const [entry] = Object.entries(one)
    if (!entry) throw new Untranslatable('an empty entry of patterns')
    const [key, value] = entry
    if (Object.keys(one).length !== 1) throw new Untranslatable('an entry of patterns with several keys')
    if (key === 'pattern-not') nots.push(read(value))
    else if (key === 'focus-metavariable' && typeof value === 'string' && !focus) focus = value
    else if ((key === 'pattern' || key === 'pattern-either') && !either)
      either = shapesOf(one, new Set()).either
    else throw new Untranslatable(key)
  }
  if (!either) throw new Untranslatable('patterns without a pattern')
  return { either, nots, ...(focus !== undefined && { focus }) }
}

/** Flows. What carries a value on from call to call is what our engine knows. */
function taint(written: Written): Record<string, unknown> & { find: Finder[] } {
  const { 'pattern-sources': from, 'pattern-sinks': to, 'pattern-sanitizers': by, ...rest } = written
  for (const key of Object.keys(rest)) if (!WORDS.has(key)) throw new Untranslatable(key)
  const sources = plainNames(from, 'pattern-sources')
  const cleaners = by === undefined ? [] : plainNames(by, 'pattern-sanitizers')
  if (sources.length === 0) throw new Untranslatable('no pattern-sources')
  const find = languagesOf(written).flatMap(({ language, paths }) =>
    listOf(to, 'pattern-sinks').flatMap((sink) => {
      const { either, nots, focus } = shapesOf(sink, new Set())
      return either
        .flatMap((one) => sinksOf(one, nots, focus, language))
        .map((one) => ({ ...one, ...(paths && { paths }) }))
    }),
  )
  return {
    sources,
    ...(cleaners.length > 0 && { cleaners: cleaners.map((name) => name.replace(/\(\)$/, '')) }),
    find,
  }
}

function sinksOf(
  one: CallPattern,
  nots: CallPattern[],
  focus: string | undefined,
  language: string,
): Finder[] {
  const origin = { origin: 'request' }
  const index = one.positional.findIndex(({ metavariable }) => metavariable === focus)
  const keyword = one.keywords.find(({ metavariable }) => metavariable === focus)
  if (focus !== undefined && index < 0 && !keyword)
    throw new Untranslatable(`focus-metavariable ${focus}: no argument of ${one.path}`)
  const places =
    focus === undefined
      ? [{ argument: 'any', ...origin }, { receiver: origin }]
      : [{ argument: keyword?.name ?? index, ...origin }]
  return findersOf(one, nots, language).flatMap((finder) =>
    places
      .filter((place) => !('receiver' in place) || one.form === 'call')
      .map((place) => ({ ...finder, where: [...(finder.where ?? []), place] })),
  )
}

/** Names of calls and attributes without anything asked of their arguments. */
function plainNames(written: unknown, key: string): string[] {
  return listOf(written, key).flatMap((one) => {
    const { either, nots, focus } = shapesOf(one, new Set())
    if (nots.length > 0 || focus !== undefined) throw new Untranslatable(`${key} with conditions`)
    return either.flatMap((pattern) => {
      const asks = pattern.positional.length > 0 || pattern.keywords.length > 0 || !pattern.open
      if (asks || pattern.form === 'new') throw new Untranslatable(`${key}: ${pattern.path} with arguments`)
      if (pattern.form === 'name' && !pattern.ofAnything && pattern.path.split('.').length < 3)
        throw new Untranslatable(`${key}: ${pattern.path}, which may be a variable`)
      const [byName] = calledAs({ ...pattern, form: 'call' })
      return `${String(byName?.['call'])}${pattern.form === 'call' ? '()' : ''}`
    })
  })
}

function listOf(value: unknown, key: string): Record<string, unknown>[] {
  const parsed = patterns.safeParse(value)
  if (!parsed.success) throw new Untranslatable(`${key} is no list`)
  return parsed.data
}

function read(pattern: unknown): CallPattern {
  if (typeof pattern !== 'string') throw new Untranslatable('a pattern that is no text')
  return readPattern(pattern)
}

function nameOf(id: string): string {
  const name = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(-60)
    .replaceAll(/^-+|-+$/g, '')
  return name === '' ? 'rule' : name
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
