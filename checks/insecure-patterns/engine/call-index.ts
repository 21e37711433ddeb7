import type { Expression, Kind, Unit } from './ir.ts'
import type { Values } from './values.ts'

type Call = Kind<'call'>

/** Below it a look at each is as quick. */
const FEW = 8

const indexes = new WeakMap<readonly Call[], ReadonlyMap<string, Call[]>>()
const wordsOfPatterns = new WeakMap<readonly string[], readonly string[] | 'any'>()

const tailOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/**
 * Calls of a unit that may be of one of the patterns, in the order of the file: those that end in the same word. Hundreds of
 * finders ask for a few words each, and files hold thousands of calls.
 */
export function callsOf(patterns: readonly string[], unit: Unit, values: Values): readonly Call[] {
  if (unit.calls.length < FEW) return unit.calls
  const words = wordsOf(patterns)
  if (words === 'any') return unit.calls
  const index = indexOf(unit, values)
  const found = words.flatMap((word) => index.get(word) ?? [])
  return words.length === 1 || found.length < 2
    ? found
    : found.toSorted((a, b) => a.node.start - b.node.start)
}

function indexOf(unit: Unit, values: Values): ReadonlyMap<string, Call[]> {
  let index = indexes.get(unit.calls)
  if (!index) {
    index = Map.groupBy(unit.calls, ({ callee }) => lastWordOf(callee, values))
    indexes.set(unit.calls, index)
  }
  return index
}

/** A member keeps its name whatever it is called on; what a bare name or an own field stands for may have another. */
function lastWordOf(callee: Expression, values: Values): string {
  const isOwn =
    callee.kind === 'member' && callee.object.kind === 'name' && /^(?:this|self)$/.test(callee.object.name)
  return callee.kind === 'member' && !isOwn ? tailOf(callee.property) : tailOf(values.path(callee))
}

/** The last words of patterns; `any` where a star stands in one. */
function wordsOf(patterns: readonly string[]): readonly string[] | 'any' {
  let words = wordsOfPatterns.get(patterns)
  if (words === undefined) {
    const tails = [...new Set(patterns.map(tailOf))]
    words = tails.some((tail) => /[*([]/.test(tail)) ? 'any' : tails
    wordsOfPatterns.set(patterns, words)
  }
  return words
}
