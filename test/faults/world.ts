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
        DATA_DIR: join(data, 'data'),
        APP_ID: String(standIn.app.id),
        PRIVATE_KEY: standIn.app.privateKey,
        WEBHOOK_SECRET: standIn.app.webhookSecret,
        GITHUB_API_URL: standIn.apiUrl,
        // What is lost stays lost: the sweep would hide it.
        SWEEP_MINUTES: '0',
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

  /** The first process, or the one and only. */
  get app(): AppProcess {
    return this.#at(0)
  }

  /** GitHub sends its events to this replica from now on. */
  tell(index: number): void {
    this.standIn.webhookUrl = this.#at(index).webhookUrl
  }

  /** Waits for all: a stand-in of its own account and repository each. */
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
  async judge(): Promise<Verdict> {
    await this.rest()
    const verdict = judge(this.standIn, this.subjects)
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
