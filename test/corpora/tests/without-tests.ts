import type { ChangeSet, FileChange, FileContent, Snapshot, TreeEntry } from '../../../src/model/index.ts'
import { matcher, pathOn } from '../../../src/model/index.ts'

/** The same change as if nobody had touched a test: the head has the test code of the base. */
export async function withoutTests(
  changeSet: ChangeSet,
  isTest: (path: string) => boolean,
): Promise<ChangeSet> {
  const { base, head } = changeSet
  const baseTests = (await base.entries()).filter(({ path }) => isTest(path))
  const known = new Set(baseTests.map(({ path }) => path))
  const others = (await head.entries()).filter(({ path }) => !isTest(path))
  const entries = [...others, ...baseTests].toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const sideOf = (path: string): Snapshot => (known.has(path) ? base : head)
  const readMany = async (paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>> => {
    const [tests, rest] = [paths.filter((path) => known.has(path)), paths.filter((path) => !known.has(path))]
    return new Map([...(await base.readMany(tests)), ...(await head.readMany(rest))])
  }
  const mixed: Snapshot = {
    sha: head.sha,
    entries: (): Promise<readonly TreeEntry[]> => Promise.resolve(entries),
    list: (globs) => {
      const matches = matcher(globs)
      return Promise.resolve(
        entries.filter(({ kind, path }) => kind === 'file' && matches(path)).map(({ path }) => path),
      )
    },
    read: (path) => sideOf(path).read(path),
    readMany,
  }
  const kept = changeSet.changes.filter(
    (change) =>
      ![pathOn(change, 'base'), pathOn(change, 'head')].some((path) => path !== undefined && isTest(path)),
  )
  const changes = await Promise.all(kept.map((change) => withoutInlineTests(change, head)))
  return { ...changeSet, head: mixed, changes }
}

/** Rust's tests stand in the file that they test, at its end: as if those lines had been there before. */
async function withoutInlineTests(change: FileChange, head: Snapshot): Promise<FileChange> {
  if (!change.path.endsWith('.rs') || change.status === 'removed') return change
  const content = await head.read(change.path)
  const at = content.kind === 'text' ? content.text.search(/^#\[cfg\(test\)\]\s*(?:pub\s+)?mod\b/m) : -1
  if (content.kind !== 'text' || at < 0) return change
  const line = content.text.slice(0, at).split('\n').length
  return { ...change, added: change.added.filter(({ start }) => start < line) }
}
