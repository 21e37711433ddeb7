import type { RuleLanguage } from './ir.ts'
import { speaksOf } from './ir.ts'
import type { Knowledge } from './knowledge.ts'
import { mayHoldLooseHost } from './regex/loose-host.ts'
import type { Condition, Finder, RuleData, TextPattern, ValueTest } from './schema.ts'

/** What is known of a text without reading its syntax. */
interface Text {
  /** Whether a word stands in it. */
  has(word: string): boolean
  /** Whether a word of such a form (`Http*`) stands in it. */
  hasLike(form: string): boolean
  /** Whether a word stands in it as what is called. */
  calls(word: string): boolean
  mentionsRequests(): boolean
  matches(pattern: TextPattern): boolean
}

type Need = (text: Text) => boolean

/** Names that a front-end gives to what is written without them: backticks, `<?=`, `die`, literals of patterns. */
const UNWRITTEN: Partial<Record<RuleLanguage, ReadonlySet<string>>> = {
  php: new Set(['shell_exec', 'exit', 'echo', 'print', 'include', 'request']),
  javascript: new Set(['RegExp']),
  ruby: new Set(['new', 'call', 'Regexp', 'signed_cookies']),
}

/**
 * The rules, with those of their finders that can find something in a text as far as its words say: most files speak of
 * nothing that is asked for, and to parse a file takes longer than all other questions.
 */
export function worthAsking(
  rules: ReadonlyMap<string, RuleData>,
  language: RuleLanguage,
  text: string,
  knowledge: Knowledge,
): Map<string, RuleData> {
  const read = textOf(text, language, knowledge)
  const found = new Map<string, RuleData>()
  for (const [id, rule] of rules) {
    const find = rule.find.filter((finder) => speaksOf(finder.languages, language) && needOf(finder)(read))
    if (find.length > 0) found.set(id, find.length === rule.find.length ? rule : { ...rule, find })
  }
  return found
}

function textOf(text: string, language: RuleLanguage, knowledge: Knowledge): Text {
  // Functions and classes of PHP have no letter case, those of the others do.
  const own = (letters: string): string => (language === 'php' ? letters.toLowerCase() : letters)
  const words = new Set(own(text).match(/\w+/g))
  const unwritten = UNWRITTEN[language]
  let together: string | undefined
  let called: Set<string> | undefined
  let requests: boolean | undefined
  return {
    has: (word) =>
      words.has(own(word)) ||
      (unwritten?.has(own(word)) ?? false) ||
      // `cookie.isSecure = false` calls `setSecure(false)`, and `cookie.path = x` calls `setPath(x)`.
      (language === 'kotlin' &&
        word.startsWith('set') &&
        (words.has(`is${word.slice(3)}`) || words.has(word.charAt(3).toLowerCase() + word.slice(4)))),
    hasLike: (form) => {
      together ??= own([...words, ...(unwritten ?? [])].join(' '))
      // `setHttp*` of Kotlin is `isHttpOnly` or `httpOnly` there.
      if (language === 'kotlin' && /^(?:set|is)/.test(form)) {
        const letters = form.replace(/^(?:set|is)|\*/g, '').toLowerCase()
        return together.toLowerCase().includes(letters)
      }
      return new RegExp(`\\b${own(form).replaceAll('*', '\\w*')}\\b`).test(together)
    },
    calls: (word) => {
      // In the other languages something is called without parentheses, or by a front-end alone.
      if (language !== 'java') return true
      called ??= new Set(text.match(/\b\w+(?=\s{0,9}\()|(?<=::)\w+/g))
      return called.has(word)
    },
    matches: (pattern) => pattern.test(text),
    mentionsRequests: () => (requests ??= knowledge.mentionsRequests(text)),
  }
}

const needs = new WeakMap<Finder, Need>()

function needOf(finder: Finder): Need {
  let need = needs.get(finder)
  if (!need) {
    need = all([startOf(finder), ...finder.where.flatMap(ofCondition), ...ofArguments(finder)])
    needs.set(finder, need)
  }
  return need
}

function startOf(finder: Finder): Need {
  const { call, new: made, write, entry, object, variable, function: named } = finder
  const decorator = finder.return?.decorator ?? finder.decorated?.by
  if (call) return some(call.map((pattern) => all([anyOf([pattern]), ofCall(pattern)])))
  const names = made ?? write ?? object?.of ?? decorator ?? variable ?? named?.name
  if (names) return anyOf(names)
  return entry ? all([anyOf(entry.key), ...(entry.of ? [anyOf(entry.of)] : [])]) : always
}

/** What an argument says stands behind the name of what is called. */
function ofArguments({ call, where }: Finder): Need[] {
  return where.flatMap((condition) =>
    call && 'argument' in condition && condition.mentions ? [ofMention(condition.mentions, call)] : [],
  )
}

function ofCondition(condition: Condition): Need[] {
  if ('context' in condition) return [ofContext(condition.context)]
  if ('imports' in condition)
    return [some(condition.imports.map((name) => wordsOf(name.replaceAll('.', '/'))))]
  if ('also' in condition) return [anyOf(condition.also.call)]
  if ('argument' in condition) return ofTest(condition)
  if ('receiver' in condition) return ofTest(condition.receiver)
  return 'value' in condition ? ofTest(condition.value) : []
}

const ofRequests: Need = (text) => text.mentionsRequests()
const always: Need = () => true

/** Where a text may begin. */
const OPENING = String.raw`(?:["'\x60]|%[qQ]?[({[|<]|<<[^\n]{0,40}\n)(?:\s|\\[ntr]|[({?=])*`
/** Where a part of it may end. */
const CLOSING = String.raw`["'\x60\\+{}$%#]`

/** How a statement of SQL begins, in one text or the first of several parts: sentences begin with these verbs too. */
const STATEMENT = new RegExp(
  `${OPENING}(?:${[
    'select',
    String.raw`(?:insert|replace|merge)\s+(?:ignore\s+)?into`,
    String.raw`delete\s+from`,
    `(?:insert|replace|merge|delete|with)\\s*${CLOSING}`,
    `update\\s+(?:[\\w.]+\\s+set\\b|[\\w.]*\\s*${CLOSING})`,
    String.raw`with\s+(?:recursive\s+)?[\w".]+\s*(?:\(|as\b)`,
    String.raw`call\s+[\w.]+\s*\(`,
    `call\\s*${CLOSING}`,
    String.raw`from\s+[\w.]+\s[^]{0,2000}?\bwhere\b`,
  ].join('|')})`,
  'i',
)

/** A text may also begin with a constant of another file. */
const CONSTANT_ELSEWHERE = /\b[A-Z]\w*\.[A-Z][A-Z0-9_]+\s*\+|\bformat\(\s*[A-Z]\w*\.[A-Z]/

const ofStatements: Need = (text) => text.matches(STATEMENT) || text.matches(CONSTANT_ELSEWHERE)

/** Only a group that is repeated takes exponential time. */
const ofRepeatedGroups: Need = (text) => text.matches(/\)[*+{]/)

/** As `[A-z]`. */
const ofMixedRanges: Need = (text) =>
  text.matches(/\[[^\]\n]{0,200}(?:[A-Z]-[a-z]|[0-9]-[A-Za-z])(?![A-Za-z]{3})/)

const ofLooseHosts: Need = (text) => text.matches({ test: mayHoldLooseHost })

/** A literal, which `mentions` sees as two quotes. */
const LITERAL = String.raw`(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`
/** What an expression's text may begin after, and what may follow its end. */
const EDGES: Record<string, string> = { '^': String.raw`(?<![\w.])`, $: String.raw`(?!\w)`, '""': LITERAL }

/** Characters from the name of what is called to the text of an argument; longer calls are rare. */
const REACH = 800

/** The text of an expression stands in the text of the file, behind one of these names where there are any. */
function ofMention(pattern: TextPattern, behind: readonly string[] = []): Need {
  if (!(pattern instanceof RegExp) || /\(\?<?[!=]/.test(pattern.source)) return always
  const anywhere = pattern.source.replace(/\\.|\[(?:\\.|[^\]\\])*\]|""|[\^$]/g, (part) => EDGES[part] ?? part)
  const names = behind.map((name) => /(?:^|\.)(\w+)$/.exec(name)?.[1] ?? '')
  const isNamed = names.length > 0 && !names.includes('')
  const start = isNamed ? `\\b(?:${[...new Set(names)].join('|')})\\b[^]{0,${REACH}}?` : ''
  const mention = new RegExp(`${start}(?:${anywhere})`, pattern.flags)
  return (text) => text.matches(mention)
}

function ofTest(test: ValueTest): Need[] {
  const isRequest = (origins: ValueTest['origin']): boolean =>
    origins !== undefined && origins.every((origin) => origin === 'request')
  const inner = [test.head, test.first, ...Object.values(test.has ?? {})].flatMap((one) =>
    // What is inside a value may stand in another file.
    one ? ofTest({ ...one, mentions: undefined }) : [],
  )
  return [
    ...(test.mentions ? [ofMention(test.mentions)] : []),
    ...(isRequest(test.origin) || isRequest(test.built) ? [ofRequests] : []),
    ...(test.sql === 'statement' ? [ofStatements] : []),
    ...(test.backtracks ? [ofRepeatedGroups] : []),
    ...(test.ranges ? [ofMixedRanges] : []),
    ...(test.host ? [ofLooseHosts] : []),
    ...(test.path ? [anyOf(test.path)] : []),
    ...(test.flag ? [anyOf(test.flag)] : []),
    ...(test.has ? Object.keys(test.has).map((key) => wordsOf(key)) : []),
    ...ofNames(test),
    ...(test.any ? [some(test.any.map((one) => all([...ofTest(one), ...ofSetting(one, test.any)])))] : []),
    ...inner,
  ]
}

/** Names with two dots or more are those of settings, and stand where they are set. */
function ofNames({ is }: ValueTest): Need[] {
  const names =
    is?.flatMap((one) => (typeof one === 'string' && /^\w+(?:\.\w+){2,}$/.test(one) ? [one] : [])) ?? []
  if (names.length === 0 || names.length !== is?.length) return []
  return [some(names.map((name) => all(name.split('.').map(wordsOf))))]
}

/** The name of a setting (`java.naming.security.credentials`), where its constant is the other way to write it. */
function ofSetting({ is }: ValueTest, beside: readonly ValueTest[] | undefined): Need[] {
  const names = is?.flatMap((one) => (typeof one === 'string' && /\w\.\w/.test(one) ? [one] : [])) ?? []
  if (names.length === 0 || names.length !== is?.length || !beside?.some(({ path }) => path)) return []
  return [some(names.map((name) => all(name.split('.').map(wordsOf))))]
}

const all =
  (list: readonly Need[]): Need =>
  (text) =>
    list.every((need) => need(text))

const some =
  (list: readonly Need[]): Need =>
  (text) =>
    list.some((need) => need(text))

/** One of the dotted patterns, whose parts stand somewhere in the text: in an import, a type or the call itself. */
const anyOf = (patterns: readonly string[]): Need =>
  some(patterns.map((pattern) => all(classOn(pattern).split('.').map(wordsOf))))

/**
 * A pattern from its class on: who imports a whole package, or is in it, does not name it, and an example may name none.
 */
const classOn = (pattern: string): string => pattern.replace(/^(?:[a-z]\w*\.)+(?=[A-Z])/, '')

/**
 * Every word of a name; of one with `*` the letters beside it, of `where!` and `match?` the word. Any other (`[]`)
 * may stand for anything.
 */
function wordsOf(name: string): Need {
  if (name === '%x') return (text) => text.matches(/`|%x/)
  const plain = name.replace(/(?:\(\)|[!?])$/, '')
  if (!/^[\w$/*-]+$/.test(plain)) return always
  if (/^[\w*]*\*[\w*]*$/.test(plain)) return /\w/.test(plain) ? (text) => text.hasLike(plain) : always
  const words = plain.replace(/\w*\*\w*/g, ' ').match(/\w+/g) ?? []
  // What imports nothing is an example, and names a package by its last part alone.
  const [last] = plain.includes('/') ? words.filter((word) => !/^v\d+$/.test(word)).slice(-1) : []
  return (text) =>
    words.every((word) => text.has(word)) || (last !== undefined && !text.has('import') && text.has(last))
}

/** What is called stands there with its arguments. */
function ofCall(pattern: string): Need {
  const last = /(?:^|[.*])(\w+)(?:\(\))?$/.exec(pattern)
  const [, word] = last ?? []
  return word === undefined || pattern.endsWith(`*${word}`) ? always : (text) => text.calls(word)
}

/** What stands around a place stands in the text; not so where a pattern asks for its beginning or end. */
function ofContext(pattern: TextPattern): Need {
  if (!(pattern instanceof RegExp) || /[$^]|\(\?[!<=]/.test(pattern.source)) return always
  return (text) => text.matches(pattern)
}
