import type { ChangeSet } from '../../src/model/index.ts'
import { findChange, pathOn } from '../../src/model/index.ts'
import { looksLikeDescription, mayBelong } from '../../src/parse/openapi/detect.ts'
import type { DeadReference, Description, UnreadPart } from '../../src/parse/openapi/description.ts'
import { child, entries, stringAt, type SpecNode } from '../../src/parse/openapi/node.ts'
import { templateOf } from '../../src/parse/openapi/operations.ts'
import type { Change } from './diff/change.ts'
import { diffDescriptions } from './diff/diff.ts'
import { FILES, findDescriptions, MAX_CANDIDATES } from './find-descriptions.ts'
import { Places } from './places.ts'
import { Trees } from './trees.ts'

/** Two versions of one description and what changed between them. */
export interface ComparedDescription {
  base: Description
  head: Description
  changes: Change[]
}

/** A part that could not be read, and the side it is of. */
export interface Unreadable extends UnreadPart {
  side: 'base' | 'head'
}

/** A reference that leads nowhere. */
export interface DeadPlace extends DeadReference {
  side: 'base' | 'head'
  /** It stands in the base too: this change did not bring it. */
  old: boolean
}

export interface Comparisons {
  compared: ComparedDescription[]
  /** Descriptions that were not there before under any name. */
  added: Description[]
  /** Descriptions that are gone and stand nowhere else. */
  removed: { description: Description; node: SpecNode }[]
  unreadable: Unreadable[]
  /**
   * References that lead nowhere, or out of the repository: those that the head adds, and those of the base behind
   * which nothing could be compared. A URL that stood there before is no news: it is never followed.
   */
  dead: DeadPlace[]
  /** What was not compared, in words. */
  notLookedAt: string[]
  /** The lines of every node named above. */
  places: Places
}

/** Finds the descriptions a change concerns, pairs their versions and compares them. */
export async function compareAll(changeSet: ChangeSet, specs: readonly string[]): Promise<Comparisons> {
  const trees = { base: new Trees('base', changeSet.base), head: new Trees('head', changeSet.head) }
  const found = await findDescriptions(changeSet, trees.base, trees.head, specs)
  const result: Comparisons = {
    compared: [],
    added: [],
    removed: [],
    unreadable: [],
    dead: [],
    notLookedAt: [...found.notLookedAt],
    places: new Places(),
  }
  const load = async (side: 'base' | 'head', path: string): Promise<Description | undefined> => {
    const loaded = await trees[side].description(path)
    if (loaded.kind === 'no-description') return undefined
    // A missing file is a dead reference, which is named at the line that refers to it.
    const unread = loaded.unread.filter(({ why }) => why !== 'does not exist')
    for (const part of unread) {
      const same = result.unreadable.some(
        (known) => known.side === side && known.path === part.path && known.why === part.why,
      )
      if (!same) result.unreadable.push({ ...part, side })
    }
    return loaded.kind === 'description' ? loaded.description : undefined
  }
  const paired = new Set<string>()
  const fresh: Description[] = []
  const lost: Description[] = []
  for (const path of [...found.head].toSorted()) {
    const head = await load('head', path)
    const change = changeSet.changes.find((candidate) => pathOn(candidate, 'head') === path)
    const before = change ? pathOn(change, 'base') : path
    if (before !== undefined) paired.add(before)
    const base = before === undefined ? undefined : await load('base', before)
    if (head && base) compare(result, base, head)
    else if (head) fresh.push(head)
    // It says that it is a description where that does not count, deeper inside.
    else if (base && !result.unreadable.some(({ side, path: part }) => side === 'head' && part === path))
      lost.push(base)
  }
  for (const path of [...found.base].toSorted()) {
    if (paired.has(path)) continue
    const base = await load('base', path)
    if (base) lost.push(base)
  }
  for (const base of lost) {
    const head = closest(base, fresh)
    if (head) {
      fresh.splice(fresh.indexOf(head), 1)
      compare(result, base, head)
    } else if (!(await standsElsewhere(base, trees.head))) {
      const left = await remains(base, changeSet, trees.head)
      if (left) {
        result.unreadable.push({ ...left, side: 'head' })
        continue
      }
      const node = versionOf(base)
      result.removed.push({ description: base, node })
      result.places.want(node)
    }
  }
  result.added.push(...fresh)
  return result
}

function compare(result: Comparisons, base: Description, head: Description): void {
  const diff = diffDescriptions(base, head)
  result.compared.push({ base, head, changes: diff.changes })
  for (const { node, other, sites } of diff.changes) {
    for (const site of sites) {
      result.places.want(site.base)
      result.places.want(site.head)
    }
    result.places.want(node)
    if (other) result.places.want(other)
  }
  for (const what of diff.incomplete) result.notLookedAt.push(`${head.path}: ${what}`)
  const before = new Set([...base.dead.values()].map(({ ref }) => ref))
  const after = new Set([...head.dead.values()].map(({ ref }) => ref))
  for (const dead of head.dead.values()) {
    const old = before.has(dead.ref)
    if (!old || !isUrl(dead.ref)) buryAt(result, dead, 'head', old)
  }
  for (const dead of base.dead.values()) {
    if (!after.has(dead.ref)) buryAt(result, dead, 'base', true)
  }
}

function buryAt(result: Comparisons, dead: DeadReference, side: 'base' | 'head', old: boolean): void {
  const node = child(dead.node, '$ref') ?? dead.node
  result.places.want(node)
  result.dead.push({ ...dead, node, side, old })
}

function isUrl(ref: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(ref)
}

/** Why the file in which a description stood is none any more; undefined where the file is gone too. */
async function remains(
  { path: before }: Description,
  changeSet: ChangeSet,
  head: Trees,
): Promise<UnreadPart | undefined> {
  const change = findChange(changeSet, 'base', before)
  const path = change ? pathOn(change, 'head') : before
  const content = path === undefined ? undefined : await head.snapshot.read(path)
  if (path === undefined || !content) return undefined
  if (content.kind === 'unread')
    return content.reason === 'absent' ? undefined : { path, why: `cannot be read: ${content.reason}` }
  const why =
    content.text.trim() === ''
      ? 'is empty'
      : 'does not say any more that it is a description (`openapi: 3.x` or `swagger: 2.0` at its root)'
  return { path, why, region: { startLine: 1, endLine: 1 } }
}

/** The line that makes a file a description. */
function versionOf({ root }: Description): SpecNode {
  return child(root, 'openapi') ?? child(root, 'swagger') ?? root
}

/** Descriptions of the head that are asked whether they say what a removed one said. */
const MAX_TWINS = 200

/** Whether another description of the head says what the removed one said: it was a copy, for documents or a client. */
async function standsElsewhere(base: Description, head: Trees): Promise<boolean> {
  const paths = (await head.snapshot.list(FILES)).filter(mayBelong)
  const texts = await head.snapshot.readMany(paths.slice(0, MAX_CANDIDATES))
  const twins = [...texts].flatMap(([path, content]) =>
    content.kind === 'text' && looksLikeDescription(content.text) ? [path] : [],
  )
  for (const path of twins.slice(0, MAX_TWINS)) {
    const loaded = await head.description(path)
    if (loaded.kind === 'description' && likeness(base, loaded.description) >= 1) return true
  }
  return false
}

/** The new description that is the old one under another name: the same title and most of its paths. */
function closest(base: Description, candidates: readonly Description[]): Description | undefined {
  const scored = candidates
    .map((head) => ({ head, score: likeness(base, head) }))
    .filter(({ score }) => score >= 0.5)
    .toSorted((a, b) => b.score - a.score)
  return scored[0]?.head
}

function likeness(base: Description, head: Description): number {
  const paths = (description: Description): Set<string> =>
    new Set(entries(child(description.root, 'paths')).map(([path]) => templateOf(path)))
  const title = (description: Description): string | undefined => {
    const info = child(description.root, 'info')
    return info && stringAt(info, 'title')
  }
  const [before, after] = [paths(base), paths(head)]
  const kept = [...before].filter((path) => after.has(path)).length
  const share = before.size === 0 ? 0 : kept / before.size
  return share + (title(base) !== undefined && title(base) === title(head) ? 0.3 : 0)
}
