import type { Review } from '../../src/model/index.ts'

/** Counts over many reviews. */
export class Tally {
  readonly #times: number[] = []
  readonly #findings = new Map<string, number>()
  readonly #unsure = new Map<string, number>()
  readonly #slowest = new Map<string, number>()
  #withFindings = 0
  /** Commits that the clone does not hold whole. */
  notOpened = 0

  add(review: Review, milliseconds: number, slowestRule: string): void {
    this.#times.push(milliseconds)
    const shown = review.findings.filter(({ verdict }) => verdict.shown || verdict.because === 'capped')
    if (shown.length > 0) this.#withFindings++
    for (const { ruleId } of shown) count(this.#findings, ruleId)
    for (const { kind, ruleId } of review.outcomes) {
      if (kind === 'failed' || kind === 'incomplete') count(this.#unsure, `${ruleId} ${kind}`)
    }
    if (review.notLookedAt.length > 0) count(this.#unsure, 'the change itself incomplete')
    if (slowestRule) count(this.#slowest, slowestRule)
  }

  print(title: string): string {
    const sorted = this.#times.toSorted((a, b) => a - b)
    const at = (share: number): string =>
      `${Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)} ms`
    const lines = [
      `${title}: ${sorted.length} commits, ${this.#withFindings} with findings${this.notOpened > 0 ? `, ${this.notOpened} not opened` : ''}`,
      `  a review took ${at(0.5)} in the median, ${at(0.95)} at p95, ${at(1)} at most`,
      ...table('findings', this.#findings),
      ...table('not looked at', this.#unsure),
      ...table('slowest rule of a review', this.#slowest).slice(0, 6),
    ]
    return `${lines.join('\n')}\n`
  }
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}

function table(title: string, map: ReadonlyMap<string, number>): string[] {
  if (map.size === 0) return []
  const rows = [...map].toSorted((a, b) => b[1] - a[1])
  return [`  ${title}:`, ...rows.map(([key, value]) => `  ${String(value).padStart(6)}  ${key}`)]
}
