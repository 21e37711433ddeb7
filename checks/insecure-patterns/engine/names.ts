import type { Argument, Expression, Unit } from './ir.ts'
import { pathMatcher } from './knowledge.ts'

const matchers = new WeakMap<readonly string[], (path: string) => boolean>()

/** Whether a dotted path is one of the patterns, also as a member of what the file imports whole. */
export function is(patterns: readonly string[], path: string, unit: Unit): boolean {
  if (path === '') return false
  const matches = matchers.get(patterns) ?? pathMatcher(patterns)
  matchers.set(patterns, matches)
  return matches(path) || unit.wildcards.some((name) => matches(`${name}.${path}`))
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

/** Source text with the content of its plain strings left out. */
export function withoutLiterals(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
}
