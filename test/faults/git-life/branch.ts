import type { Pull, Repository, StandIn } from '../../stand-in/index.ts'
import { unitLine, unitOf } from './marked-lines.ts'
import type { Push } from './steps.ts'

/** Lines of each file of a commit, by path. */
type Tree = ReadonlyMap<string, readonly string[]>

/** Lines that only this file has, so that git knows it under another name. */
const body = (name: string): string[] =>
  Array.from({ length: 24 }, (_, index) => `const ${name}${index} = ${index}`)

const BASE: Tree = new Map([
  ['src/base.js', body('base')],
  ['src/other.js', body('other')],
])

/** A branch in a real repository, and what its commits hold. */
export class Branch {
  readonly #standIn: StandIn
  readonly repository: Repository
  readonly #trees = new Map<string, Tree>()
  readonly #heads: string[] = []
  #main = ''
  #tree: Tree = BASE
  #names: string[] = []
  #count = 0

  private constructor(standIn: StandIn, repository: Repository) {
    this.#standIn = standIn
    this.repository = repository
  }

  static async create(standIn: StandIn, name: string): Promise<{ branch: Branch; pull: Pull }> {
    const config = 'version: 1\nreview: { max-inline: 50, group-after: 50 }\n'
    const repository = await standIn.createRepository({
      name,
      files: { ...textsOf(BASE), '.roadmap.yml': config },
    })
    const branch = new Branch(standIn, repository)
    branch.#main = (await repository.git.branch('main')) ?? ''
    branch.#trees.set(branch.#main, BASE)
    await branch.#commit(branch.#with('src/added.js', [...body('added'), branch.#unit(false)]), branch.#main)
    return { branch, pull: await standIn.openPull(repository, { head: 'work' }) }
  }

  /** Numbers of the units of the head, in order. */
  units(): number[] {
    return [...this.#tree.values()]
      .flat()
      .flatMap((line) => unitOf(line) ?? [])
      .toSorted((a, b) => a - b)
  }

  get head(): string {
    return this.#heads.at(-1) ?? ''
  }

  /** One push. `amend` replaces the last commit, where what is done is another commit. */
  async push(push: Push, amend: boolean): Promise<void> {
    const onTop = async (tree: Tree): Promise<void> => {
      if (sameTree(tree, this.#tree)) return
      const parent = amend ? await this.#parentOf(this.head) : this.head
      await this.#commit(tree, parent === this.#main || this.#trees.has(parent) ? parent : this.head)
    }
    const paths = [...this.#tree.keys()]
    const pathAt = (index: number): string => paths[index % Math.max(1, paths.length)] ?? ''
    switch (push.do) {
      case 'add': {
        const path = pathAt(push.file)
        const lines = [...(this.#tree.get(path) ?? [])]
        lines.splice(push.at % (lines.length + 1), 0, this.#unit(push.twin))
        return path === '' ? undefined : onTop(this.#with(path, lines))
      }
      case 'mend': {
        const units = this.units()
        const gone = units[push.at % Math.max(1, units.length)]
        return onTop(
          mapLines(this.#tree, (lines) =>
            lines.filter((line) => gone === undefined || unitOf(line) !== gone),
          ),
        )
      }
      case 'prepend':
      case 'indent': {
        const path = pathAt(push.file)
        const lines = this.#tree.get(path) ?? []
        const top = [`// ${this.#next()}`, `// ${this.#next()}`]
        const changed = push.do === 'indent' ? lines.map((line) => `  ${line}`) : [...top, ...lines]
        return path === '' ? undefined : onTop(this.#with(path, changed))
      }
      case 'rename': {
        const path = pathAt(push.file)
        const lines = this.#tree.get(path)
        if (!lines) return
        this.#names.push(path)
        return onTop(new Map([...without(this.#tree, path), [`src/name-${this.#next()}.js`, lines]]))
      }
      case 'create': {
        const name = this.#names.findLast((one) => !this.#tree.has(one)) ?? `src/new-${this.#next()}.js`
        return onTop(this.#with(name, [...body(`n${this.#next()}x`), this.#unit(push.twin)]))
      }
      case 'remove':
        return onTop(without(this.#tree, pathAt(push.file)))
      case 'revert': {
        const before = this.#trees.get(await this.#parentOf(this.head))
        return before && this.#commit(before, this.head)
      }
      case 'squash':
        return this.#commit(this.#tree, this.#main)
      case 'reset': {
        const to = this.#heads[push.to % this.#heads.length] ?? ''
        return this.#moveTo(to)
      }
      case 'rebase':
        return this.#rebase()
    }
  }

  /** The base gets a line on top of a file, and so does the branch where it still has that file. */
  async #rebase(): Promise<void> {
    const line = `// ${this.#next()} of the base`
    const prepend = (lines: readonly string[]): readonly string[] =>
      lines.some((one) => one.trim() === 'const base0 = 0') ? [line, ...lines] : lines
    const main = mapLines(this.#trees.get(this.#main) ?? BASE, prepend)
    const { git } = this.repository
    this.#main = await git.commit({
      files: textsOf(main),
      message: 'Go on',
      parent: this.#main,
      branch: 'main',
    })
    this.#trees.set(this.#main, main)
    await this.#commit(mapLines(this.#tree, prepend), this.#main)
  }

  async #commit(tree: Tree, parent: string): Promise<void> {
    const before = this.#trees.get(parent) ?? BASE
    const { git } = this.repository
    const tip = this.#heads.at(-1)
    const gone = [...before.keys()].filter((path) => !tree.has(path))
    const message = `Change ${this.#next()}`
    const sha = await git.commit({ files: textsOf(tree), delete: gone, message, parent, branch: 'work' })
    await this.#told(sha, tree, tip)
  }

  async #moveTo(sha: string): Promise<void> {
    const tip = this.#heads.at(-1)
    await this.repository.git.run('update-ref', 'refs/heads/work', sha)
    await this.#told(sha, this.#trees.get(sha) ?? BASE, tip)
  }

  async #told(sha: string, tree: Tree, tip: string | undefined): Promise<void> {
    this.#trees.set(sha, tree)
    this.#tree = tree
    this.#heads.push(sha)
    if (tip !== undefined) await this.#standIn.announcePush(this.repository, 'work', tip)
  }

  async #parentOf(sha: string): Promise<string> {
    return (await this.repository.git.resolve(`${sha}^`)) ?? this.#main
  }

  #with(path: string, lines: readonly string[]): Tree {
    return new Map([...this.#tree, [path, lines]])
  }

  #unit(twin: boolean): string {
    const id = this.#next()
    return unitLine(id, twin ? 'twin' : `alone ${id}`)
  }

  #next(): number {
    return (this.#count += 1)
  }
}

function without(tree: Tree, path: string): Tree {
  return new Map([...tree].filter(([one]) => one !== path))
}

function mapLines(tree: Tree, change: (lines: readonly string[]) => readonly string[]): Tree {
  return new Map([...tree].map(([path, lines]) => [path, change(lines)]))
}

function sameTree(a: Tree, b: Tree): boolean {
  return a.size === b.size && [...a].every(([path, lines]) => lines.join('\n') === b.get(path)?.join('\n'))
}

function textsOf(tree: Tree): Record<string, string> {
  return Object.fromEntries([...tree].map(([path, lines]) => [path, `${lines.join('\n')}\n`]))
}
