import type { SuffixMatch } from './path-suffixes.ts'

/** How a report's paths become the tree's: `strip` at their start is replaced by `add`. */
export interface Guess {
  path: string
  /** The report's path, or that under one of its roots. */
  from: string
  strip: string
  add: string
  length: number
  /** Whether all of one of the two paths was matched. */
  whole: boolean
}

export interface Ambiguous {
  why: 'ambiguous'
  candidates: readonly string[]
}

/** Ways of rewriting that are tried on a path with too many namesakes. */
const maxWays = 32

/** The way that leads from a path, part by part, to one of the tree that ends like it. */
export function guess(parts: readonly string[], { path, length }: SuffixMatch): Guess {
  const own = path.split('/')
  return {
    path,
    from: parts.join('/'),
    strip: parts.slice(0, parts.length - length).join('/'),
    add: own.slice(0, own.length - length).join('/'),
    length,
    whole: length === parts.length || length === own.length,
  }
}

const keyOf = ({ strip, add }: Guess): string => `${strip}\0${add}`

/** How many files of the report each way of rewriting serves. */
export function countVotes(all: Iterable<Guess[]>): Map<string, number> {
  const votes = new Map<string, number>()
  for (const own of all) {
    for (const key of new Set(own.map(keyOf))) votes.set(key, (votes.get(key) ?? 0) + 1)
  }
  return votes
}

export function votesOf(own: readonly Guess[], path: string, votes: ReadonlyMap<string, number>): number {
  return Math.max(1, ...own.filter((one) => one.path === path).map((one) => votes.get(keyOf(one)) ?? 0))
}

/** A way by its key, with the files that it serves. */
export type Way = readonly [key: string, votes: number]

/** The ways that serve most files, those first. */
export function bestWays(votes: ReadonlyMap<string, number>): readonly Way[] {
  return [...votes].toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).slice(0, maxWays)
}

/** What the ways that serve most other files make of a path. */
export function rewritten(
  parts: readonly string[],
  best: readonly Way[],
  tree: ReadonlySet<string>,
): Guess[] {
  return best.flatMap(([key]) => {
    const [strip = '', add = ''] = key.split('\0')
    const from = strip === '' ? 0 : strip.split('/').length
    const path = [...(add === '' ? [] : [add]), ...parts.slice(from)].join('/')
    if (parts.slice(0, from).join('/') !== strip || !tree.has(path)) return []
    return [{ path, from: parts.join('/'), strip, add, length: parts.length - from, whole: true }]
  })
}

/**
 * The path that the likeliest way leads to; undefined where none is likely.
 * @param best the ways that serve most files
 * @param at where the report lies
 */
export function choose(
  own: readonly Guess[],
  votes: ReadonlyMap<string, number>,
  best: readonly Way[],
  at: string,
): string | Ambiguous | undefined {
  const voted = (one: Guess): number => votes.get(keyOf(one)) ?? 0
  const nearness = ({ add }: Guess): number => (add === '' ? 0 : at.startsWith(`${add}/`) ? add.length : -1)
  const likely = own.filter((one) => {
    // One name, or two paths that differ in both their starts, are the same file only with more to show for it.
    if (one.length === 1 && voted(one) === 1 && (!one.whole || (one.strip === '' && nearness(one) < 0)))
      return false
    const [key, most] = claiming(one.from, best, at) ?? ['', 0]
    return key === keyOf(one) || isPackage(one) || (one.whole && voted(one) >= most)
  })
  let left = likely
  for (const rank of [voted, (one: Guess) => Number(one.whole), (one: Guess) => one.length, nearness]) {
    const top = Math.max(...left.map(rank))
    left = left.filter((one) => rank(one) === top)
  }
  const paths = [...new Set(left.map(({ path }) => path))]
  if (paths.length === 1) return paths[0]
  return paths.length === 0 ? undefined : { why: 'ambiguous', candidates: paths.toSorted().slice(0, 5) }
}

/** Each module of a build has a folder of sources of its own, and the package stands below all of them. */
function isPackage({ path, strip, length }: Guess): boolean {
  return strip === '' && length > 1 && /\.(?:java|kts?|scala|groovy)$/.test(path)
}

/**
 * The way that serves most files of those below the folder that it replaces, or that leads to the folder where the report
 * lies. What it has no place for is no file of this tree: built or generated code, or that of another commit.
 */
function claiming(from: string, best: readonly Way[], at: string): Way | undefined {
  const claims = best.filter(([key]) => {
    const [strip = ''] = key.split('\0')
    return strip === '' ? !/^(?:\/|[A-Za-z]:\/)/.test(from) : from.startsWith(`${strip}/`)
  })
  const near = claims.find(([key]) => {
    const [strip = '', add = ''] = key.split('\0')
    return strip === '' && add !== '' && at.startsWith(`${add}/`)
  })
  return near ? [near[0], Infinity] : claims[0]
}
