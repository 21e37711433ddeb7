import { holds, type Verdict } from './law.ts'
import type { World } from './world.ts'

/** Counts over the rounds of one world. */
export class Tally {
  readonly #title: string
  readonly #world: World
  #rounds = 0
  #last: Verdict | undefined
  readonly #said = new Set<string>()

  constructor(title: string, world: World) {
    this.#title = title
    this.#world = world
    console.log(`\n${title}`)
  }

  async round(name: string, play: () => Promise<void>): Promise<void> {
    const started = performance.now()
    await play()
    const verdict = await this.#world.judge()
    this.#rounds += 1
    this.#last = verdict
    const { duplicates, falseGreens, lost, spinning, violations } = verdict
    const news = [...duplicates, ...falseGreens, ...lost, ...spinning, ...violations].filter(
      (one) => !this.#said.has(one),
    )
    for (const one of news) this.#said.add(one)
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    console.log(`  ${holds(verdict) ? '✓' : '✗'} ${name} (${seconds} s)`)
    for (const one of news) console.log(`      ${one}`)
  }

  /** Prints the figures; answers whether the law held. */
  end(): boolean {
    const last = this.#last
    if (!last) return false
    const { events, reviews, duplicates, falseGreens, lost, spinning, violations } = last
    console.log(
      `${this.#title}: ${this.#rounds} rounds, ${events} events, ${reviews} reviews, ` +
        `${duplicates.length} duplicates, ${falseGreens.length} false greens, ${lost.length} lost, ` +
        `${spinning.length} spinning, ${violations.length} violations`,
    )
    return holds(last)
  }
}
