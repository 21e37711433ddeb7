import { git } from './git.ts'

/** Two commits of a history; the base is an ancestor of the head, as where a branch was merged. */
export interface Range {
  base: string
  head: string
  /** Changed files, renames counted as git's name list does without looking for them. */
  files: number
}

/** How far the number of files may be from the one that is asked for. */
const TOLERANCE = 1.4
/** First parents that are looked at, newest first. */
const DEPTH = 4_000

/** Picks ranges like those of pull requests from the default branch's history. */
export class History {
  readonly #directory: string
  readonly #chain: readonly { sha: string; files: number }[]

  private constructor(directory: string, chain: readonly { sha: string; files: number }[]) {
    this.#directory = directory
    this.#chain = chain
  }

  static async open(directory: string): Promise<History> {
    const log = await git(directory, [
      'log',
      '--first-parent',
      '--diff-merges=first-parent',
      '--no-renames',
      '--name-only',
      `--max-count=${DEPTH}`,
      '--format=%x00%H',
      'HEAD',
    ])
    const chain = log
      .split('\0')
      .slice(1)
      .map((entry) => {
        const [sha = '', ...paths] = entry.split('\n').filter((line) => line !== '')
        return { sha, files: paths.length }
      })
    return new History(directory, chain)
  }

  /** At most `count` ranges of about `size` files, spread over the history; fewer where it has none such. */
  async pick(size: number, count: number): Promise<Range[]> {
    const single = spread(
      this.#chain.flatMap(({ sha, files }, index) => {
        const base = this.#chain[index + 1]?.sha
        return base !== undefined && isAbout(files, size) ? [{ base, head: sha, files }] : []
      }),
      count,
    )
    if (single.length >= count || size === 1) return single
    const heads = spread(
      this.#chain.map((_, index) => index),
      count - single.length,
    )
    const long = await Promise.all(heads.map((index) => this.#reachBack(index, size)))
    return [...single, ...long.filter((range) => range !== undefined)]
  }

  /** The ancestor of a commit from which about `size` files differ: files differ more the further back one goes. */
  async #reachBack(headIndex: number, size: number): Promise<Range | undefined> {
    const head = this.#chain[headIndex]?.sha ?? ''
    let near = headIndex
    let far = this.#chain.length - 1
    let best: Range | undefined
    while (far - near > 1) {
      const middle = near + Math.floor((far - near) / 2)
      const base = this.#chain[middle]?.sha ?? ''
      const names = await git(this.#directory, ['diff', '--no-renames', '--name-only', '-z', base, head])
      const files = names.split('\0').length - 1
      if (!best || Math.abs(files - size) < Math.abs(best.files - size)) best = { base, head, files }
      if (files < size) near = middle
      else far = middle
    }
    return best && isAbout(best.files, size) ? best : undefined
  }
}

function isAbout(files: number, size: number): boolean {
  return size === 1 ? files === 1 : files >= size / TOLERANCE && files <= size * TOLERANCE
}

function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all]
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)] as T)
}
