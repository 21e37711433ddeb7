import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningServer, startServer } from '../../src/app/server.ts'
import type { RulePool } from '../../src/engine/index.ts'
import { type CheckRun, type Repository, type StandIn, startStandIn } from '../stand-in/index.ts'
import { appEnvironment } from '../app-environment.ts'
import { withEmptyDatabase } from '../empty-database.ts'
import { rulePool } from '../rule-pool.ts'

export const SAFE =
  "import https from 'node:https'\n\nexport const agent = new https.Agent({ keepAlive: true })\n"
export const UNSAFE =
  "import https from 'node:https'\n\nexport const agent = new https.Agent({ rejectUnauthorized: false })\n"

/** The app over HTTP with a GitHub of its own, as a user of both would meet them. */
export class GitHubWithApp implements AsyncDisposable {
  readonly standIn: StandIn
  readonly server: RunningServer
  readonly dataDir: string
  readonly #folder: string
  #count = 0

  private constructor(standIn: StandIn, server: RunningServer, folder: string) {
    this.standIn = standIn
    this.server = server
    this.#folder = folder
    this.dataDir = join(folder, 'data')
  }

  static async start(
    env: Readonly<Record<string, string>> = {},
    pool: RulePool = rulePool,
    log?: NonNullable<Parameters<typeof startServer>[0]>['log'],
  ): Promise<GitHubWithApp> {
    const folder = await mkdtemp(join(tmpdir(), 'roadmap-end-to-end-'))
    const standIn = await startStandIn({ rateLimits: false })
    const server = await startServer({
      env: {
        ...appEnvironment(standIn, withEmptyDatabase(join(folder, 'data'))),
        LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
        ...env,
      },
      runtime: { pool },
      ...(log && { log }),
    })
    standIn.webhookUrl = server.webhookUrl
    return new GitHubWithApp(standIn, server, folder)
  }

  repository(files: Record<string, string> = { 'src/server.js': SAFE }): Promise<Repository> {
    this.#count += 1
    return this.standIn.createRepository({ name: `shop-${this.#count}`, files })
  }

  /** Waits until every event that was delivered is answered. */
  async rest(): Promise<void> {
    await this.standIn.webhooks.idle()
    await this.server.idle()
  }

  /** Conclusion, or else state, of each check run by name; several of one name are joined in the order they were made. */
  checks(repository: Repository, sha: string): Record<string, string> {
    const byName = Map.groupBy(this.standIn.checkRuns(repository, sha), ({ name }) => name)
    return Object.fromEntries(
      [...byName]
        .map(([name, runs]): [string, string] => [
          name.replace('Roadmap / ', ''),
          runs.map(({ status, conclusion }) => conclusion ?? status).join(', '),
        ])
        .toSorted(([a], [b]) => a.localeCompare(b)),
    )
  }

  check(repository: Repository, sha: string, family: string): CheckRun {
    const run = this.standIn.checkRuns(repository, sha).findLast(({ name }) => name === `Roadmap / ${family}`)
    if (!run) throw new Error(`no check run of ${family}`)
    return run
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close()
    await this.standIn.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
