import type { ChangeSet, FileContent, Snapshot, TreeEntry } from '../../../src/model/index.ts'
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
  const changes = changeSet.changes.filter(
    (change) =>
      ![pathOn(change, 'base'), pathOn(change, 'head')].some((path) => path !== undefined && isTest(path)),
  )
  return { ...changeSet, head: mixed, changes }
}
