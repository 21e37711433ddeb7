import type { Pull, Repository, StandIn } from '../stand-in/index.ts'

/** What a commit of a subject is: three findings of two families, or none. */
export type Kind = 'offends' | 'clean'

const SAFE = "import https from 'node:https'\n\nexport const agent = new https.Agent({ keepAlive: true })\n"
const UNSAFE =
  "import https from 'node:https'\n\nexport const agent = new https.Agent({ rejectUnauthorized: false })\n"
const MIGRATION = 'db/migrations/000002_b.up.sql'

const BASE = {
  'src/a.js': SAFE,
  'src/b.js': SAFE,
  'db/migrations/000001_a.up.sql': 'CREATE TABLE a (id int);\n',
  'db/migrations/000001_a.down.sql': 'DROP TABLE a;\n',
}

/** What the check runs of a commit have to say, whatever went wrong on the way. */
export const CONCLUSIONS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  offends: {
    'Roadmap / API compatibility': 'success',
    'Roadmap / Critical-path tests': 'success',
    'Roadmap / Insecure patterns': 'failure',
    'Roadmap / Migrations': 'failure',
  },
  clean: {
    'Roadmap / API compatibility': 'success',
    'Roadmap / Critical-path tests': 'success',
    'Roadmap / Insecure patterns': 'success',
    'Roadmap / Migrations': 'success',
  },
}
/** Open findings, each with a comment of its own. */
export const FINDINGS: Readonly<Record<Kind, number>> = { offends: 3, clean: 0 }

/** A pull request in a repository and installation of its own, and what its commits should be told. */
export class Subject {
  readonly #standIn: StandIn
  readonly repository: Repository
  /** Every commit that was ever its head. */
  readonly heads = new Map<string, Kind>()
  /** Times somebody asked for the review of a commit again. */
  readonly asked = new Map<string, number>()
  #pull: Pull | undefined
  #lines = 0

  private constructor(standIn: StandIn, repository: Repository) {
    this.#standIn = standIn
    this.repository = repository
  }

  static async create(standIn: StandIn, name: string): Promise<Subject> {
    const repository = await standIn.createRepository({ owner: name, name: 'shop', files: BASE })
    return new Subject(standIn, repository)
  }

  get name(): string {
    return this.repository.owner.login
  }

  get pull(): Pull {
    if (!this.#pull) throw new Error('no pull request yet')
    return this.#pull
  }

  get isOpened(): boolean {
    return this.#pull !== undefined
  }

  /** Opens the pull request; its findings are new ones. */
  async open(): Promise<void> {
    await this.push('offends')
    this.#pull = await this.#standIn.openPull(this.repository, { head: 'change' })
  }

  /** Pushes a commit; each has its findings on other lines than the one before. */
  async push(kind: Kind): Promise<string> {
    this.#lines += 1
    const moved = `${'// Line\n'.repeat(this.#lines)}${kind === 'offends' ? UNSAFE : SAFE}`
    const down = MIGRATION.replace('.up.', '.down.')
    const sha = await this.#standIn.push(this.repository, 'change', {
      files: {
        'src/a.js': moved,
        'src/b.js': moved,
        [MIGRATION]: 'CREATE TABLE b (id int);\n',
        ...(kind === 'clean' && { [down]: 'DROP TABLE b;\n' }),
      },
      ...(kind === 'offends' && { delete: [down] }),
    })
    this.heads.set(sha, kind)
    return sha
  }

  /** Asks for the review of the newest commit again. */
  async ask(): Promise<void> {
    const sha = this.pull.headSha
    this.asked.set(sha, (this.asked.get(sha) ?? 0) + 1)
    await this.#standIn.rerequestSuite(await this.#standIn.checkSuite(this.repository, sha))
  }
}
