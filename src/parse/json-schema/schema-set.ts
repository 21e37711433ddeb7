import type { UnreadPart } from '../openapi/description.ts'
import { child, isMapping, madeUp, rootNode, stringAt, valueAt, type SpecNode } from '../openapi/node.ts'
import { fragmentSteps } from '../openapi/references.ts'
import type { SourceTree } from '../source-tree.ts'
import { draftOf, type Draft } from './detect.ts'

/** A `$ref` that leads nowhere we may go, or nowhere at all. */
export interface DeadSchemaReference {
  node: SpecNode
  ref: string
  why: string
}

/** What a set of schemas needs of one commit. */
export interface SchemaSource {
  /** Reads one file; the answer is cached by the caller. */
  tree(path: string): Promise<SourceTree | UnreadPart>
  /** Files of the commit by the `$id` that they carry: paths, by URI without a fragment. */
  pathsById(): Promise<ReadonlyMap<string, string>>
}

/** Keys whose values are data: an `$id` or `$ref` in there means nothing. */
const DATA = new Set(['enum', 'const', 'default', 'examples', 'example'])
const MAX_FILES = 2000
const MAX_CHAIN = 50

interface File {
  tree: SourceTree
  draft: Draft | undefined
  refs: { node: SpecNode; ref: string }[]
}

/**
 * The schemas of one commit that refer to each other. `$ref` is followed by path, by `$id` and by anchor (JSON
 * Schema core sections 8.2 and 9.1), only ever to files of the commit: a URL names a schema, it is never fetched.
 */
export class SchemaSet {
  readonly dead = new Map<unknown, DeadSchemaReference>()
  readonly unread: UnreadPart[] = []
  readonly #source: SchemaSource
  readonly #files = new Map<string, File>()
  /** Schemas by absolute URI, with the anchor as fragment where they have one. */
  readonly #named = new Map<string, SpecNode>()
  /** Base URIs by the schema object that declares one. */
  readonly #bases = new Map<unknown, string>()
  readonly #targets = new Map<unknown, SpecNode | undefined>()
  readonly #asked = new Set<string>()

  constructor(source: SchemaSource) {
    this.#source = source
  }

  /** Reads a file and all that it refers to; its root, or undefined where it cannot be read. */
  async load(path: string): Promise<SpecNode | undefined> {
    let round = [path]
    while (round.length > 0) {
      const fresh = [...new Set(round)].filter((part) => !this.#asked.has(part))
      if (this.#asked.size + fresh.length > MAX_FILES) {
        this.unread.push({ path, why: `refers to more than ${MAX_FILES} files` })
        break
      }
      for (const part of fresh) this.#asked.add(part)
      const read = await Promise.all(fresh.map((part) => this.#source.tree(part)))
      round = []
      for (const tree of read) {
        if ('why' in tree) {
          if (tree.why !== 'does not exist' || tree.path === path) this.unread.push(tree)
          continue
        }
        for (const { message, region } of tree.problems)
          this.unread.push({ path: tree.path, why: message, ...(region && { region }) })
        if (tree.value !== undefined) round.push(...(await this.#add(tree)))
      }
    }
    const file = this.#files.get(path)
    return file && rootNode(file.tree)
  }

  /** Files read so far. */
  get trees(): SourceTree[] {
    return [...this.#files.values()].map(({ tree }) => tree)
  }

  /** References of the files read so far that lead nowhere; each is remembered in `dead`. */
  follow(): void {
    for (const { refs } of this.#files.values()) for (const { node } of refs) this.resolve(node)
  }

  /** Whether keywords beside a `$ref` count: since 2019-09 they do. */
  countsSiblings(node: SpecNode): boolean {
    const draft = this.#files.get(node.tree.path)?.draft
    return draft === undefined || draft === '2019-09' || draft === '2020-12'
  }

  /** What a schema's `$ref` (or `$dynamicRef`) names; undefined, noted in `dead`, where it leads nowhere. */
  resolve(node: SpecNode): SpecNode | undefined {
    if (this.#targets.has(node.value)) return this.#targets.get(node.value)
    this.#targets.set(node.value, undefined)
    const ref = refOf(node)
    const target = ref === undefined ? undefined : this.#lookUp(node, ref, 0)
    this.#targets.set(node.value, target)
    if (!target && ref !== undefined) {
      const outside = /^[a-z][a-z0-9+.-]*:/i.test(ref)
      const why = outside ? 'no schema of the repository has this id' : 'nothing stands there'
      if (!isMetaSchema(ref)) this.dead.set(node.value, { node, ref, why })
    }
    return target
  }

  #lookUp(node: SpecNode, ref: string, hops: number): SpecNode | undefined {
    if (hops > MAX_CHAIN) return undefined
    for (const uri of this.#candidates(node, ref)) {
      const hash = uri.indexOf('#')
      const absolute = hash < 0 ? uri : uri.slice(0, hash)
      const fragment = hash < 0 ? '' : uri.slice(hash + 1)
      const anchored = fragment !== '' ? this.#named.get(`${absolute}#${decode(fragment)}`) : undefined
      if (anchored) return anchored
      const start = this.#named.get(absolute)
      const steps = start && fragmentSteps(fragment)
      let at: SpecNode | undefined = steps && start
      for (const step of steps ?? []) {
        if (!at) break
        const next: SpecNode | undefined = child(at, step)
        const inner: string | undefined = next ? undefined : refOf(at)
        const behind: SpecNode | undefined =
          inner === undefined ? undefined : this.#lookUp(at, inner, hops + 1)
        at = next ?? (behind && child(behind, step))
      }
      if (at) return at
    }
    return undefined
  }

  /** The URIs a reference may mean: as the standard says, else as a path from the file it stands in. */
  #candidates(node: SpecNode, ref: string): string[] {
    const found = [join(ref, this.#baseOf(node)), join(ref, uriOf(node.tree.path))]
    return [...new Set(found.filter((uri) => uri !== undefined))]
  }

  #baseOf(node: SpecNode): string {
    for (let at: SpecNode | undefined = node; at; at = at.parent) {
      const base = this.#bases.get(at.value)
      if (base !== undefined) return base
    }
    return uriOf(node.tree.path)
  }

  /** Takes a file in; answers the files it refers to. */
  async #add(tree: SourceTree): Promise<string[]> {
    const root = rootNode(tree)
    const file: File = { tree, draft: draftOf(tree.value), refs: [] }
    this.#files.set(tree.path, file)
    this.#named.set(uriOf(tree.path), root)
    this.#index(root, file)
    const paths: string[] = []
    for (const { node, ref } of file.refs) {
      for (const uri of this.#candidates(node, ref)) {
        const absolute = uri.split('#', 1)[0] ?? ''
        if (this.#named.has(absolute) || isMetaSchema(absolute)) continue
        const path = pathOf(absolute) ?? (await this.#source.pathsById()).get(absolute)
        if (path !== undefined) paths.push(path)
      }
    }
    return paths
  }

  #index(root: SpecNode, file: File): void {
    const open: { node: SpecNode; base: string }[] = [{ node: root, base: uriOf(root.tree.path) }]
    const seen = new Set<unknown>()
    for (let next = open.pop(); next; next = open.pop()) {
      const { node } = next
      let { base } = next
      if (typeof node.value !== 'object' || node.value === null || seen.has(node.value)) continue
      seen.add(node.value)
      if (isMapping(node.value)) {
        const id =
          stringAt(node, '$id') ??
          (file.draft === 'draft-04' || node === root ? stringAt(node, 'id') : undefined)
        const own = id === undefined ? undefined : join(id, base)
        if (own?.includes('#') && !own.endsWith('#')) this.#named.set(own, node)
        else if (own !== undefined) {
          base = own.replace(/#$/, '')
          if (!this.#named.has(base)) this.#named.set(base, node)
          this.#bases.set(node.value, base)
        }
        for (const anchor of [stringAt(node, '$anchor'), stringAt(node, '$dynamicAnchor')])
          if (anchor !== undefined) this.#named.set(`${base}#${anchor}`, node)
        const ref = refOf(node)
        if (ref !== undefined) file.refs.push({ node, ref })
      }
      for (const key of Object.keys(node.value)) {
        const inner = DATA.has(key) ? undefined : child(node, Array.isArray(node.value) ? Number(key) : key)
        if (inner) open.push({ node: inner, base })
      }
    }
  }
}

/** The reference a schema makes. A `$dynamicRef` is taken for where it leads by itself; `$recursiveRef` is `#`. */
export function refOf(node: SpecNode): string | undefined {
  return stringAt(node, '$ref') ?? stringAt(node, '$dynamicRef') ?? stringAt(node, '$recursiveRef')
}

const remainders = new WeakMap<object, SpecNode>()

/** A schema without its reference, for the keywords that stand beside it; the same node whenever it is asked. */
export function besideRef(node: SpecNode): SpecNode {
  if (!isMapping(node.value)) return node
  let rest = remainders.get(node.value)
  if (!rest) {
    const kept = Object.entries(node.value).filter(([key]) => !REFERENCES.has(key))
    rest = madeUp(node, Object.fromEntries(kept))
    remainders.set(node.value, rest)
  }
  return rest
}

const REFERENCES = new Set(['$ref', '$dynamicRef', '$recursiveRef'])

/** URI of a `$id` as written, without an empty fragment. */
export function idOf(value: unknown): string | undefined {
  const id = valueAt(value, '$id') ?? valueAt(value, 'id')
  return typeof id === 'string' && /^[a-z][a-z0-9+.-]*:/i.test(id) ? id.replace(/#$/, '') : undefined
}

function isMetaSchema(uri: string): boolean {
  return /^https?:\/\/json-schema\.org\//.test(uri)
}

const SCHEME = 'repository:///'

function uriOf(path: string): string {
  return new URL(SCHEME + path.replaceAll(/[%#?\\]/g, encodeURIComponent)).href
}

function pathOf(uri: string): string | undefined {
  return uri.startsWith(SCHEME) ? decode(uri.slice(SCHEME.length)) : undefined
}

function join(ref: string, base: string): string | undefined {
  return URL.canParse(ref, base) ? new URL(ref, base).href : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
