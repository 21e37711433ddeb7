import type { Region } from '../../model/index.ts'

/** A text with its line starts: offsets (UTF-16 code units, 0-based) to the model's 1-based regions. */
export class Source {
  readonly text: string
  #starts: number[] | undefined

  constructor(text: string) {
    this.text = text
  }

  /** 1-based line of an offset. */
  lineAt(offset: number): number {
    const starts = this.#lineStarts()
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  /** Offset of the first character of a 1-based line. */
  lineStart(line: number): number {
    return this.#lineStarts()[line - 1] ?? this.text.length
  }

  /** The text of a 1-based line without its end. */
  line(line: number): string {
    const end = this.#lineStarts()[line]
    const text = this.text.slice(this.lineStart(line), end === undefined ? undefined : end - 1)
    return text.endsWith('\r') ? text.slice(0, -1) : text
  }

  /** The region of `[start, end)`; a final line end is not part of it. */
  region(start: number, end: number): Region {
    let last = end
    while (last > start && (this.text[last - 1] === '\n' || this.text[last - 1] === '\r')) last--
    const startLine = this.lineAt(start)
    const endLine = this.lineAt(last)
    return {
      startLine,
      startColumn: start - this.lineStart(startLine) + 1,
      endLine,
      endColumn: last - this.lineStart(endLine) + 1,
    }
  }

  #lineStarts(): number[] {
    if (!this.#starts) {
      this.#starts = [0]
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) {
        this.#starts.push(at + 1)
      }
    }
    return this.#starts
  }
}
