import type { CharSet } from 'refa'
import type { Positions } from './positions.ts'

/** Steps after which a pattern counts as harmless. */
const MAX_STEPS = 300_000
/** Ambiguous loops that are tried for a text that fails after them. */
const MAX_LOOPS = 12
/** Characters that a text may need after the loop before it fails. */
const MAX_SUFFIX = 3
const MAX_LETTERS = 24

/**
 * Whether some text makes a backtracking engine try exponentially many ways: a loop reads one text in two ways (exponential
 * ambiguity of the automaton: Weber and Seidl, 1991), and a text that repeats it can fail behind the loop, so that every way is
 * tried (Wüstholz et al., Static Detection of DoS Vulnerabilities in Programs that use Regular Expressions, 2017).
 */
export function isExponentiallyAmbiguous(automaton: Positions): boolean {
  const budget = { left: MAX_STEPS }
  const overlaps = overlapsOf(automaton)
  const group = componentsOf(automaton.follow)
  const letters = lettersOf(automaton)
  let tried = 0
  for (const [start, another] of ambiguousLoops(automaton, overlaps, group, budget)) {
    if (tried++ >= MAX_LOOPS || budget.left <= 0) return false
    const pump = pumpOf(automaton, overlaps, start, another, budget)
    const prefix = pump && shortest(automaton, start)
    if (pump && prefix && canFail(automaton, [...prefix, ...pump, ...pump, ...pump], letters, budget))
      return true
  }
  return false
}

type Pair = [one: number, other: number]
type Overlaps = (one: number, other: number) => number | undefined

/** For each two places a character that both read. */
function overlapsOf({ reads }: Positions): Overlaps {
  const known = new Map<number, number | undefined>()
  return (one, other) => {
    const key = one * reads.length + other
    if (!known.has(key)) {
      const [left, right] = [reads[one], reads[other]]
      known.set(key, left && right ? left.intersect(right).ranges[0]?.min : undefined)
    }
    return known.get(key)
  }
}

/** Strongly connected parts of a graph, by Tarjan's algorithm, without recursion. */
function componentsOf(follow: readonly (readonly number[])[]): number[] {
  const [index, low, group] = [new Map<number, number>(), new Map<number, number>(), [] as number[]]
  const stack: number[] = []
  let groups = 0
  for (const root of follow.keys()) {
    if (index.has(root)) continue
    const work: { node: number; next: number }[] = [{ node: root, next: 0 }]
    while (work.length > 0) {
      const at = work.at(-1)
      if (!at) break
      const { node } = at
      if (at.next === 0) {
        index.set(node, index.size)
        low.set(node, index.get(node) ?? 0)
        stack.push(node)
      }
      const target = follow[node]?.[at.next++]
      if (target !== undefined) {
        if (!index.has(target)) work.push({ node: target, next: 0 })
        else if (group[target] === undefined)
          low.set(node, Math.min(low.get(node) ?? 0, index.get(target) ?? 0))
        continue
      }
      work.pop()
      const parent = work.at(-1)?.node
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(node) ?? 0))
      if (low.get(node) !== index.get(node)) continue
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        group[member] = groups
        if (member === node) break
      }
      groups += 1
    }
  }
  return group
}

/** A place in a loop, and two places that one character leads to on two ways through it. */
function* ambiguousLoops(
  { follow, twice }: Positions,
  overlaps: Overlaps,
  group: readonly number[],
  budget: { left: number },
): Generator<[start: number, another: Pair]> {
  for (const [from, to] of twice) if (group[from] === group[to]) yield [from, [to, to]]
  for (const [from, targets] of follow.entries()) {
    const inside = targets.filter((target) => group[target] === group[from])
    for (const [index, one] of inside.entries())
      for (const other of inside.slice(index + 1)) {
        if (budget.left-- <= 0) return
        if (overlaps(one, other) !== undefined) yield [from, [one, other]]
      }
  }
}

/** The text that leads from a place through two different ones back to itself on both ways. */
function pumpOf(
  automaton: Positions,
  overlaps: Overlaps,
  start: number,
  [one, other]: Pair,
  budget: { left: number },
): number[] | undefined {
  const begun = overlaps(one, other)
  if (begun === undefined) return undefined
  const size = automaton.reads.length
  const key = (pair: Pair): number => pair[0] * size + pair[1]
  const goal = start * size + start
  const came = new Map<number, { from?: Pair; letter: number }>([[key([one, other]), { letter: begun }]])
  const queue: Pair[] = [[one, other]]
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head]
    if (!at) break
    if (key(at) === goal) {
      const text = []
      for (let pair: Pair | undefined = at; pair;) {
        const step = came.get(key(pair))
        if (!step) break
        text.push(step.letter)
        pair = step.from
      }
      return text.toReversed()
    }
    for (const left of automaton.follow[at[0]] ?? [])
      for (const right of automaton.follow[at[1]] ?? []) {
        if (budget.left-- <= 0) return undefined
        const letter = overlaps(left, right)
        if (letter === undefined || came.has(key([left, right]))) continue
        came.set(key([left, right]), { from: at, letter })
        queue.push([left, right])
      }
  }
  return undefined
}

/** A text that leads to a place. */
function shortest({ first, follow, reads }: Positions, goal: number): number[] | undefined {
  const came = new Map<number, number | undefined>(first.map((place) => [place, undefined]))
  const queue = [...first]
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head]
    if (at === undefined) break
    if (at === goal) {
      const text = []
      for (let place: number | undefined = at; place !== undefined; place = came.get(place)) {
        const letter = reads[place]?.ranges[0]?.min
        if (letter === undefined) return undefined
        text.push(letter)
      }
      return text.toReversed()
    }
    for (const next of follow[at] ?? []) {
      if (came.has(next)) continue
      came.set(next, at)
      queue.push(next)
    }
  }
  return undefined
}

/** Whether a text, or one that continues it, is no match, and was none on the way. */
function canFail(
  automaton: Positions,
  text: readonly number[],
  letters: readonly number[],
  budget: { left: number },
): boolean {
  let states: ReadonlySet<number> | undefined
  for (const letter of text) states = step(automaton, states, letter, budget)
  const fails = (at: ReadonlySet<number>, depth: number): boolean => {
    if ([...at].some((place) => automaton.last.has(place))) return false
    if (at.size === 0 || !endsHere(automaton, at)) return true
    if (depth === 0 || budget.left <= 0) return false
    return letters.some((letter) => fails(step(automaton, at, letter, budget), depth - 1))
  }
  return states !== undefined && states.size > 0 && fails(states, MAX_SUFFIX)
}

/** Whether the end of the text makes it a match. */
function endsHere({ follow, reads, last }: Positions, at: ReadonlySet<number>): boolean {
  const seen = new Set(at)
  for (const place of seen) for (const next of follow[place] ?? []) if (!reads[next]) seen.add(next)
  return [...seen].some((place) => last.has(place))
}

function step(
  { first, follow, reads }: Positions,
  at: ReadonlySet<number> | undefined,
  letter: number,
  budget: { left: number },
): Set<number> {
  const reached = new Set<number>()
  for (const targets of at ? [...at].map((place) => follow[place] ?? []) : [first])
    for (const target of targets) {
      budget.left -= 1
      if (reads[target]?.has(letter)) reached.add(target)
    }
  return reached
}

/** Characters that tell the sets of an automaton apart, and one that none of them has. */
function lettersOf({ reads }: Positions): number[] {
  const sets = reads.filter((one): one is CharSet => one !== undefined)
  const edges = sets.flatMap((set) => set.ranges.slice(0, 4).flatMap(({ min, max }) => [min, max + 1]))
  const [outside] = sets.reduce<readonly { min: number; max: number }[]>(
    (rest, set) =>
      rest.flatMap(({ min, max }) => {
        const inside = set.ranges.filter((range) => range.min <= max && range.max >= min)
        let from = min
        const left = []
        for (const range of inside) {
          if (range.min > from) left.push({ min: from, max: range.min - 1 })
          from = range.max + 1
        }
        if (from <= max) left.push({ min: from, max })
        return left
      }),
    [{ min: 0, max: 0xff_ff }],
  )
  const letters = [...new Set([...(outside ? [outside.min] : []), 10, ...edges])]
  return letters.filter((letter) => letter <= 0xff_ff).slice(0, MAX_LETTERS)
}
