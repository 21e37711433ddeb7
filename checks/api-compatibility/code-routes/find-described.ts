import type { Snapshot } from '../../../src/model/index.ts'
import { matcher } from '../../../src/model/index.ts'
import { looksLikeDescription, mayBelong } from '../../../src/parse/openapi/detect.ts'
import type { Route } from '../../../src/parse/routes/index.ts'
import { FILES, MAX_CANDIDATES } from '../find-descriptions.ts'
import type { Trees } from '../trees.ts'
import { Described } from './described.ts'
import { isBelow } from './services.ts'

/** Descriptions of a tree that are read; a repository with more is one that collects them. */
const MAX_DESCRIPTIONS = 100
const ASIDE = /(?:^|\/)(?:node_modules|vendor|third_party|tests?|__tests__|testdata|fixtures?|examples?)\//
/** Share of a description's operations that are routes of a service, or of the routes that are in it. */
const MIN_SHARE = 0.5

export interface DescribedFiles {
  descriptions: Described[]
  notRead: string[]
}

/** Every description of a tree that may be one of its own services'. */
export async function findDescribed(
  snapshot: Snapshot,
  trees: Trees,
  specs: readonly string[],
  generated: readonly string[],
): Promise<DescribedFiles> {
  const named = specs.length > 0 ? matcher(specs) : undefined
  const built = matcher(generated)
  const all = (await snapshot.list(FILES)).filter(
    (path) => (named ? named(path) : mayBelong(path) && !ASIDE.test(path)) && !built(path),
  )
  const descriptions: Described[] = []
  const notRead: string[] = []
  if (all.length > MAX_CANDIDATES) {
    notRead.push(
      `descriptions were looked for in ${MAX_CANDIDATES} of ${all.length} files; name yours with the option "specs"`,
    )
  }
  const texts = await snapshot.readMany(all.slice(0, MAX_CANDIDATES))
  for (const [path, content] of texts) {
    if (content.kind !== 'text' || !looksLikeDescription(content.text)) continue
    if (descriptions.length >= MAX_DESCRIPTIONS) {
      notRead.push(`only ${MAX_DESCRIPTIONS} descriptions were read; name yours with the option "specs"`)
      break
    }
    const loaded = await trees.description(path)
    if (loaded.kind === 'description') descriptions.push(new Described(loaded.description))
    else if (loaded.kind === 'unreadable')
      notRead.push(`${path} (${trees.side}) ${loaded.unread[0]?.why ?? 'cannot be read'}`)
  }
  return { descriptions, notRead }
}

/**
 * The descriptions that demonstrably speak of a service: half of their operations are routes of it, or half of its
 * routes are in them. Where some lie within the service, those alone.
 */
export function describing(
  descriptions: readonly Described[],
  routes: readonly Route[],
  root: string,
): Described[] {
  const related = descriptions.filter((described) => {
    described.align(routes)
    const found = routes.map((route) => described.of(route))
    const operations = new Set(found.flat())
    const matched = found.filter((one) => one.length > 0).length
    if (matched === 0) return false
    return operations.size >= described.operations.length * MIN_SHARE || matched >= routes.length * MIN_SHARE
  })
  const own = root === '' ? [] : related.filter(({ description }) => isBelow(description.path, root))
  return own.length > 0 ? own : related
}
