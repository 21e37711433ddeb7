import type { FileContent, Snapshot } from '../../../model/index.ts'
import { matcher } from '../../../model/index.ts'
import { moduleResolver } from '../../modules/resolve.ts'
import type { FileFacts } from '../facts.ts'
import { FactCache } from '../fact-cache.ts'
import { CallGraph } from '../graph.ts'
import { readScript } from './read.ts'

export const SCRIPT_GLOB = '**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'

/** Loaded by runners without being imported: their own configuration, which names set-up files by path. */
const isLoadedByRunner = matcher([
  '**/{vitest,vite,jest,playwright,ava,cypress,karma,wallaby}.config.{js,cjs,mjs,ts,cts,mts}',
  '**/.mocharc.{js,cjs}',
  '**/vitest.{setup,workspace,projects}.{js,ts,mts}',
  '**/{setupTests,jest.setup,setup-tests,test-setup}.{js,ts,tsx}',
  // Named by the compiler wherever JSX stands.
  '**/jsx-{,dev-}runtime.{js,ts,tsx}',
])

/** A tree's JavaScript and TypeScript, joined. */
export interface ScriptTree {
  graph: CallGraph
  /** Files that hand tests to a runner. */
  tests: string[]
  /** Files that runners load by themselves: their configuration, and the set-up files that it names. */
  loaded: string[]
  /** Folders with a package.json, innermost first; empty is the root. */
  packages: string[]
  /** Files that could not be read, by name and reason. */
  unread: string[]
}

/** Files of a tree above which nothing is joined. */
const MAX_FILES = 20_000
/** Files after which others get their turn. */
const BATCH = 200

const cache = new FactCache()

/**
 * Reads and joins the JavaScript and TypeScript of a snapshot; declarations, and what packages brought, are left out.
 * Answers undefined when there are more than 20,000 files.
 */
export async function scriptTree(snapshot: Snapshot, signal: AbortSignal): Promise<ScriptTree | undefined> {
  const own = (path: string): boolean => !/(?:^|\/)node_modules\//.test(path)
  const oids = new Map((await snapshot.entries()).map(({ path, oid }) => [path, oid]))
  const paths = (await snapshot.list(SCRIPT_GLOB)).filter(
    (path) => own(path) && !/\.d\.[cm]?ts$/.test(path) && !/\.min\.[cm]?js$/.test(path),
  )
  if (paths.length > MAX_FILES) return undefined
  const facts = new Map<string, FileFacts>()
  const unread: string[] = []
  const missing = new Set<string>()
  // Files in the order of the tree, whichever of them were read before: units are numbered by it.
  for (const path of paths) if (!cache.get(keyOf(path, oids.get(path)))) missing.add(path)
  const manifests = (await snapshot.list(['**/package.json', '**/{ts,js}config*.json'])).filter(own)
  // Asked for at once: where contents are far away, it is one round trip.
  const contents = await snapshot.readMany([...manifests, ...missing])
  const fresh = new Map<string, FileFacts>()
  let count = 0
  for (const path of missing) {
    if (++count % BATCH === 0) {
      // Messages and the timer get their turn.
      await new Promise((resolve) => setImmediate(resolve))
      signal.throwIfAborted()
    }
    const content = contents.get(path)
    if (content?.kind !== 'text') {
      const reason = content?.reason ?? 'absent'
      if (reason !== 'symlink' && reason !== 'submodule') unread.push(`${path}: ${reason}`)
      continue
    }
    const read = readScript(path, content.text)
    cache.set(keyOf(path, oids.get(path)), read)
    if (read.kind === 'read') fresh.set(path, read.facts)
    else unread.push(`${path}: ${read.why}`)
  }
  for (const path of paths) {
    const known = fresh.get(path)
    if (known) {
      facts.set(path, known)
      continue
    }
    const kept = missing.has(path) ? undefined : cache.get(keyOf(path, oids.get(path)))
    if (kept?.kind === 'read') facts.set(path, kept.facts)
    else if (kept) unread.push(`${path}: ${kept.why}`)
  }
  const graph = new CallGraph(facts, resolver(manifests, contents, new Set(facts.keys())))
  const tests = [...facts.keys()].filter((path) => isTest(graph, path))
  const packages = manifests
    .filter((path) => path.endsWith('package.json'))
    .map((path) => path.slice(0, Math.max(0, path.length - '/package.json'.length)))
    .toSorted((a, b) => b.length - a.length)
  const loaded = [...facts.keys()].filter((path) => isLoadedByRunner(path))
  return { graph, tests, loaded, packages, unread }
}

/** A file that hands tests to a runner, or is named like one and calls another that does. */
function isTest(graph: CallGraph, path: string): boolean {
  const file = graph.file(path)
  if (!file || file.facts.registersTests === 'loaded') return file !== undefined
  if (!/[._-](?:test|spec)\.\w+$|(?:^|\/)__tests__\//.test(path)) return false
  const called = (target: string): boolean => graph.file(target)?.facts.registersTests === 'called'
  return file.facts.units[0]?.names.length !== 0 && (called(path) || file.loads.some(called))
}

/** How a file is read depends on its name too: `.tsx` and `.ts` are two languages. */
function keyOf(path: string, oid = ''): string {
  return `${/\.[^.]*$/.exec(path)?.[0] ?? ''} ${oid}`
}

function resolver(
  manifests: readonly string[],
  contents: ReadonlyMap<string, FileContent>,
  files: ReadonlySet<string>,
): (from: string, specifier: string) => string | undefined {
  const texts = new Map<string, string>()
  for (const path of manifests) {
    const content = contents.get(path)
    if (content?.kind === 'text') texts.set(path, content.text)
  }
  const isPackage = ([path]: [string, string]): boolean => path.endsWith('package.json')
  const resolve = moduleResolver(files, {
    packages: new Map([...texts].filter(isPackage)),
    configs: new Map([...texts].filter((entry) => !isPackage(entry))),
  })
  // A folder's files import the same modules over and over.
  const known = new Map<string, string | undefined>()
  return (from, specifier) => {
    const key = `${from.slice(0, from.lastIndexOf('/'))}\0${specifier}`
    if (known.has(key)) return known.get(key)
    const target = resolve(from, specifier) ?? (files.has(specifier) ? specifier : undefined)
    known.set(key, target)
    return target
  }
}
