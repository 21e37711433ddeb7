import type {
  App,
  Artifact,
  CheckRun,
  CheckSuite,
  Delivery,
  Installation,
  IssueComment,
  Label,
  Pull,
  Reaction,
  Repository,
  Review,
  ReviewComment,
  Role,
  SarifUpload,
  Token,
  User,
  WorkflowRun,
} from './nouns.ts'

export type * from './nouns.ts'

/** Everything the stand-in remembers besides the git repositories. Iteration order is creation order. */
export class State {
  readonly users = new Map<string, User>()
  readonly apps = new Map<number, App>()
  readonly installations = new Map<number, Installation>()
  readonly tokens = new Map<string, Token>()
  readonly repositories = new Map<number, Repository>()
  readonly pulls: Pull[] = []
  readonly suites: CheckSuite[] = []
  readonly workflowRuns: WorkflowRun[] = []
  readonly artifacts: Artifact[] = []
  readonly checkRuns = new Map<number, CheckRun>()
  readonly reviews = new Map<number, Review>()
  readonly reviewComments = new Map<number, ReviewComment>()
  readonly issueComments = new Map<number, IssueComment>()
  readonly labels = new Map<number, Map<string, Label>>()
  readonly sarifs: SarifUpload[] = []
  readonly manifests = new Map<string, Record<string, unknown>>()
  readonly deliveries: Delivery[] = []
  readonly reactions: Reaction[] = []
  /** By id of the repository and login in lower case, `12 ada`. */
  readonly roles = new Map<string, Role>()
  /** Logins in lower case, by `org/slug`. */
  readonly teams = new Map<string, Set<string>>()
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
