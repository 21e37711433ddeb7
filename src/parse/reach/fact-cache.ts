import type { FileFacts } from './facts.ts'

export type FactsOrWhyNot = { kind: 'read'; facts: FileFacts } | { kind: 'unread'; why: string }

/** Units kept over all files: some 200 MB. */
const MAX_UNITS = 150_000

/** What was read out of files, by language and blob: the next review of a repository reads what changed. */
export class FactCache {
  private readonly kept = new Map<string, FactsOrWhyNot>()
  private units = 0

  get(key: string): FactsOrWhyNot | undefined {
    const found = this.kept.get(key)
    if (found) {
      // A Map keeps its order: what is asked for again is thrown away last.
      this.kept.delete(key)
      this.kept.set(key, found)
    }
    return found
  }

  set(key: string, read: FactsOrWhyNot): void {
    this.kept.set(key, read)
    this.units += sizeOf(read)
    for (const [oldest, facts] of this.kept) {
      if (this.units <= MAX_UNITS) break
      this.kept.delete(oldest)
      this.units -= sizeOf(facts)
    }
  }
}

function sizeOf(read: FactsOrWhyNot): number {
  return read.kind === 'read' ? read.facts.units.length : 1
}
