import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const MAIN = join(import.meta.dirname, '../../src/app/main.ts')
const BOOT_MS = 90_000
const LOG_LINES = 200

/** The app as operators run it: a process of its own, which can be killed. */
export class AppProcess {
  readonly #env: Record<string, string>
  readonly #cwd: string
  readonly #log: string[] = []
  #child: ChildProcess | undefined

  /** `cwd` is a folder without `.env`; `env.PORT` is a port that stays the same over restarts. */
  constructor(env: Record<string, string>, cwd: string) {
    this.#env = env
    this.#cwd = cwd
  }

  get url(): string {
    return `http://127.0.0.1:${this.#env['PORT']}`
  }

  get webhookUrl(): string {
    return `${this.url}/api/github/webhooks`
  }

  get isRunning(): boolean {
    return this.#child !== undefined
  }

  /** The last lines it wrote, over all its lives. */
  get log(): string {
    return this.#log.join('\n')
  }

  /** Resolves when it is ready to take events. */
  async start(): Promise<void> {
    this.spawn()
    const end = performance.now() + BOOT_MS
    while (!(await this.#isReady())) {
      if (!this.#child) throw new Error(`the app ended while it started:\n${this.log}`)
      if (performance.now() > end) throw new Error(`the app did not get ready:\n${this.log}`)
      await sleep(50)
    }
  }

  /** Starts the process without waiting for it. */
  spawn(): void {
    const child = spawn(process.execPath, [MAIN], {
      cwd: this.#cwd,
      env: { PATH: process.env['PATH'], ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#log.push(...text.trimEnd().split('\n'))
        this.#log.splice(0, this.#log.length - LOG_LINES)
      })
    }
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined
    })
  }

  /** SIGKILL: nothing of it runs any more when this resolves. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** Whether no review is queued, put off or running, in this process or in another on the same database. */
  async isIdle(): Promise<boolean> {
    const jobs = await this.jobs()
    return jobs !== undefined && (jobs['ready'] ?? 0) + (jobs['deferred'] ?? 0) + (jobs['active'] ?? 0) === 0
  }

  /** Jobs by state, as the app's metrics say; undefined where it does not answer. */
  async jobs(): Promise<Record<string, number> | undefined> {
    const text = await this.#get('/metrics')
    if (text === undefined) return undefined
    const lines = text.matchAll(/^roadmap_review_queue_jobs\{state="(\w+)"\} (\d+)/gm)
    return Object.fromEntries([...lines].map(([, state, count]) => [state, Number(count)]))
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (!child) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  async #isReady(): Promise<boolean> {
    return (await this.#get('/readyz')) !== undefined
  }

  async #get(path: string): Promise<string | undefined> {
    try {
      const response = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(5_000) })
      const text = await response.text()
      return response.ok ? text : undefined
    } catch {
      return undefined
    }
  }
}
