import type { KeyObject } from 'node:crypto'
import type { GitRepository } from './git/repository.ts'

/** Permission name to level, as in an app's manifest. */
export type Permissions = Record<string, 'read' | 'write'>

export interface User {
  id: number
  login: string
  type: 'User' | 'Organization' | 'Bot'
}

export interface App {
  id: number
  clientId: string
  clientSecret: string
  slug: string
  name: string
  owner: User
  bot: User
  /** PEM, PKCS#1, as GitHub hands it out. */
  privateKey: string
  publicKey: KeyObject
  webhookSecret: string
  webhookUrl: string | undefined
  permissions: Permissions
  events: string[]
  createdAt: string
}

export interface Installation {
  id: number
  app: App
  account: User
  /** `all`: every repository of the account. */
  repositoryIds: Set<number> | 'all'
  permissions: Permissions
  suspendedAt: string | null
  createdAt: string
}

export interface Token {
  token: string
  installation: Installation
  /** Milliseconds since the epoch. */
  expiresAt: number
  permissions: Permissions
  repositoryIds: Set<number> | undefined
}

export interface Repository {
  id: number
  owner: User
  name: string
  private: boolean
  defaultBranch: string
  git: GitRepository
  parent: Repository | undefined
  createdAt: string
  pushedAt: string
}

export interface Label {
  id: number
  name: string
  color: string
  description: string | null
}

export interface Pull {
  id: number
  number: number
  repository: Repository
  headRepository: Repository
  title: string
  body: string | null
  user: User
  state: 'open' | 'closed'
  draft: boolean
  baseRef: string
  headRef: string
  /** Moves with the head branch while the pull request is open. */
  headSha: string
  createdAt: string
  updatedAt: string
  closedAt: string | null
  mergedAt: string | null
  mergeCommitSha: string | null
  labels: string[]
}

export interface CheckSuite {
  id: number
  repository: Repository
  app: App
  headSha: string
  headBranch: string | null
  createdAt: string
  updatedAt: string
}

export interface Annotation {
  path: string
  start_line: number
  end_line: number
  start_column: number | null
  end_column: number | null
  annotation_level: string
  message: string
  title: string | null
  raw_details: string | null
}

export interface CheckAction {
  label: string
  description: string
  identifier: string
}

export interface CheckRun {
  id: number
  suite: CheckSuite
  name: string
  detailsUrl: string
  externalId: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
  startedAt: string
  completedAt: string | null
  output: { title: string | null; summary: string | null; text: string | null; annotations: Annotation[] }
  actions: CheckAction[]
  /** How many requests created or changed it. */
  writes: number
}

export interface Review {
  id: number
  pull: Pull
  user: User
  app: App | undefined
  body: string
  state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED'
  commitId: string
  submittedAt: string
}

export type DiffSide = 'LEFT' | 'RIGHT'

export interface ReviewComment {
  id: number
  review: Review
  pull: Pull
  user: User
  app: App | undefined
  body: string
  path: string
  /** As written; `undefined` for a comment on the whole file. */
  line: number | undefined
  side: DiffSide
  startLine: number | undefined
  startSide: DiffSide | undefined
  originalCommitId: string
  /** Merge base at the time of writing: LEFT lines count in it. */
  originalBase: string
  originalPosition: number
  diffHunk: string
  inReplyTo: ReviewComment | undefined
  resolved: boolean
  createdAt: string
  updatedAt: string
}

export interface IssueComment {
  id: number
  pull: Pull
  user: User
  app: App | undefined
  body: string
  createdAt: string
  updatedAt: string
}

export interface Delivery {
  id: number
  guid: string
  app: App
  event: string
  action: string | null
  installationId: number | null
  repositoryId: number | null
  payload: Record<string, unknown>
  deliveredAt: string
  redelivery: boolean
  /** Seconds. */
  duration: number
  /** `OK`, or why it failed. */
  status: string
  /** 0 where there was no answer. */
  statusCode: number
  requestHeaders: Record<string, string>
  responseHeaders: Record<string, string>
  responseBody: string
}

/** Everything the stand-in remembers besides the git repositories. Iteration order is creation order. */
export class State {
  readonly users = new Map<string, User>()
  readonly apps = new Map<number, App>()
  readonly installations = new Map<number, Installation>()
  readonly tokens = new Map<string, Token>()
  readonly repositories = new Map<number, Repository>()
  readonly pulls: Pull[] = []
  readonly suites: CheckSuite[] = []
  readonly checkRuns = new Map<number, CheckRun>()
  readonly reviews = new Map<number, Review>()
  readonly reviewComments = new Map<number, ReviewComment>()
  readonly issueComments = new Map<number, IssueComment>()
  readonly labels = new Map<number, Map<string, Label>>()
  readonly manifests = new Map<string, Record<string, unknown>>()
  readonly deliveries: Delivery[] = []
  #lastId = 1000

  nextId(): number {
    return ++this.#lastId
  }

  user(login: string, type: User['type'] = 'User'): User {
    let user = this.users.get(login)
    if (!user) this.users.set(login, (user = { id: this.nextId(), login, type }))
    return user
  }

  /** GitHub compares owner and repository names without case. */
  findRepository(owner: string, name: string): Repository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase()
    return [...this.repositories.values()].find((each) => fullName(each).toLowerCase() === wanted)
  }

  pullsOf(repository: Repository): Pull[] {
    return this.pulls.filter((pull) => pull.repository === repository)
  }

  findPull(repository: Repository, number: number): Pull | undefined {
    return this.pulls.find((pull) => pull.repository === repository && pull.number === number)
  }

  reviewsOf(pull: Pull): Review[] {
    return [...this.reviews.values()].filter((review) => review.pull === pull)
  }

  reviewCommentsOf(pull: Pull): ReviewComment[] {
    return [...this.reviewComments.values()].filter((comment) => comment.pull === pull)
  }

  issueCommentsOf(pull: Pull): IssueComment[] {
    return [...this.issueComments.values()].filter((comment) => comment.pull === pull)
  }

  checkRunsOf(repository: Repository, headSha: string): CheckRun[] {
    return [...this.checkRuns.values()].filter(
      (run) => run.suite.repository === repository && run.suite.headSha === headSha,
    )
  }

  /** Installations that can see a repository. */
  installationsOf(repository: Repository): Installation[] {
    return [...this.installations.values()].filter((each) => covers(each, repository))
  }

  labelsOf(repository: Repository): Map<string, Label> {
    let labels = this.labels.get(repository.id)
    if (!labels) this.labels.set(repository.id, (labels = new Map()))
    return labels
  }
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`
}

export function covers(installation: Installation, repository: Repository): boolean {
  return (
    installation.account === repository.owner &&
    (installation.repositoryIds === 'all' || installation.repositoryIds.has(repository.id))
  )
}

/** GitHub's timestamps have no milliseconds. */
export function timestamp(milliseconds: number = Date.now()): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}

export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64')
}
