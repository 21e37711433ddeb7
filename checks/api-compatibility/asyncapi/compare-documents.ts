import type { ChangeSet } from '../../../src/model/index.ts'
import { matcher, pathOn } from '../../../src/model/index.ts'
import { looksLikeAsyncApi } from '../../../src/parse/asyncapi/detect.ts'
import { loadAsyncApi, type AsyncDescription } from '../../../src/parse/asyncapi/load.ts'
import { looksLikeFragment, mayBelong } from '../../../src/parse/openapi/detect.ts'
import type { DeadReference, UnreadPart } from '../../../src/parse/openapi/description.ts'
import { child, entries, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { FILES, MAX_CANDIDATES } from '../find-descriptions.ts'
import { Places } from '../places.ts'
import { Trees } from '../trees.ts'
import type { AsyncChange } from './change.ts'
import { diffAsyncApi } from './compare-async.ts'
import { mayHaveText } from '../readable.ts'

export interface AsyncComparisons {
  compared: { base: AsyncDescription; head: AsyncDescription; changes: AsyncChange[] }[]
  /** Documents that were not there before under any name. */
  added: AsyncDescription[]
  removed: { description: AsyncDescription; node: SpecNode }[]
  unreadable: (UnreadPart & { side: 'base' | 'head' })[]
  /** References of the head that lead nowhere and were not there before. */
  dead: DeadReference[]
  notLookedAt: string[]
  places: Places
}

/** Finds the AsyncAPI documents a change concerns, pairs their versions and compares them. */
export async function compareDocuments(
  changeSet: ChangeSet,
  specs: readonly string[],
): Promise<AsyncComparisons> {
  const trees = { base: new Trees('base', changeSet.base), head: new Trees('head', changeSet.head) }
  const result: AsyncComparisons = {
    compared: [],
    added: [],
    removed: [],
    unreadable: [],
    dead: [],
    notLookedAt: [],
    places: new Places(),
  }
  const found = await findDocuments(changeSet, trees, specs, result.notLookedAt)
  const load = async (side: 'base' | 'head', path: string): Promise<AsyncDescription | undefined> => {
    const loaded = await loadAsyncApi(path, (part) => trees[side].tree(part))
    if (loaded.kind === 'no-description') return undefined
    for (const part of loaded.unread) {
      const known = result.unreadable.some((other) => other.side === side && other.path === part.path)
      // A missing file is a dead reference, which is named at the line that refers to it.
      if (!known && part.why !== 'does not exist') result.unreadable.push({ ...part, side })
    }
    return loaded.kind === 'description' ? loaded.description : undefined
  }
  const paired = new Set<string>()
  const fresh: AsyncDescription[] = []
  for (const path of [...found.head].toSorted()) {
    const change = changeSet.changes.find((candidate) => pathOn(candidate, 'head') === path)
    const before = change ? pathOn(change, 'base') : path
    if (before !== undefined) paired.add(before)
    const head = await load('head', path)
    const base = before === undefined ? undefined : await load('base', before)
    if (head && base) compare(result, base, head)
    else if (head) fresh.push(head)
  }
  for (const path of [...found.base].filter((candidate) => !paired.has(candidate)).toSorted()) {
    const base = await load('base', path)
    if (!base) continue
    const index = fresh.findIndex((head) => isSameApi(base, head))
    const [head] = index < 0 ? [] : fresh.splice(index, 1)
    if (head) compare(result, base, head)
    else result.removed.push({ description: base, node: child(base.root, 'asyncapi') ?? base.root })
  }
  for (const { node } of result.removed) result.places.want(node)
  result.added.push(...fresh)
  return result
}

function compare(result: AsyncComparisons, base: AsyncDescription, head: AsyncDescription): void {
  const { changes, incomplete } = diffAsyncApi(base, head)
  result.compared.push({ base, head, changes })
  for (const { node, other, sites } of changes)
    for (const place of [node, other, ...sites.flatMap((site) => [site.base, site.head])])
      if (place) result.places.want(place)
  for (const what of incomplete) result.notLookedAt.push(`${head.path}: ${what}`)
  const known = new Set([...base.dead.values()].map(({ ref }) => ref))
  for (const dead of head.dead.values()) {
    if (known.has(dead.ref)) continue
    const node = child(dead.node, '$ref') ?? dead.node
    result.places.want(node)
    result.dead.push({ ...dead, node })
  }
}

/** A document that moved: the same id or title, and a channel in common. */
function isSameApi(base: AsyncDescription, head: AsyncDescription): boolean {
  const names = (description: AsyncDescription): string[] =>
    entries(child(description.root, 'channels')).map(([name]) => name)
  const label = ({ root }: AsyncDescription): string | undefined =>
    stringAt(root, 'id') ?? stringAt(child(root, 'info'), 'title')
  const before = new Set(names(base))
  return (
    label(base) !== undefined && label(base) === label(head) && names(head).some((name) => before.has(name))
  )
}

interface Found {
  base: Set<string>
  head: Set<string>
}

/** Changed files that say they are AsyncAPI, and those of the head that refer to a changed file. */
async function findDocuments(
  changeSet: ChangeSet,
  trees: { base: Trees; head: Trees },
  specs: readonly string[],
  notLookedAt: string[],
): Promise<Found> {
  const found: Found = { base: new Set(), head: new Set() }
  const wanted = matcher(FILES)
  const named = specs.length > 0 ? matcher(specs) : () => true
  const changes = changeSet.changes.filter((change) => mayHaveText(change) && wanted(change.path))
  await Promise.all(
    (['base', 'head'] as const).map((side) =>
      trees[side].snapshot.readMany(changes.flatMap((change) => pathOn(change, side) ?? [])),
    ),
  )
  const parts = new Set<string>()
  for (const change of changes) {
    for (const side of ['base', 'head'] as const) {
      const path = pathOn(change, side)
      const text = path === undefined ? undefined : await trees[side].text(path)
      if (path === undefined || text === undefined) continue
      if (looksLikeAsyncApi(text) && named(path)) found[side].add(path)
      else if (looksLikeFragment(path, text)) parts.add(path)
    }
    // A document that can be read on one side only is broken, or moved: both sides are looked at.
    const [base, head] = [pathOn(change, 'base'), pathOn(change, 'head')]
    if (base !== undefined && head !== undefined && found.base.has(base)) found.head.add(head)
  }
  if (parts.size > 0) await findOwners(parts, trees.head, found.head, named, notLookedAt)
  return found
}

async function findOwners(
  parts: ReadonlySet<string>,
  trees: Trees,
  found: Set<string>,
  named: (path: string) => boolean,
  notLookedAt: string[],
): Promise<void> {
  const paths = (await trees.snapshot.list(FILES)).filter(
    (path) => mayBelong(path) && named(path) && !found.has(path),
  )
  const near = (path: string): boolean => [...parts].some((part) => part.split('/')[0] === path.split('/')[0])
  const candidates = paths.toSorted((a, b) => Number(near(b)) - Number(near(a))).slice(0, MAX_CANDIDATES)
  for (const [path, content] of await trees.snapshot.readMany(candidates)) {
    if (content.kind !== 'text' || !looksLikeAsyncApi(content.text) || !content.text.includes('$ref'))
      continue
    const loaded = await loadAsyncApi(path, (part) => trees.tree(part))
    if (loaded.kind !== 'description') continue
    const { files, missing } = loaded.description
    if ([...parts].some((part) => files.has(part) || missing.has(part))) found.add(path)
  }
  if (paths.length > candidates.length && found.size > 0)
    notLookedAt.push(`only ${MAX_CANDIDATES} of ${paths.length} files were searched for AsyncAPI documents`)
}
