import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fastImport } from './commit.ts'
import type { CommitSpec } from './commit.ts'
import { hunkText, parseDiff, parseHunks } from './diff.ts'
import type { DiffFile, DiffHunk } from './diff.ts'
import { runGit } from './run.ts'

/** Fixed, so that the same actions give the same commit ids in every run. */
const FIRST_COMMIT = Date.UTC(2026, 0, 5, 9) / 1000

export interface CommitFacts {
  sha: string
  tree: string
  parents: string[]
  message: string
  /** ISO 8601. */
  date: string
}

/** Commands that change no reference. Any other makes names be asked for anew. */
const READING = new Set([
  'cat-file',
  'diff',
  'for-each-ref',
  'log',
  'ls-tree',
  'merge-base',
  'rev-list',
  'rev-parse',
])

/** A bare repository on disk, which nothing else writes to: git is asked once for each question, until that changes. */
export class GitRepository {
  readonly directory: string
  #commits = 0
  // What names mean may change; what is known of commit ids never does.
  readonly #names = new Map<string, Promise<string | undefined>>()
  readonly #branches = new Map<string, Promise<string[]>>()
  readonly #facts = new Map<string, Promise<CommitFacts>>()
  readonly #mergeBases = new Map<string, Promise<string | undefined>>()
  readonly #counts = new Map<string, Promise<number>>()
  readonly #diffs = new Map<string, Promise<DiffFile[]>>()
  readonly #lineDiffs = new Map<string, Promise<DiffHunk[]>>()

  constructor(directory: string) {
    this.directory = directory
  }

  /** A new empty repository, or a copy of `from` (a path); `shared` borrows its objects, as a fork does. */
  static async create(
    directory: string,
    options: { branch: string; from?: string; shared?: boolean },
  ): Promise<GitRepository> {
    const repository = new GitRepository(directory)
    await mkdir(join(directory, '..'), { recursive: true })
    if (options.from === undefined) {
      await runGit(['init', '--quiet', '--bare', `--initial-branch=${options.branch}`, directory])
    } else {
      const shared = options.shared === true ? ['--shared'] : []
      await runGit(['clone', '--quiet', '--bare', ...shared, '--', options.from, directory])
      await repository.run('symbolic-ref', 'HEAD', `refs/heads/${options.branch}`)
    }
    for (const key of ['uploadpack.allowFilter', 'uploadpack.allowAnySHA1InWant']) {
      await repository.run('config', key, 'true')
    }
    await repository.run('config', 'http.receivepack', 'false')
    await repository.run('config', 'gc.auto', '0')
    return repository
  }

  async run(...args: string[]): Promise<string> {
    return (await this.bytes(args)).toString()
  }

  async bytes(args: readonly string[], input?: string | Buffer): Promise<Buffer> {
    try {
      return await runGit(['--git-dir', this.directory, ...args], input)
    } finally {
      if (!READING.has(args.find((one) => !one.startsWith('-')) ?? '')) {
        this.#names.clear()
        this.#branches.clear()
      }
    }
  }

  /** Commit id of a revision, or undefined where there is none. */
  resolve(revision: string): Promise<string | undefined> {
    return remember(this.#names, revision, () => this.#resolve(revision))
  }

  /** Names of the branches whose tip is a commit. */
  branchesAt(sha: string): Promise<string[]> {
    return remember(this.#branches, sha, async () => {
      const names = await this.run(
        'for-each-ref',
        '--format=%(refname:short)',
        '--points-at',
        sha,
        'refs/heads',
      )
      return names.split('\n').filter(Boolean)
    })
  }

  async #resolve(revision: string): Promise<string | undefined> {
    if (revision === '' || revision.startsWith('-') || revision.includes('\0')) return undefined
    try {
      return (await this.run('rev-parse', '--verify', '--quiet', `${revision}^{commit}`)).trim()
    } catch {
      return undefined
    }
  }

  branch(name: string): Promise<string | undefined> {
    return this.resolve(`refs/heads/${name}`)
  }

  async commit(spec: Omit<CommitSpec, 'time'>): Promise<string> {
    const time = FIRST_COMMIT + 60 * this.#commits++
    // A rewritten branch is a forced one: fast-import refuses it otherwise.
    await this.bytes(['fast-import', '--quiet', '--force'], fastImport({ ...spec, time }))
    const sha = await this.branch(spec.branch)
    if (sha === undefined) throw new Error(`No commit on ${spec.branch}`)
    return sha
  }

  facts(sha: string): Promise<CommitFacts> {
    return remember(this.#facts, sha, async () => {
      const text = await this.run('log', '-1', '--format=%H%n%T%n%P%n%cI%n%B', sha)
      const [id = '', tree = '', parents = '', date = '', ...message] = text.split('\n')
      return {
        sha: id,
        tree,
        parents: parents.split(' ').filter(Boolean),
        message: message.join('\n').trim(),
        date: new Date(date).toISOString().replace('.000', ''),
      }
    })
  }

  /** Best common ancestor of two commit ids, or undefined for unrelated histories. */
  mergeBase(a: string, b: string): Promise<string | undefined> {
    return remember(this.#mergeBases, `${a}..${b}`, async () => {
      try {
        return (await this.run('merge-base', a, b)).trim()
      } catch {
        return undefined
      }
    })
  }

  /** How many commits `to` has that `from` has not; both are commit ids. */
  countCommits(from: string, to: string): Promise<number> {
    return remember(this.#counts, `${from}..${to}`, async () =>
      Number(await this.run('rev-list', '--count', `${from}..${to}`)),
    )
  }

  /** What differs between two commit ids. */
  diff(base: string, head: string): Promise<DiffFile[]> {
    return remember(this.#diffs, `${base}..${head}`, async () => {
      const options = ['--no-ext-diff', '--no-textconv', '--no-color', '--full-index', '--find-renames']
      const between = [base, head, '--']
      const [raw, patch] = await Promise.all([
        this.run('diff', ...options, '--raw', '-z', '--abbrev=40', ...between),
        this.run('diff', ...options, '--unified=3', ...between),
      ])
      return parseDiff(raw, patch)
    })
  }

  /** What changed in one path between two commits, without context. */
  lineDiff(from: string, to: string, path: string): Promise<DiffHunk[]> {
    return remember(this.#lineDiffs, `${from}..${to}:${path}`, async () => {
      if (from === to) return []
      const options = ['--no-ext-diff', '--no-textconv', '--no-color', '--no-renames', '--unified=0']
      const patch = await this.run('--literal-pathspecs', 'diff', ...options, from, to, '--', path)
      const text = hunkText(patch)
      return text === undefined ? [] : parseHunks(text)
    })
  }
}

function remember<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let value = cache.get(key)
  if (!value) {
    value = make()
    cache.set(key, value)
    value.catch(() => cache.delete(key))
  }
  return value
}
