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
  /** Who is asked for a review now: logins, and slugs of teams. */
  reviewers?: { users: string[]; teams: string[] }
  /** Who was ever asked, and taken back. */
  reviewEvents?: ReviewEvent[]
}

export interface ReviewEvent {
  id: number
  event: 'review_requested' | 'review_request_removed'
  actor: User
  user?: string
  team?: string
  createdAt: string
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

/** A run of a GitHub Actions workflow. */
export interface WorkflowRun {
  id: number
  repository: Repository
  /** Where its commit was pushed to: a fork's, or null where that was deleted. */
  headRepository: Repository | null
  workflowId: number
  name: string
  headSha: string
  headBranch: string | null
  event: string
  status: 'in_progress' | 'completed'
  conclusion: string | null
  createdAt: string
}

export interface Artifact {
  id: number
  run: WorkflowRun
  name: string
  content: Buffer
  expired: boolean
  /** What GitHub says of its size. */
  bytes: number
  /** Of the address of the store. */
  secret: string
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

/** What somebody may do in a repository, by GitHub's names. */
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'

export interface Reaction {
  id: number
  commentId: number
  user: User
  content: string
  createdAt: string
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

/** A log uploaded to code scanning. */
export interface SarifUpload {
  id: string
  repository: Repository
  commitSha: string
  ref: string
  /** The log itself, unpacked. */
  log: { runs: { results: unknown[]; automationDetails?: { id: string } }[] }
}
