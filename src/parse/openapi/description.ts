import type { Region } from '../../model/index.ts'
import type { SourceTree } from '../source-tree.ts'
import { dialectOf, type Dialect } from './detect.ts'
import { identifiersOf } from './identifiers.ts'
import { child, rootNode, stringAt, valueAt, type SpecNode } from './node.ts'
import { fragmentSteps, readReference, referredPaths } from './references.ts'

/** A `$ref` that leads nowhere we may go, or nowhere at all. */
export interface DeadReference {
  node: SpecNode
  ref: string
  why: string
}

/** Why a file of a description gives no tree. */
export interface UnreadPart {
  path: string
  why: string
  region?: Region
}

const MAX_FILES = 6000
const MAX_CHAIN = 50

/** An OpenAPI or Swagger description: its root file and every file it refers to. */
export class Description {
  readonly path: string
  readonly dialect: Dialect
  readonly root: SpecNode
  readonly files: ReadonlyMap<string, SourceTree>
  /** Files that are referred to and do not exist or cannot be read. */
  readonly missing: ReadonlySet<string>
  /** Dead references met so far, by the object that holds them. */
  readonly dead = new Map<unknown, DeadReference>()
  /** Where the properties of made-up schemas (Swagger 2 form fields) are written, by the schema's `value`. */
  readonly origins = new Map<unknown, ReadonlyMap<string, SpecNode>>()
  readonly #targets = new Map<string, SpecNode | undefined>()

  constructor(
    tree: SourceTree,
    dialect: Dialect,
    files: ReadonlyMap<string, SourceTree>,
    missing: ReadonlySet<string>,
  ) {
    this.path = tree.path
    this.dialect = dialect
    this.root = rootNode(tree)
    this.files = files
    this.missing = missing
  }

  /** Follows `$ref` to what it stands for; undefined (and noted in `dead`) when it leads nowhere. */
  resolve(node: SpecNode): SpecNode | undefined {
    let at = node
    for (let hops = 0; hops < MAX_CHAIN; hops++) {
      const ref = stringAt(at, '$ref')
      if (ref === undefined) return at
      const target = this.#target(at, ref)
      if (!target) return undefined
      at = target
    }
    return this.#bury(node, stringAt(node, '$ref') ?? '', 'a chain of references without an end')
  }

  /** What the `$ref` of a node leads to, one step far: it may be a reference itself, with keywords beside it. */
  follow(node: SpecNode): SpecNode | undefined {
    const ref = stringAt(node, '$ref')
    return ref === undefined ? undefined : this.#target(node, ref)
  }

  #target(node: SpecNode, ref: string): SpecNode | undefined {
    const reference = readReference(node.tree.path, ref)
    if (reference.kind === 'outside') return this.#embedded(ref) ?? this.#bury(node, ref, reference.why)
    const tree = reference.path === this.path ? this.root.tree : this.files.get(reference.path)
    if (!tree) return this.#bury(node, ref, `${reference.path} is not in the repository or cannot be read`)
    const key = `${reference.path}#${reference.fragment}`
    if (!this.#targets.has(key)) {
      this.#targets.set(key, undefined)
      this.#targets.set(key, this.#walk(rootNode(tree), reference.fragment))
    }
    return this.#targets.get(key) ?? this.#bury(node, ref, 'nothing stands there')
  }

  /** A part of the description's own files that goes by a URL (`$id`, or `$self` in OpenAPI 3.2). */
  #embedded(ref: string): SpecNode | undefined {
    const [url = '', fragment = ''] = ref.split('#')
    for (const tree of new Set([this.root.tree, ...this.files.values()])) {
      const node = identifiersOf(tree).ids.get(url)
      if (node) return this.#walk(node, fragment)
    }
    return undefined
  }

  /** What `$dynamicRef` leads to where nothing around it overrides it (JSON Schema core section 8.2.3.2). */
  resolveDynamic(node: SpecNode): SpecNode | undefined {
    const ref = stringAt(node, '$dynamicRef')
    const target = ref === undefined ? undefined : this.#target(node, ref)
    return target && this.resolve(target)
  }

  #walk(from: SpecNode, fragment: string): SpecNode | undefined {
    const steps = fragmentSteps(fragment)
    if (!steps) return identifiersOf(from.tree).anchors.get(fragment)
    let at: SpecNode | undefined = from
    for (const step of steps) {
      if (!at) return undefined
      const next: SpecNode | undefined = child(at, step)
      const behind: SpecNode | undefined = next
        ? undefined
        : stringAt(at, '$ref') === undefined
          ? undefined
          : this.resolve(at)
      at = next ?? (behind && child(behind, step))
    }
    return at
  }

  #bury(node: SpecNode, ref: string, why: string): undefined {
    this.dead.set(node.value, { node, ref, why })
    return undefined
  }
}

/** Reads one file of the tree; the answer is cached by the caller. */
export type ReadTree = (path: string) => Promise<SourceTree | UnreadPart>

export type LoadedDescription =
  | { kind: 'description'; description: Description; unread: UnreadPart[] }
  | { kind: 'unreadable'; unread: UnreadPart[] }
  | { kind: 'no-description' }

/**
 * Loads a description and the closure of the files it refers to, in rounds so that reads can be batched.
 * A part that cannot be read is in `unread`; the rest is still there.
 */
export async function loadDescription(path: string, read: ReadTree): Promise<LoadedDescription> {
  const root = await read(path)
  if ('why' in root) return { kind: 'unreadable', unread: [root] }
  const unread = problemsOf(root)
  if (root.value === undefined) return { kind: 'unreadable', unread }
  const dialect = dialectOf(root.value)
  if (!dialect) return { kind: 'no-description' }
  const files = new Map([[path, root]])
  const asked = new Set([path])
  let round = referredPaths(root)
  while (round.length > 0) {
    const next: string[] = []
    for (const found of await Promise.all(round.map((part) => (asked.add(part), read(part))))) {
      if ('why' in found) unread.push(found)
      else {
        unread.push(...problemsOf(found))
        if (found.value === undefined) continue
        files.set(found.path, found)
        next.push(...referredPaths(found))
      }
    }
    round = [...new Set(next)].filter((part) => !asked.has(part))
    if (asked.size + round.length > MAX_FILES) {
      unread.push({ path, why: `refers to more than ${MAX_FILES} files` })
      break
    }
  }
  const missing = new Set([...asked].filter((part) => !files.has(part)))
  return { kind: 'description', description: new Description(root, dialect, files, missing), unread }
}

function problemsOf(tree: SourceTree): UnreadPart[] {
  return tree.problems.map(({ message, region }) => ({
    path: tree.path,
    why: message,
    ...(region && { region }),
  }))
}

/** Whether a value of this description is switched on: `true`, or the string some generators write. */
export function isTrue(node: SpecNode | undefined, key: string): boolean {
  const value = node && valueAt(node.value, key)
  return value === true || value === 'true'
}
