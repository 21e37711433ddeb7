import type { FileContent } from '../model/index.ts'

/** What an entry without text is counted as. */
const ENTRY_BYTES = 200

/** Least-recently-used cache of contents by object id, bounded by the size of the texts in memory. */
export class TextCache {
  readonly #entries = new Map<string, FileContent>()
  readonly #maxBytes: number
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get(oid: string): FileContent | undefined {
    const content = this.#entries.get(oid)
    if (content) {
      this.#entries.delete(oid)
      this.#entries.set(oid, content)
    }
    return content
  }

  set(oid: string, content: FileContent): void {
    const size = sizeOf(content)
    if (size > this.#maxBytes || this.#entries.has(oid)) return
    this.#entries.set(oid, content)
    this.#bytes += size
    for (const [oldest, old] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) break
      this.#entries.delete(oldest)
      this.#bytes -= sizeOf(old)
    }
  }

  get bytes(): number {
    return this.#bytes
  }
}

/** Two bytes a character is the most that V8 takes. */
function sizeOf(content: FileContent): number {
  return ENTRY_BYTES + (content.kind === 'text' ? content.text.length * 2 : 0)
}
