import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accounts from './actions/accounts.ts'
import * as checks from './actions/checks.ts'
import * as comments from './actions/comments.ts'
import * as pulls from './actions/pulls.ts'
import { announcePush, push } from './actions/push.ts'
import type { PushOptions } from './actions/push.ts'
import { runWorkflow, type RunWorkflowOptions } from './actions/workflows.ts'
import type { Violation } from './contract/contract.ts'
import { Faults } from './faults.ts'
import type { RecordedRequest } from './http/record.ts'
import { Router } from './http/router.ts'
import { listener } from './http/server.ts'
import { LEAST, readManifest } from './options.ts'
import type { AppOptions, StandInOptions } from './options.ts'
import { GITHUB_RATE_LIMITS, RateLimiter } from './rate-limits.ts'
import { addApp } from './resources/apps.ts'
import { allRoutes } from './resources/index.ts'
import type { CommentBody } from './resources/place-comment.ts'
import { presentPlace } from './shapes/comment.ts'
import type { Place } from './shapes/comment.ts'
import { State } from './state.ts'
import type {
  App,
  CheckRun,
  CheckSuite,
  Installation,
  IssueComment,
  Pull,
  Repository,
  Review,
  ReviewComment,
  Role,
  WorkflowRun,
} from './state.ts'
import { Webhooks } from './webhooks/webhooks.ts'
import { createWorld } from './world.ts'
import type { World } from './world.ts'

/** A GitHub of one's own: `startStandIn()` starts it, `close()` ends it. */
export class StandIn {
  readonly violations: Violation[] = []
  /** What made the stand-in itself fail; `close()` throws the first. */
  readonly crashes: unknown[] = []
  readonly requests: RecordedRequest[] = []
  readonly faults = new Faults()
  readonly state = new State()
  readonly webhooks: Webhooks
  readonly limiter: RateLimiter
  /** The app that the tests are about. */
  readonly app: App
  readonly world: World
  readonly #server
  #url = ''
  readonly #directory: string
  readonly #ownDirectory: boolean

  private constructor(options: StandInOptions, directory: string) {
    this.#directory = directory
    this.#ownDirectory = options.directory === undefined
    const limits = options.rateLimits === false ? undefined : { ...GITHUB_RATE_LIMITS, ...options.rateLimits }
    this.limiter = new RateLimiter(limits)
    this.webhooks = new Webhooks(this.state, this.violations)
    const onCrash = (error: unknown) => {
      this.crashes.push(error)
    }
    this.world = createWorld(this.state, this.webhooks, () => this.url, onCrash)
    this.app = this.addApp(options.app)
    const { world, limiter, violations, faults, requests } = this
    const router = new Router(allRoutes(limiter))
    this.#server = createServer(listener({ world, router, limiter, violations, faults, requests, onCrash }))
  }

  static async start(options: StandInOptions = {}): Promise<StandIn> {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'github-stand-in-')))
    const standIn = new StandIn(options, directory)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    standIn.#server.once('error', reject)
    standIn.#server.listen(0, '127.0.0.1', resolve)
    await promise
    standIn.#url = `http://127.0.0.1:${(standIn.#server.address() as AddressInfo).port}`
    return standIn
  }

  /** `http://127.0.0.1:1234`: git, and the API without a prefix. */
  get url(): string {
    return this.#url
  }

  /** Octokit's `baseUrl`. */
  get apiUrl(): string {
    return this.world.apiUrl
  }

  /** Throws what crashed the stand-in, if anything did. */
  async close(): Promise<void> {
    await this.webhooks.idle()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    this.#server.closeAllConnections()
    await promise
    if (this.#ownDirectory) await rm(this.#directory, { recursive: true, force: true, maxRetries: 3 })
    if (this.crashes.length > 0) throw this.crashes[0]
  }

  // Accounts, apps and repositories

  addApp(options: AppOptions = {}): App {
    const manifest = readManifest()
    return addApp(this, {
      name: options.name ?? manifest.name ?? 'roadmap-review',
      owner: options.owner ?? 'acme',
      permissions: options.permissions ?? manifest.default_permissions ?? LEAST.default_permissions,
      events: options.events ?? manifest.default_events ?? LEAST.default_events,
      webhookUrl: options.webhookUrl,
      ...(options.webhookSecret === undefined ? {} : { webhookSecret: options.webhookSecret }),
    })
  }

  /** Where `app` is told what happens. */
  set webhookUrl(url: string) {
    this.app.webhookUrl = url
  }

  /** Installs an app on an account, on all its repositories or on those named. */
  install(owner: string, options: { app?: App; repositories?: Repository[] } = {}): Promise<Installation> {
    return accounts.install(this.world, options.app ?? this.app, owner, options.repositories)
  }

  uninstall(installation: Installation): Promise<void> {
    return accounts.uninstall(this.world, installation)
  }

  suspend(installation: Installation): Promise<void> {
    return accounts.suspend(this.world, installation, true)
  }

  unsuspend(installation: Installation): Promise<void> {
    return accounts.suspend(this.world, installation, false)
  }

  /** Another name or owner; nobody is told (`repository` events are not subscribed to). */
  rename(repository: Repository, to: { name?: string; owner?: string }): void {
    accounts.rename(this.world, repository, to)
  }

  /** Every token given out so far stops working. */
  expireTokens(): void {
    for (const token of this.state.tokens.values()) token.expiresAt = 0
  }

  /** A new repository; the app is installed on its owner unless it is already. */
  async createRepository(options: accounts.CreateRepositoryOptions): Promise<Repository> {
    const repository = await accounts.createRepository(this.world, this.#directory, options)
    if (this.state.installationsOf(repository).length === 0) await this.install(repository.owner.login)
    return repository
  }

  /** A copy under another account, which the app does not see. */
  fork(parent: Repository, owner: string): Promise<Repository> {
    return accounts.fork(this.world, this.#directory, parent, owner)
  }

  // What people do. Each resolves when the app has answered the webhook (or failed to).

  push(repository: Repository, branch: string, options?: PushOptions): Promise<string> {
    return push(this.world, repository, branch, options)
  }

  /** Tells about commits that were put on a branch by other means. */
  announcePush(repository: Repository, branch: string, before: string): Promise<void> {
    return announcePush(this.world, repository, branch, { before })
  }

  openPull(repository: Repository, options: pulls.OpenPullOptions): Promise<Pull> {
    return pulls.openPull(this.world, repository, options)
  }

  convertToReady(pull: Pull): Promise<void> {
    return pulls.setDraft(this.world, pull, false)
  }

  convertToDraft(pull: Pull): Promise<void> {
    return pulls.setDraft(this.world, pull, true)
  }

  editPull(pull: Pull, change: { title?: string; body?: string; base?: string }): Promise<void> {
    return pulls.editPull(this.world, pull, change)
  }

  labelPull(pull: Pull, name: string): Promise<void> {
    return pulls.labelPull(this.world, pull, name)
  }

  unlabelPull(pull: Pull, name: string): Promise<void> {
    return pulls.unlabelPull(this.world, pull, name)
  }

  closePull(pull: Pull, options?: { merge?: boolean }): Promise<void> {
    return pulls.closePull(this.world, pull, options)
  }

  reopenPull(pull: Pull): Promise<void> {
    return pulls.reopenPull(this.world, pull)
  }

  rerequestCheck(run: CheckRun): Promise<void> {
    return checks.rerequestCheckRun(this.world, run)
  }

  rerequestSuite(suite: CheckSuite): Promise<void> {
    return checks.rerequestCheckSuite(this.world, suite)
  }

  requestAction(run: CheckRun, identifier: string, as?: string): Promise<void> {
    return checks.requestAction(this.world, run, identifier, as)
  }

  mergeGroup(...inQueue: Pull[]): Promise<checks.MergeGroup> {
    return checks.mergeGroup(this.world, inQueue)
  }

  /** A workflow runs on a commit and leaves artifacts. */
  runWorkflow(repository: Repository, options: RunWorkflowOptions): Promise<WorkflowRun> {
    return runWorkflow(this.world, repository, options)
  }

  comment(pull: Pull, body: string, as?: string): Promise<IssueComment> {
    return comments.comment(this.world, pull, body, as)
  }

  commentOnLine(pull: Pull, place: CommentBody, as?: string): Promise<ReviewComment> {
    return comments.commentOnLine(this.world, pull, place, as)
  }

  reply(to: ReviewComment, body: string, as?: string): Promise<ReviewComment> {
    return comments.reply(this.world, to, body, as)
  }

  editComment(comment: IssueComment | ReviewComment, body: string, as: string): Promise<void> {
    return comments.editComment(this.world, comment, body, as)
  }

  reviewInWords(pull: Pull, body: string, as: string): Promise<Review> {
    return comments.reviewInWords(this.world, pull, body, as)
  }

  /** Gives somebody a role; by default everybody reads what is public. */
  setRole(repository: Repository, login: string, role: Role): void {
    this.state.user(login)
    this.state.roles.set(`${repository.id} ${login.toLowerCase()}`, role)
  }

  /** `addToTeam('acme/leads', 'ada')` */
  addToTeam(team: string, login: string): void {
    const members = this.state.teams.get(team.toLowerCase()) ?? new Set()
    this.state.teams.set(team.toLowerCase(), members.add(login.toLowerCase()))
  }

  resolve(thread: ReviewComment, as?: string): Promise<void> {
    return comments.resolve(this.world, thread, as)
  }

  // What there is to see

  /** In order of creation. */
  checkRuns(repository: Repository, sha: string): CheckRun[] {
    return this.state.checkRunsOf(repository, sha)
  }

  checkSuite(repository: Repository, sha: string): Promise<CheckSuite> {
    return checks.suiteOf(this.world, repository, sha)
  }

  /** With the place each has in the present diff; `line: null` is outdated. */
  async reviewComments(pull: Pull): Promise<(ReviewComment & { place: Place })[]> {
    const all = this.state.reviewCommentsOf(pull)
    return Promise.all(all.map(async (each) => ({ ...each, place: await presentPlace(each) })))
  }
}

export function startStandIn(options?: StandInOptions): Promise<StandIn> {
  return StandIn.start(options)
}
