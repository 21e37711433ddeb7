import type { RelatedLocation, Snapshot } from '../../../src/model/index.ts'
import { CODE_FILES, GRAPHQL_FILES, looksLikeRequests } from '../../../src/parse/graphql/detect.ts'
import { embeddedRequests } from '../../../src/parse/graphql/embedded.ts'
import { usesIn } from '../../../src/parse/graphql/requests.ts'
import type { Schema } from '../../../src/parse/graphql/schema.ts'
import { weightOf } from '../reporting/consumers/files.ts'
import type { Change } from './change.ts'

/** Requests named for one change. */
const MAX_NAMED = 5
/** Documents and modules that are read for requests, and the longest module: reading them may mean to fetch them. */
const MAX_DOCUMENTS = 2000
const MAX_MODULES = 800
const MAX_MODULE = 500_000
const BATCH = 100

const MODULES = [...CODE_FILES, '**/*.{vue,svelte}']
const BUILT = /(?:^|\/)(?:node_modules|vendor|third_party|dist|build|out|coverage|\.[^/]+)\/|\.min\./

/** The schema of before, and what changed in it. */
export interface Compared {
  base: Schema
  changes: readonly Change[]
}

const USED = new Set([
  'field-removed',
  'argument-removed',
  'field-type-changed',
  'input-type-changed',
  'type-removed',
])

/**
 * The requests in the repository that use what a breaking change touches: documents of clients and templates in code, each
 * followed from its root through the types of the schema of before. By the change's identity.
 */
export async function consumersOf(
  head: Snapshot,
  compared: readonly Compared[],
  signal: AbortSignal,
): Promise<Map<Change, RelatedLocation[]>> {
  const found = new Map<Change, RelatedLocation[]>()
  const wanted = compared.map(({ base, changes }) => ({ base, byCoordinate: byCoordinate(changes) }))
  const names = [
    ...new Set(wanted.flatMap(({ byCoordinate: all }) => [...all.keys()].map((one) => lastName(one)))),
  ]
  if (names.length === 0) return found
  for await (const { path, text } of documents(head, signal)) {
    if (!names.some((name) => text.includes(name))) continue
    for (const { base, byCoordinate: all } of wanted) {
      for (const { coordinate, line } of await usesIn(text, base)) {
        for (const change of all.get(coordinate) ?? []) {
          const places = found.get(change) ?? []
          found.set(change, places)
          if (
            places.length < MAX_NAMED &&
            !places.some((place) => place.path === path && place.region?.startLine === line)
          ) {
            const region = { startLine: line, endLine: line }
            places.push({ side: 'head', path, region, message: `this request uses \`${coordinate}\`` })
          }
        }
      }
    }
  }
  return found
}

/** Breaking changes by the coordinate that a request must have to be concerned. */
function byCoordinate(changes: readonly Change[]): Map<string, Change[]> {
  const all = new Map<string, Change[]>()
  for (const change of changes) {
    if (change.level !== 'error' || !USED.has(change.kind)) continue
    const coordinate = change.subject.split(' ')[0] ?? ''
    const known = all.get(coordinate)
    if (known) known.push(change)
    else all.set(coordinate, [change])
  }
  return all
}

function lastName(coordinate: string): string {
  return /(\w+)(?::\))?$/.exec(coordinate)?.[1] ?? coordinate
}

async function* documents(
  head: Snapshot,
  signal: AbortSignal,
): AsyncGenerator<{ path: string; text: string }> {
  const paths = (await head.list(GRAPHQL_FILES)).filter((path) => !BUILT.test(path)).slice(0, MAX_DOCUMENTS)
  for (const [path, content] of await head.readMany(paths)) {
    if (content.kind === 'text' && looksLikeRequests(content.text)) yield { path, text: content.text }
  }
  const modules = (await head.list(MODULES))
    .filter((path) => !BUILT.test(path))
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .slice(0, MAX_MODULES)
  for (let at = 0; at < modules.length; at += BATCH) {
    signal.throwIfAborted()
    for (const [path, content] of await head.readMany(modules.slice(at, at + BATCH))) {
      if (content.kind !== 'text' || content.text.length > MAX_MODULE) continue
      const requests = embeddedRequests(content.text)
      if (requests !== undefined) yield { path, text: requests }
    }
  }
}
