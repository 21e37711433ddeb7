import { type Argument, type Expression, isJvm, type RuleLanguage, type Unit } from './ir.ts'
import { pathMatcher } from './knowledge.ts'

const matchers = new WeakMap<readonly string[], (path: string) => boolean>()

/** Whether a dotted path is one of the patterns, also as a member of what the file imports whole. */
export function is(patterns: readonly string[], path: string, unit: Unit): boolean {
  if (path === '') return false
  const matches = matchers.get(patterns) ?? pathMatcher(patterns)
  matchers.set(patterns, matches)
  if (matches(path) || unit.wildcards.some((name) => matches(`${name}.${path}`))) return true
  return isOfNowhere(path, unit) && withoutPackages(patterns, unit.language)(path)
}

const plainMatchers = new WeakMap<readonly string[], (path: string) => boolean>()

/**
 * The patterns by the class or package alone: `javax.crypto.Cipher.getInstance` as `Cipher.getInstance`,
 * `crypto/rsa.GenerateKey` as `rsa.GenerateKey`.
 */
function withoutPackages(patterns: readonly string[], language: RuleLanguage): (path: string) => boolean {
  const known = plainMatchers.get(patterns)
  if (known) return known
  const folders =
    language === 'go' ? /^(?:[^/]+\/)+?([^/]+?)(?:\/v\d+)?(\.[^/]*)$/ : /^(?:[a-z]\w*\.)+([A-Z].*)()$/
  const made = pathMatcher(
    patterns.flatMap((one) => {
      const [, name, rest] = folders.exec(one) ?? []
      return name === undefined ? [] : [`${name}${rest ?? ''}`]
    }),
  )
  plainMatchers.set(patterns, made)
  return made
}

/**
 * Whether a name begins with a class that neither an import nor this package explains: then the code is a part of
 * something, such as an example, and means the well-known class. Go compiles no package that is not imported.
 */
function isOfNowhere(path: string, unit: Unit): boolean {
  if (unit.language === 'go') return unit.imports.size === 0 && /^\w+\./.test(path)
  if (!isJvm(unit.language) || !/^[A-Z]/.test(path)) return false
  const [head = ''] = path.split(/[.(]/, 1)
  return !unit.imports.has(head) && !unit.neighbours().has(head)
}

/** `db.pool.query` -> `pool.query`: enough to find it again, without what may be long. */
export function nameOf(callee: Expression): string {
  if (callee.kind === 'name') return callee.name
  if (callee.kind !== 'member') return 'the call'
  const { object } = callee
  if (object.kind === 'name') return `${object.name}.${callee.property}`
  return object.kind === 'member' ? `${object.property}.${callee.property}` : callee.property
}

/** The argument at an index or under a keyword. */
export function argumentAt(args: readonly Argument[], position: number | string): Expression | undefined {
  if (typeof position === 'string') return args.find((argument) => argument.name === position)?.value
  // After `...list` nobody knows which argument is which.
  const spread = args.findIndex((argument) => argument.spread)
  if (spread >= 0 && spread <= position) return undefined
  const argument = args[position]
  return argument && argument.name === undefined ? argument.value : undefined
}

const LITERALS = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g
/** `{user.email}`, `#{user.email}`, `{$user->email}`: members that a text is put together of. */
const HOLES = /\{[^{}"'\n]{0,100}?\w(?:\.|->)\w[^{}"'\n]{0,100}\}/g

/** Source text with the content of its plain strings left out, but for the members that stand in them. */
export function withoutLiterals(text: string): string {
  return text.replace(LITERALS, (literal) => `"${(literal.match(HOLES) ?? []).join('')}"`)
}
