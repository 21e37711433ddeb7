import { matcher, type Snapshot } from '../../model/index.ts'
import { languageOf } from '../code/languages.ts'
import { parseCode } from '../code/parse.ts'
import { aspnet } from './aspnet/reader.ts'
import { FileRoutes } from './file-routes.ts'
import type { RouteReader } from './framework.ts'
import { go } from './go/reader.ts'
import { javascript } from './javascript/reader.ts'
import { python } from './python/reader.ts'
import { rails } from './rails/reader.ts'
import { resolveRoutes } from './resolve-routes.ts'
import type { Route } from './route.ts'
import { spring } from './spring/reader.ts'

/** Every reader of routes. A file belongs to the first whose globs match it. */
export const READERS: readonly RouteReader[] = [javascript, python, go, spring, aspnet, rails]

/** Globs of every file that may declare routes. */
export const ROUTE_FILES: readonly string[] = READERS.flatMap(({ files }) => files)

const MATCHERS = READERS.map((reader) => ({ reader, matches: matcher(reader.files) }))

/** Code that answers nobody: tests, samples, what was copied in or built. */
const ASIDE =
  /(?:^|\/)(?:node_modules|vendor|third_party|dist|build|out|target|tests?|__tests__|__mocks__|spec|testdata|testing|fixtures?|examples?|samples?|mocks?|e2e|benchmarks?|migrations)\/|\.(?:test|spec|stories|d|min)\.\w+$|_test\.(?:go|py)$|(?:^|\/)(?:test_[^/]*|conftest)\.py$|Tests?\.(?:java|cs)$/

/** The reader of a path, or undefined where no routes are looked for in it. */
export function readerOf(path: string): RouteReader | undefined {
  return ASIDE.test(path) ? undefined : MATCHERS.find(({ matches }) => matches(path))?.reader
}

export type FileRoutesRead = { kind: 'read'; routes: FileRoutes } | { kind: 'unread'; why: string }

/** What one text declares; never throws for what stands in it. */
export async function readFileRoutes(path: string, text: string): Promise<FileRoutesRead> {
  const reader = readerOf(path)
  const language = languageOf(path)
  if (!reader || !language || !reader.mentions.test(text))
    return { kind: 'read', routes: new FileRoutes(path) }
  const parsed = await parseCode(text, language)
  if (parsed.kind === 'unparsed') return { kind: 'unread', why: parsed.detail }
  return { kind: 'read', routes: reader.read(path, parsed.root) }
}

export interface CollectedRoutes {
  routes: Route[]
  files: ReadonlyMap<string, FileRoutes>
  /** `path: why` of what should have been read. */
  notRead: string[]
}

/** Files of one service that are asked for routes. */
const MAX_FILES = 10_000
/** Of those, files that have some. */
const MAX_PARSED = 2000
const BATCH = 500

/** Reads routes file by file, each content once: the two sides of a change share most of their files. */
export class RouteFiles {
  readonly #known = new Map<string, Promise<FileRoutesRead>>()

  read(path: string, text: string, oid: string): Promise<FileRoutesRead> {
    const key = `${path}\n${oid}`
    const known = this.#known.get(key) ?? readFileRoutes(path, text)
    this.#known.set(key, known)
    return known
  }
}

/**
 * The routes that the files of one service declare, with the prefixes of their routers over all of its files.
 * @param paths of the service; those without a reader are passed over.
 */
export async function collectRoutes(
  snapshot: Snapshot,
  paths: readonly string[],
  cache: RouteFiles,
  signal: AbortSignal,
): Promise<CollectedRoutes> {
  const wanted = paths.filter((path) => readerOf(path) !== undefined)
  const files = new Map<string, FileRoutes>()
  const notRead: string[] = []
  if (wanted.length > MAX_FILES) {
    notRead.push(`routes were looked for in ${MAX_FILES} of ${wanted.length} files`)
  }
  let parsed = 0
  for (let start = 0; start < Math.min(wanted.length, MAX_FILES); start += BATCH) {
    signal.throwIfAborted()
    const texts = await snapshot.readMany(wanted.slice(start, Math.min(start + BATCH, MAX_FILES)))
    for (const [path, content] of texts) {
      if (content.kind === 'unread') {
        if (content.reason !== 'symlink') notRead.push(`${path}: ${content.reason}`)
        continue
      }
      if (!readerOf(path)?.mentions.test(content.text)) continue
      if (++parsed > MAX_PARSED) continue
      const read = await cache.read(path, content.text, content.oid)
      if (read.kind === 'unread') notRead.push(`${path}: ${read.why}`)
      else files.set(path, read.routes)
    }
  }
  if (parsed > MAX_PARSED) notRead.push(`routes were read from ${MAX_PARSED} of ${parsed} files`)
  const routes = READERS.flatMap((reader) => {
    const own = new Map([...files].filter(([path]) => readerOf(path) === reader))
    return resolveRoutes(own, reader.locator([...own.keys()]))
  })
  return { routes, files, notRead }
}
