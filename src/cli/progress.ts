import { shortenMiddle } from './text.ts'
import type { Io } from './io.ts'

const CLEAR = '\r\u001b[K'

/** One line on a terminal that says what is being done; nothing at all in a pipe. */
export class Progress {
  readonly #io: Io

  constructor(io: Io) {
    this.#io = io
  }

  say(text: string): void {
    const { stderr } = this.#io
    if (stderr.isTTY) stderr.write(`${CLEAR}${shortenMiddle(text, Math.max(20, (stderr.columns ?? 80) - 1))}`)
  }

  end(): void {
    if (this.#io.stderr.isTTY) this.#io.stderr.write(CLEAR)
  }
}
