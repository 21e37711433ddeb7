/**
 * Pairs of lines (0-based, rising on both sides) that surely belong together: the common beginning and
 * end, and of what is between, the longest run of lines that occur once on each side. Between two pairs little is
 * left to compare. Source: Bram Cohen's patience diff, https://bramcohen.livejournal.com/73318.html
 */
export function commonAnchors(
  base: readonly string[],
  head: readonly string[],
): (readonly [number, number])[] {
  const shorter = Math.min(base.length, head.length)
  let start = 0
  while (start < shorter && base[start] === head[start]) start++
  let end = 0
  while (end < shorter - start && base[base.length - 1 - end] === head[head.length - 1 - end]) end++
  const inside = longestRising(uniquePairs(base, head, start, end))
  return [
    ...Array.from({ length: start }, (_, index) => [index, index] as const),
    ...inside,
    ...Array.from(
      { length: end },
      (_, index) => [base.length - end + index, head.length - end + index] as const,
    ),
  ]
}

type Pair = readonly [number, number]

/** Lines that occur once on each side, in the order of the base. */
function uniquePairs(base: readonly string[], head: readonly string[], start: number, end: number): Pair[] {
  const positions = new Map<string, { base: number; head: number }>()
  const place = (lines: readonly string[], side: 'base' | 'head'): void => {
    for (let index = start; index < lines.length - end; index++) {
      const line = lines[index] ?? ''
      const seen = positions.get(line)
      // -2: more than once.
      if (seen) seen[side] = seen[side] === -1 ? index : -2
      // What the base does not have is in no pair.
      else if (side === 'base') positions.set(line, { base: index, head: -1 })
    }
  }
  place(base, 'base')
  place(head, 'head')
  return [...positions.values()].filter((at) => at.base >= 0 && at.head >= 0).map((at) => [at.base, at.head])
}

/** The longest subsequence whose head lines rise, by patience sorting. */
function longestRising(pairs: readonly Pair[]): Pair[] {
  const piles: number[] = []
  const previous: number[] = []
  for (const [index, [, head]] of pairs.entries()) {
    let [low, high] = [0, piles.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[piles[middle] ?? 0]?.[1] ?? 0) < head) low = middle + 1
      else high = middle
    }
    previous.push(piles[low - 1] ?? -1)
    piles[low] = index
  }
  const run: Pair[] = []
  for (let at = piles.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at]
    if (pair) run.push(pair)
  }
  return run.reverse()
}
