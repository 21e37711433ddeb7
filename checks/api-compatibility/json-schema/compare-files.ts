import type { ChangeSet } from '../../../src/model/index.ts'
import { child, entries, pointerOf, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { UnreadPart } from '../../../src/parse/openapi/description.ts'
import { SchemaSet, type DeadSchemaReference } from '../../../src/parse/json-schema/schema-set.ts'
import { FILES } from '../find-descriptions.ts'
import { Places } from '../places.ts'
import { Trees } from '../trees.ts'
import { Containment } from './containment.ts'
import { ANNOTATIONS } from './facts.ts'
import { findSchemas, type SchemaPair } from './find-schemas.ts'
import type { Reason } from './reason.ts'

/** A reason with its side, and the schema files that it reaches. */
export interface SchemaChange extends Reason {
  side: 'base' | 'head'
  /** Paths in the head, sorted. */
  files: string[]
}

export interface SchemaComparisons {
  /** Why documents of the base are refused by the head. */
  narrowed: SchemaChange[]
  /** Why documents of the head would have been refused by the base. */
  widened: SchemaChange[]
  /** Schemas that are gone, and definitions that other files could refer to. */
  removed: { node: SpecNode; path: string; name?: string }[]
  unreadable: (UnreadPart & { side: 'base' | 'head' })[]
  /** References of the head that lead nowhere and were not there before. */
  dead: DeadSchemaReference[]
  notLookedAt: string[]
  places: Places
}

/** Finds the schemas a change concerns and compares their versions. */
export async function compareSchemaFiles(
  changeSet: ChangeSet,
  specs: readonly string[],
  owned: () => Promise<ReadonlySet<string>>,
): Promise<SchemaComparisons> {
  const trees = { base: new Trees('base', changeSet.base), head: new Trees('head', changeSet.head) }
  const result: SchemaComparisons = {
    narrowed: [],
    widened: [],
    removed: [],
    unreadable: [],
    dead: [],
    notLookedAt: [],
    places: new Places(),
  }
  const pairs = await findSchemas(changeSet, trees, specs, owned)
  if (pairs.length === 0) return result
  const sets = { base: setOf(trees.base), head: setOf(trees.head) }
  const found = { narrowed: new Collected('base', 'head'), widened: new Collected('head', 'base') }
  for (const { base, head } of pairs) {
    const [before, after] = [
      base === undefined ? undefined : await sets.base.load(base),
      head === undefined ? undefined : await sets.head.load(head),
    ]
    if (before && head === undefined) result.removed.push({ node: before, path: before.tree.path })
    if (before && after) compare(result, found, sets, before, after)
  }
  result.narrowed = found.narrowed.changes
  result.widened = found.widened.changes
  nameTroubles(result, sets, pairs)
  for (const change of [...result.narrowed, ...result.widened]) {
    result.places.want(change.node)
    if (change.other) result.places.want(change.other)
  }
  for (const { node } of result.removed) result.places.want(node)
  return result
}

function compare(
  result: SchemaComparisons,
  found: { narrowed: Collected; widened: Collected },
  sets: { base: SchemaSet; head: SchemaSet },
  base: SpecNode,
  head: SpecNode,
): void {
  const owners = new Map<unknown, SchemaSet>()
  for (const set of [sets.base, sets.head]) for (const tree of set.trees) owners.set(tree, set)
  const world = new Containment(owners)
  const pairs: [SpecNode, SpecNode][] = [[base, head]]
  if (isLibrary(base) && isLibrary(head)) {
    const after = new Map(definitionsOf(head))
    for (const [name, node] of definitionsOf(base)) {
      const other = after.get(name)
      if (other) pairs.push([node, other])
      else result.removed.push({ node, path: base.tree.path, name })
    }
  }
  for (const [before, after] of pairs) {
    found.narrowed.add(world.reasons([before], [after]), head.tree.path)
    found.widened.add(world.reasons([after], [before]), head.tree.path)
  }
  if (world.exhausted) result.notLookedAt.push(`${head.tree.path}: the schemas need too many comparisons`)
}

/** A file whose root asks for nothing: it defines schemas for other files. */
function isLibrary(root: SpecNode): boolean {
  return definitionsOf(root).length > 0 && entries(root).every(([key]) => ANNOTATIONS.has(key))
}

function definitionsOf(root: SpecNode): [string, SpecNode][] {
  return ['$defs', 'definitions'].flatMap((key) => entries(child(root, key)))
}

function nameTroubles(
  result: SchemaComparisons,
  sets: { base: SchemaSet; head: SchemaSet },
  pairs: readonly SchemaPair[],
): void {
  const changed = {
    base: new Set(pairs.map(({ base }) => base)),
    head: new Set(pairs.map(({ head }) => head)),
  }
  for (const side of ['base', 'head'] as const) {
    for (const part of sets[side].unread) result.unreadable.push({ ...part, side })
    sets[side].follow()
  }
  const known = new Set([...sets.base.dead.values()].map(({ ref }) => ref))
  for (const dead of sets.head.dead.values()) {
    if (known.has(dead.ref) || !changed.head.has(dead.node.tree.path)) continue
    const node = child(dead.node, '$ref') ?? dead.node
    result.places.want(node)
    result.dead.push({ ...dead, node })
  }
}

/** Reasons of many comparisons; one source definition gives one. */
class Collected {
  readonly #found = new Map<string, SchemaChange>()
  readonly #inner: 'base' | 'head'
  readonly #outer: 'base' | 'head'

  constructor(inner: 'base' | 'head', outer: 'base' | 'head') {
    this.#inner = inner
    this.#outer = outer
  }

  add(reasons: readonly Reason[], file: string): void {
    for (const reason of reasons) {
      const side = reason.of === 'inner' ? this.#inner : this.#outer
      const { node } = reason
      const key = `${side} ${node.tree.path} ${JSON.stringify(pointerOf(node))} ${reason.detail}`
      const known = this.#found.get(key)
      if (!known) this.#found.set(key, { ...reason, side, files: [file] })
      else {
        if (!known.files.includes(file)) known.files.push(file)
        if (reason.level === 'error') known.level = 'error'
      }
    }
  }

  get changes(): SchemaChange[] {
    return [...this.#found.values()]
  }
}

function setOf(trees: Trees): SchemaSet {
  let byId: Promise<ReadonlyMap<string, string>> | undefined
  return new SchemaSet({
    tree: (path) => trees.tree(path),
    pathsById: () => (byId ??= pathsById(trees)),
  })
}

const MAX_CANDIDATES = 3000
const ID = /["']?\$?id["']?[ \t]*:[ \t]*["']?([a-z][a-z0-9+.-]*:[^"'\s]+)/gi

/** Files of a commit by the absolute ids in them. Their text is looked at; parsing them all would take long. */
async function pathsById(trees: Trees): Promise<ReadonlyMap<string, string>> {
  const paths = (await trees.snapshot.list(FILES)).slice(0, MAX_CANDIDATES)
  const found = new Map<string, string>()
  for (const [path, content] of await trees.snapshot.readMany(paths)) {
    if (content.kind !== 'text' || !content.text.includes('$schema')) continue
    for (const [, id = ''] of content.text.matchAll(ID))
      if (!found.has(id)) found.set(id.replace(/#$/, ''), path)
  }
  return found
}
