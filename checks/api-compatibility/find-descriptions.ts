import type { ChangeSet, FileChange } from '../../src/model/index.ts'
import { matcher, pathOn } from '../../src/model/index.ts'
import { looksLikeDescription, looksLikeFragment, mayBelong } from '../../src/parse/openapi/detect.ts'
import type { Trees } from './trees.ts'

/** What a changed JSON or YAML file must match to start these rules. */
export const FILES = ['**/*.{json,yaml,yml}'] as const

/** Files of a tree that are asked whether they are a description when a changed file may be part of one. */
export const MAX_CANDIDATES = 3000

export interface FoundDescriptions {
  /** Root files that this change touches, itself or by a part, or that it adds or removes. */
  base: Set<string>
  head: Set<string>
  notLookedAt: string[]
}

/**
 * The descriptions a change concerns: changed files that say they are one, and those that refer to a changed
 * file. `specs` (globs) names the descriptions instead of finding them by content.
 */
export async function findDescriptions(
  changeSet: ChangeSet,
  base: Trees,
  head: Trees,
  specs: readonly string[],
): Promise<FoundDescriptions> {
  const found: FoundDescriptions = { base: new Set(), head: new Set(), notLookedAt: [] }
  const wanted = matcher(FILES)
  const named = specs.length > 0 ? matcher(specs) : undefined
  const changes = changeSet.changes.filter((change) => wanted(change.path))
  const parts: FileChange[] = []
  await prefetch(changes, base, head)
  for (const change of changes) {
    let isRoot = false
    let mayBePart = false
    for (const trees of [base, head]) {
      const path = pathOn(change, trees.side)
      const text = path === undefined ? undefined : await trees.text(path)
      if (path === undefined || text === undefined) continue
      if (looksLikeDescription(text) && (!named || named(path))) {
        found[trees.side].add(path)
        isRoot = true
      } else mayBePart ||= looksLikeFragment(path, text)
    }
    if (mayBePart && !isRoot) parts.push(change)
  }
  if (parts.length > 0) await findOwners(parts, head, found, named)
  return found
}

/** One round trip for everything that changed. */
async function prefetch(changes: readonly FileChange[], base: Trees, head: Trees): Promise<void> {
  const on = (trees: Trees): string[] => changes.flatMap((change) => pathOn(change, trees.side) ?? [])
  await Promise.all([base, head].map((trees) => trees.snapshot.readMany(on(trees))))
}

/** Adds the descriptions of the head that refer to a changed file, directly or through other files. */
async function findOwners(
  parts: readonly FileChange[],
  head: Trees,
  found: FoundDescriptions,
  named: ((path: string) => boolean) | undefined,
): Promise<void> {
  const changed = new Set(parts.flatMap((change) => [change.path, change.previousPath ?? change.path]))
  const all = await head.snapshot.list(FILES)
  const folders = new Set(parts.map(({ path }) => path.split('/')[0] ?? ''))
  const near = (path: string): boolean => folders.has(path.split('/')[0] ?? '')
  const candidates = (named ? all.filter(named) : all)
    .filter((path) => mayBelong(path) && !found.head.has(path) && !changed.has(path))
    .toSorted((a, b) => Number(near(b)) - Number(near(a)))
  if (candidates.length > MAX_CANDIDATES) {
    const first = [...changed].toSorted()[0] ?? ''
    found.notLookedAt.push(
      `${first} may be a part of an API description, but only ${MAX_CANDIDATES} of ${candidates.length} files were searched for one that refers to it; name yours with the option "specs"`,
    )
  }
  const texts = await head.snapshot.readMany(candidates.slice(0, MAX_CANDIDATES))
  for (const [path, content] of texts) {
    if (content.kind !== 'text' || !looksLikeDescription(content.text) || !content.text.includes('$ref'))
      continue
    if (!/\$ref["']?\s*:\s*["']?[^#"'\s]/.test(content.text)) continue
    const loaded = await head.description(path)
    if (loaded.kind !== 'description') continue
    const { files, missing } = loaded.description
    if ([...changed].some((part) => files.has(part) || missing.has(part))) found.head.add(path)
  }
}
