const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Tells what is being done: a line a step, and on a terminal something that moves while it lasts. */
export class Steps {
  #timer: NodeJS.Timeout | undefined

  say(text: string): void {
    this.end()
    console.log(`· ${text}`)
  }

  async during<T>(text: string, work: Promise<T>): Promise<T> {
    this.say(text)
    if (!process.stdout.isTTY) return work
    const started = performance.now()
    let frame = 0
    this.#timer = setInterval(() => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      process.stdout.write(`\r${FRAMES[frame++ % FRAMES.length]} ${seconds} s `)
    }, 80)
    return work
  }

  end(): void {
    if (!this.#timer) return
    clearInterval(this.#timer)
    this.#timer = undefined
    process.stdout.write('\r\u001b[K')
  }
}
