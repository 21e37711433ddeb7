import type { Side, Snapshot } from '../../../src/model/index.ts'
import {
  type BufModule,
  DEFAULT_BREAKING,
  isWithin,
  readBufWorkYaml,
  readBufYaml,
} from '../../../src/parse/protobuf/buf-config.ts'
import { MAX_PROTO, type Outline, outlineOf } from '../../../src/parse/protobuf/outline.ts'
import { parseYaml } from '../../../src/parse/yaml/parse-yaml.ts'

/** Files of one side that are read at most. */
export const MAX_FILES = 10_000

export interface ProtoFile {
  path: string
  text: string
  outline: Outline
}

/** The `.proto` files of one commit and the modules that its `buf.yaml` files make of them. */
export class ProtoSide {
  readonly side: Side
  readonly snapshot: Snapshot
  /** All paths, sorted. */
  readonly paths: readonly string[]
  readonly modules: readonly BufModule[]
  /** What was wrong with its configuration. */
  readonly problems: readonly string[]
  /** Files that cannot be read, and why. */
  readonly unread = new Map<string, string>()
  readonly #files = new Map<string, ProtoFile>()
  readonly #outlines: Map<string, Outline>
  readonly #known: ReadonlySet<string>
  readonly #byName = new Map<string, string[]>()

  private constructor(
    side: Side,
    snapshot: Snapshot,
    paths: readonly string[],
    config: { modules: readonly BufModule[]; problems: readonly string[] },
    outlines: Map<string, Outline>,
  ) {
    this.side = side
    this.snapshot = snapshot
    this.paths = paths
    this.modules = config.modules
    this.problems = config.problems
    this.#outlines = outlines
    this.#known = new Set(paths)
    for (const path of paths) {
      const name = lastOf(path)
      const same = this.#byName.get(name)
      if (same) same.push(path)
      else this.#byName.set(name, [path])
    }
  }

  /** @param outlines by content, so that two sides share them. */
  static async open(side: Side, snapshot: Snapshot, outlines: Map<string, Outline>): Promise<ProtoSide> {
    const [paths, configs] = await Promise.all([
      snapshot.list('**/*.proto'),
      snapshot.list(['**/buf.yaml', '**/buf.work.yaml']),
    ])
    return new ProtoSide(side, snapshot, paths, await modulesOf(snapshot, configs), outlines)
  }

  has(path: string): boolean {
    return this.#known.has(path)
  }

  /** The file, if it was read before. */
  file(path: string): ProtoFile | undefined {
    return this.#files.get(path)
  }

  /** Reads files that were not read yet; what has no text is remembered in `unread`. */
  async load(paths: readonly string[]): Promise<void> {
    const wanted = paths.filter((path) => !this.#files.has(path) && !this.unread.has(path) && this.has(path))
    for (const [path, content] of await this.snapshot.readMany(wanted)) {
      if (content.kind === 'unread') this.unread.set(path, `cannot be read: ${content.reason}`)
      else if (content.text.length > MAX_PROTO)
        this.unread.set(path, `is larger than ${MAX_PROTO} characters`)
      else {
        const outline = this.#outlines.get(content.oid) ?? outlineOf(content.text)
        this.#outlines.set(content.oid, outline)
        this.#files.set(path, { path, text: content.text, outline })
      }
    }
  }

  /** The module a file belongs to: the innermost whose root holds it and which does not exclude it. */
  moduleOf(path: string): BufModule | undefined {
    return this.modules
      .filter(({ root, excludes }) => isWithin(path, [root]) && !isWithin(path, excludes))
      .toSorted((a, b) => b.root.length - a.root.length)[0]
  }

  /**
   * The file that an import means: below the root of its own module, then of another; where no module says,
   * the nearest file whose path ends so.
   */
  resolve(from: string, imported: string): string | undefined {
    if (imported === '' || imported.startsWith('/') || imported.split('/').includes('..')) return undefined
    if (isWellKnown(imported)) return undefined
    const own = this.moduleOf(from)
    for (const { root } of own ? [own, ...this.modules] : this.modules) {
      const path = root === '' ? imported : `${root}/${imported}`
      if (this.has(path)) return path
    }
    const same = this.#byName.get(lastOf(imported)) ?? []
    const ending = same.filter((path) => path === imported || path.endsWith(`/${imported}`))
    if (ending.length > 0) return nearest(ending, from)
    // An include path above the repository: `github.com/acme/shop/api/pets.proto` is `api/pets.proto`.
    const above = same.filter((path) => path.includes('/') && imported.endsWith(`/${path}`))
    return imported.startsWith('google/') ? undefined : above.toSorted((a, b) => b.length - a.length)[0]
  }
}

/** Files that every compiler brings along: copies in a repository would define them twice. */
export function isWellKnown(imported: string): boolean {
  return WELL_KNOWN.test(imported)
}

const WELL_KNOWN =
  /^google\/protobuf\/(any|api|descriptor|duration|empty|field_mask|source_context|struct|timestamp|type|wrappers|compiler\/plugin|(cpp|java|go)_features)\.proto$/

async function modulesOf(
  snapshot: Snapshot,
  paths: readonly string[],
): Promise<{ modules: BufModule[]; problems: string[] }> {
  const modules: BufModule[] = []
  const problems: string[] = []
  const folders: string[] = []
  for (const [path, content] of await snapshot.readMany(paths)) {
    if (content.kind === 'unread') {
      problems.push(`${path} cannot be read: ${content.reason}`)
      continue
    }
    const tree = parseYaml(path, content.text)
    if (lastOf(path) === 'buf.work.yaml') folders.push(...readBufWorkYaml(tree))
    else {
      const config = readBufYaml(tree)
      modules.push(...config.modules)
      problems.push(...config.problems.map((problem) => `${path} ${problem}`))
    }
  }
  // A workspace's folder need not have a configuration of its own.
  for (const root of folders) {
    if (!modules.some((module) => module.root === root))
      modules.push({ root, excludes: [], breaking: DEFAULT_BREAKING })
  }
  return { modules, problems }
}

function nearest(paths: readonly string[], from: string): string | undefined {
  return paths
    .map((path) => ({ path, near: sharedFolders(path, from) }))
    .toSorted((a, b) => b.near - a.near || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))[0]
    ?.path
}

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  const differs = left.findIndex((part, index) => part !== right[index])
  return differs < 0 ? left.length : differs
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
