import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type StandIn, startStandIn } from '../stand-in/index.ts'
import { AppProcess } from './app-process.ts'
import { holds, judge, type Verdict } from './law.ts'
import { Subject } from './subject.ts'
import { withEmptyDatabase } from '../empty-database.ts'

/** Time for everything to come to rest; a condition is waited for, this is only when to give up. */
const REST_MS = 150_000
/** Reviews at a time. */
export const CONCURRENCY = 4

/** A GitHub, and the app as one process or as replicas on one database. */
export class World implements AsyncDisposable {
  readonly standIn: StandIn
  readonly apps: readonly AppProcess[]
  readonly subjects: Subject[] = []
  readonly #folder: string
  static #count = 0

  private constructor(standIn: StandIn, apps: readonly AppProcess[], folder: string) {
    this.standIn = standIn
    this.apps = apps
    this.#folder = folder
  }

  /** Without `databaseUrl` one process on its embedded database. */
  static async start(
    options: { databaseUrl?: string; replicas?: number; env?: Record<string, string> } = {},
  ): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'roadmap-faults-'))
    const standIn = await startStandIn({ rateLimits: false })
    const apps: AppProcess[] = []
    for (let index = 0; index < (options.replicas ?? 1); index += 1) {
      const data = join(folder, `replica-${index}`)
      await mkdir(data)
      const env = {
        PORT: String(await freePort()),
        HOST: '127.0.0.1',
        DATA_DIR: options.databaseUrl ? join(data, 'data') : withEmptyDatabase(join(data, 'data')),
        APP_ID: String(standIn.app.id),
        PRIVATE_KEY: standIn.app.privateKey,
        WEBHOOK_SECRET: standIn.app.webhookSecret,
        GITHUB_API_URL: standIn.apiUrl,
        // What is lost stays lost: the sweep would hide it.
        SWEEP_MINUTES: '0',
        DEBOUNCE_SECONDS: '0',
        ONBOARDING: 'off',
        SAY_RUNNING_AFTER_SECONDS: '3',
        CONCURRENCY: String(CONCURRENCY),
        LOG_LEVEL: 'info',
        ...(options.databaseUrl && { DATABASE_URL: options.databaseUrl }),
        ...options.env,
      }
      apps.push(new AppProcess(env, data))
    }
    const world = new World(standIn, apps, folder)
    await Promise.all(apps.map((app) => app.start()))
    world.tell(0)
    return world
  }

  /** Kills a process; another one, where there is one, gets the events from now on. */
  async kill(index = 0): Promise<void> {
    await this.#at(index).kill()
    const other = this.apps.findIndex(({ isRunning }) => isRunning)
    if (other >= 0) this.tell(other)
  }

  /** Starts what was killed. */
  async start(index = 0): Promise<void> {
    await this.#at(index).start()
  }

  /** Kills a process while it starts. */
  async startAndKill(index: number, afterMs: number): Promise<void> {
    this.#at(index).spawn()
    await sleep(afterMs)
    await this.kill(index)
  }

  /** GitHub sends its events to one of those that run. */
  tellAny(number: number): void {
    const running = this.apps.flatMap(({ isRunning }, index) => (isRunning ? [index] : []))
    this.tell(running[number % running.length] ?? 0)
  }

  /** GitHub sends what was not acknowledged once more. */
  async redeliver(): Promise<void> {
    const { state, webhooks } = this.standIn
    await webhooks.idle()
    const failed = state.deliveries.filter(
      ({ event, statusCode }) => event === 'pull_request' && (statusCode < 200 || statusCode >= 300),
    )
    this.tellAny(0)
    const acknowledged = new Set(
      state.deliveries.filter(({ statusCode }) => statusCode === 202).map(({ guid }) => guid),
    )
    for (const delivery of failed) if (!acknowledged.has(delivery.guid)) webhooks.redeliver(delivery)
    await webhooks.idle()
  }

  /** GitHub sends its events to this replica from now on. */
  tell(index: number): void {
    this.standIn.webhookUrl = this.#at(index).webhookUrl
  }

  /** A pull request to be, in an account and a repository of its own. */
  async subject(): Promise<Subject> {
    World.#count += 1
    const subject = await Subject.create(this.standIn, `owner-${World.#count}`)
    this.subjects.push(subject)
    return subject
  }

  /** Waits until nothing is on its way, queued or running. */
  async rest(): Promise<void> {
    const end = performance.now() + REST_MS
    for (;;) {
      await this.standIn.webhooks.idle()
      const app = this.apps.find(({ isRunning }) => isRunning)
      if (!app) throw new Error(`no process runs:\n${this.#logs()}`)
      if (await app.isIdle()) return
      if (performance.now() > end)
        throw new Error(`it did not come to rest: ${JSON.stringify(await app.jobs())}\n${this.#logs()}`)
      await sleep(100)
    }
  }

  /** Waits for rest, then judges all subjects so far. The log is shown where the law is broken. */
  async judge(options?: { lost?: boolean }): Promise<Verdict> {
    await this.rest()
    const verdict = judge(this.standIn, this.subjects, options)
    if (!holds(verdict)) process.stderr.write(`${this.#logs()}\n`)
    return verdict
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.apps.map((app) => app.kill()))
    await this.standIn.close()
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  #at(index: number): AppProcess {
    const app = this.apps[index]
    if (!app) throw new Error(`no process ${index}`)
    return app
  }

  #logs(): string {
    return this.apps.map(({ log }) => log).join('\n--\n')
  }
}

export async function freePort(): Promise<number> {
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
