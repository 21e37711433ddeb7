import { distance } from 'fastest-levenshtein'

/** Longest word that is compared: the cost is the product of both lengths. */
const MAX_WORD = 80

/** The candidate somebody meant by a mistyped word, if one is near enough to be worth saying. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_WORD) return undefined
  const wanted = normalize(word)
  let best: string | undefined
  // Two letters swapped are two steps.
  let bestDistance = (wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3))) + 1
  for (const candidate of candidates) {
    const target = normalize(candidate)
    const steps = target === wanted ? 0 : distance(wanted, target)
    if (steps < bestDistance) {
      best = candidate
      bestDistance = steps
    }
  }
  return best
}

/** `did you mean X?`, or undefined. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(word, candidates)
  return found === undefined ? undefined : `did you mean ${found}?`
}

/** `failOn`, `fail_on` and `Fail-On` are all meant as `fail-on`. */
function normalize(word: string): string {
  return word
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[_\s]+/g, '-')
    .toLowerCase()
}
