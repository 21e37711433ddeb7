import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StandIn } from '../../test/stand-in/index.ts'

const MAIN = join(import.meta.dirname, '../../src/app/main.ts')

/** The app's server in a process of its own, on its embedded database. */
export class App implements AsyncDisposable {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(url: string, child: ChildProcess) {
    this.url = url
    this.#child = child
  }

  /** Resolves when it takes events; the stand-in sends its own there from now on. */
  static async start(standIn: StandIn, folder: string): Promise<App> {
    const port = await freePort()
    const child = spawn(process.execPath, [MAIN], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: join(folder, 'data'),
        APP_ID: String(standIn.app.id),
        PRIVATE_KEY: standIn.app.privateKey,
        WEBHOOK_SECRET: standIn.app.webhookSecret,
        GITHUB_API_URL: standIn.apiUrl,
        SWEEP_MINUTES: '0',
        DEBOUNCE_SECONDS: '0',
        ONBOARDING: 'off',
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const app = new App(`http://127.0.0.1:${port}`, child)
    while (!(await app.#answers('/readyz'))) {
      if (child.exitCode !== null) throw new Error('the app ended while it started')
      await sleep(50)
    }
    standIn.webhookUrl = `${app.url}/api/github/webhooks`
    return app
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Whether nothing is queued, put off or running. */
  async isIdle(): Promise<boolean> {
    const text = (await this.#answers('/metrics')) ?? ''
    const jobs = [...text.matchAll(/^roadmap_review_queue_jobs\{state="(?:ready|deferred|active)"\} (\d+)/gm)]
    return jobs.length > 0 && jobs.every(([, count]) => count === '0')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await ended
  }

  async #answers(path: string): Promise<string | undefined> {
    try {
      const response = await fetch(this.url + path, { signal: AbortSignal.timeout(30_000) })
      const text = await response.text()
      return response.ok ? text : undefined
    } catch {
      return undefined
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve)
  })
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => {
    probe.close(resolve)
  })
  return port
}
