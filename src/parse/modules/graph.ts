import type { Snapshot } from '../../model/index.ts'
import { moduleResolver } from './resolve.ts'
import { moduleSpecifiers } from './specifiers.ts'

export const SCRIPT_GLOB = '**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'

/** Which file imports which, over a whole tree. */
export interface ModuleGraph {
  /** Every file of the graph, sorted. */
  paths: readonly string[]
  /** Everything a file reaches by imports, itself included. */
  reachedFrom(path: string): ReadonlySet<string>
  /** Files that could not be read, by name and reason. */
  notRead: string[]
}

/** Files of a tree above which the graph is not built. */
const MAX_FILES = 20_000
const BATCH = 500

/**
 * Builds the import graph of the JavaScript and TypeScript files of a snapshot.
 * Answers undefined when there are more than 20,000 of them.
 */
export async function moduleGraph(snapshot: Snapshot, signal: AbortSignal): Promise<ModuleGraph | undefined> {
  const paths = (await snapshot.list(SCRIPT_GLOB)).filter((path) => !path.includes('node_modules/'))
  if (paths.length > MAX_FILES) return undefined
  const manifests = (await snapshot.list(['**/package.json', '**/{ts,js}config*.json'])).filter(
    (path) => !path.includes('node_modules/'),
  )
  const texts = new Map<string, string>()
  for (const [path, content] of await snapshot.readMany(manifests)) {
    if (content.kind === 'text') texts.set(path, content.text)
  }
  const isPackage = ([path]: [string, string]): boolean => path.endsWith('package.json')
  const resolve = moduleResolver(new Set(paths), {
    packages: new Map([...texts].filter(isPackage)),
    configs: new Map([...texts].filter((entry) => !isPackage(entry))),
  })
  const edges = new Map<string, string[]>()
  const notRead: string[] = []
  for (let start = 0; start < paths.length; start += BATCH) {
    signal.throwIfAborted()
    for (const [path, content] of await snapshot.readMany(paths.slice(start, start + BATCH))) {
      if (content.kind === 'text') {
        const targets = moduleSpecifiers(path, content.text).map((specifier) => resolve(path, specifier))
        edges.set(
          path,
          targets.filter((target) => target !== undefined),
        )
      } else if (content.reason !== 'symlink') notRead.push(`${path}: ${content.reason}`)
    }
  }
  const known = new Map<string, ReadonlySet<string>>()
  const reachedFrom = (path: string): ReadonlySet<string> => {
    const answer = known.get(path) ?? reached(edges, path)
    known.set(path, answer)
    return answer
  }
  return { paths, reachedFrom, notRead }
}

function reached(edges: ReadonlyMap<string, readonly string[]>, start: string): Set<string> {
  const seen = new Set([start])
  const queue = [start]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const target of edges.get(path) ?? []) {
      if (seen.has(target)) continue
      seen.add(target)
      queue.push(target)
    }
  }
  return seen
}
