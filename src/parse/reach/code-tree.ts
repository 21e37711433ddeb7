import type { Snapshot } from '../../model/index.ts'
import type { Ecosystem } from './ecosystem.ts'
import { FactCache } from './fact-cache.ts'
import type { FileFacts } from './facts.ts'
import { CallGraph } from './graph.ts'

/** The files of one ecosystem in a tree, joined. */
export interface CodeTree {
  graph: CallGraph
  /** Files that hand tests to a runner. */
  tests: string[]
  /** Files that runners load by themselves: their configuration, and the set-up files that it names. */
  loaded: string[]
  /** Folders with a manifest of their own, innermost first; empty is the root. */
  packages: string[]
  /** Files that could not be read, by name and reason. */
  unread: string[]
}

/** Files of a tree above which nothing is joined. */
export const MAX_FILES = 20_000
/** Files after which others get their turn. */
const BATCH = 200

const cache = new FactCache()

/** Reads and joins what a snapshot holds of an ecosystem. Answers undefined when there are more than 20,000 files. */
export async function codeTree(
  ecosystem: Ecosystem,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<CodeTree | undefined> {
  const oids = new Map((await snapshot.entries()).map(({ path, oid }) => [path, oid]))
  const paths = (await snapshot.list([...ecosystem.code])).filter((path) => !ecosystem.ignores?.(path))
  if (paths.length > MAX_FILES) return undefined
  const keyOf = (path: string): string =>
    // How a file is read depends on its name too: `.tsx` and `.ts` are two languages, `x_test.go` is a test.
    `${ecosystem.id} ${path.slice(path.lastIndexOf('/') + 1)} ${oids.get(path) ?? ''}`
  const facts = new Map<string, FileFacts>()
  const unread: string[] = []
  const missing = new Set(paths.filter((path) => !cache.get(keyOf(path))))
  const manifests =
    ecosystem.manifests.length === 0
      ? []
      : (await snapshot.list([...ecosystem.manifests])).filter((path) => !ecosystem.ignores?.(path))
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
    const read = await ecosystem.read(path, content.text)
    cache.set(keyOf(path), read)
    if (read.kind === 'read') fresh.set(path, read.facts)
    else unread.push(`${path}: ${read.why}`)
  }
  // In the order of the tree, whichever of them were read before: units are numbered by it.
  for (const path of paths) {
    const known = fresh.get(path)
    const kept = known || missing.has(path) ? undefined : cache.get(keyOf(path))
    if (known) facts.set(path, known)
    else if (kept?.kind === 'read') facts.set(path, kept.facts)
    else if (kept) unread.push(`${path}: ${kept.why}`)
  }
  const texts = new Map<string, string>()
  for (const path of manifests) {
    const content = contents.get(path)
    if (content?.kind === 'text') texts.set(path, content.text)
  }
  const { resolve, packages, isTold } = ecosystem.join(facts, texts)
  const graph = new CallGraph(facts, resolve, packages)
  return {
    graph,
    tests: [...facts.keys()].filter((path) => ecosystem.isTest(graph, path, isTold)),
    loaded: [...facts.keys()].filter((path) => ecosystem.isLoadedByRunner?.(path)),
    packages: manifests
      .filter((path) => ecosystem.isPackage?.(path))
      .map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))
      .toSorted((a, b) => b.length - a.length),
    unread,
  }
}
