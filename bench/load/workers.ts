import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StandIn } from '../../test/stand-in/index.ts'

const WORKER = join(import.meta.dirname, 'worker.ts')
const BOOT_MS = 120_000

/** Several processes of the app. */
export class Workers implements AsyncDisposable {
  readonly urls: readonly string[]
  readonly #children: readonly ChildProcess[]

  private constructor(urls: readonly string[], children: readonly ChildProcess[]) {
    this.urls = urls
    this.#children = children
  }

  static async start(
    standIn: StandIn,
    folder: string,
    options: { count: number; reviewMs: number; databaseUrl: string | undefined },
  ): Promise<Workers> {
    const urls: string[] = []
    const children: ChildProcess[] = []
    for (let index = 0; index < options.count; index += 1) {
      const data = join(folder, `worker-${index}`)
      await mkdir(data, { recursive: true })
      const env: NodeJS.ProcessEnv = {
        PATH: process.env['PATH'] ?? '',
        PORT: '0',
        HOST: '127.0.0.1',
        DATA_DIR: join(data, 'data'),
        APP_ID: String(standIn.app.id),
        PRIVATE_KEY: standIn.app.privateKey,
        WEBHOOK_SECRET: standIn.app.webhookSecret,
        GITHUB_API_URL: standIn.apiUrl,
        SWEEP_MINUTES: '0',
        DEBOUNCE_SECONDS: '0',
        ONBOARDING: 'off',
        LOG_LEVEL: 'error',
        REVIEW_MS: String(options.reviewMs),
        ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
      }
      const child = spawn(process.execPath, [WORKER], {
        cwd: data,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      children.push(child)
      urls.push(await addressOf(child))
    }
    const workers = new Workers(urls, children)
    for (const url of urls) await workers.#untilReady(url)
    return workers
  }

  async #untilReady(url: string): Promise<void> {
    const end = performance.now() + BOOT_MS
    for (;;) {
      const ready = await fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (ready) return
      if (performance.now() > end) throw new Error('a worker did not get ready')
      await sleep(50)
    }
  }

  /** Resident memory of all, in megabytes. */
  async megabytes(): Promise<number> {
    const texts = await Promise.all(this.urls.map(async (url) => (await fetch(`${url}/metrics`)).text()))
    const bytes = texts.map((text) => Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? 0))
    return Math.round(bytes.reduce((sum, one) => sum + one, 0) / 1e6)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null) return
        child.kill('SIGTERM')
        await Promise.race([once(child, 'exit'), sleep(10_000)])
        child.kill('SIGKILL')
      }),
    )
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  const { stdout } = child
  if (!stdout) throw new Error('a worker without output')
  const lines = createInterface({ input: stdout })
  const gone = new AbortController()
  child.once('exit', () => gone.abort(new Error('a worker ended while it started')))
  const [line] = (await once(lines, 'line', { signal: gone.signal })) as [string]
  return line
}
