import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { ChangeSet, FileContent, Snapshot, TreeEntry } from '../model/index.ts'
import { matcher, UserError } from '../model/index.ts'
import { compareSnapshots } from './folder/compare-snapshots.ts'
import { FolderSnapshot } from './folder/folder-snapshot.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { OpenedChangeSet } from './opened.ts'
import { byPath } from './tree.ts'

/** Folders laid out like the repository, with the files that a build made of each side. */
export interface GeneratedFolders {
  baseDir: string
  headDir: string
}

/**
 * The change set with files that git does not hold: made by a build of the base and by one of the head, and named
 * in the configuration. A file that the head's build did not make is named as not looked at, never taken for removed.
 * @throws UserError where a folder is not there.
 */
export async function withGenerated(
  changeSet: OpenedChangeSet,
  paths: readonly string[],
  folders: GeneratedFolders,
): Promise<OpenedChangeSet> {
  const [base, head] = await Promise.all([
    generatedFiles(folders.baseDir, paths),
    generatedFiles(folders.headDir, paths),
  ])
  const missing = paths.filter((path) => !head.has(path))
  const made = (files: ReadonlyMap<string, Snapshot>): Snapshot =>
    overlay(emptyTree, new Map([...files].filter(([path]) => !missing.includes(path))))
  const changes = await compareSnapshots(made(base), made(head))
  const others = changeSet.changes.filter(({ path }) => !paths.includes(path))
  return {
    ...changeSet,
    base: overlay(changeSet.base, base),
    head: overlay(changeSet.head, head),
    changes: [...others, ...changes].toSorted(byPath),
    incomplete: [
      ...changeSet.incomplete,
      ...missing.map((path) => `${path} is not among the generated files of the head: not looked at.`),
    ],
    snapshotAt: (revision) => changeSet.snapshotAt(revision),
    dispose: () => changeSet.dispose(),
    [Symbol.asyncDispose]: () => changeSet.dispose(),
  } satisfies ChangeSet & OpenedChangeSet
}

const emptyTree: Snapshot = {
  sha: 'generated',
  entries: () => Promise.resolve([]),
  list: () => Promise.resolve([]),
  read: () => Promise.resolve({ kind: 'unread', reason: 'absent' }),
  readMany: () => Promise.resolve(new Map()),
}

/** The files that are there, each by its path in the repository. */
async function generatedFiles(folder: string, paths: readonly string[]): Promise<Map<string, Snapshot>> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new UserError(`no such folder: ${folder}`, { cause })
  })
  const found = new Map<string, Snapshot>()
  for (const path of paths) {
    const file = await realpath(join(root, path)).catch(() => undefined)
    // A link in a working tree may lead anywhere.
    if (file?.startsWith(root + sep)) {
      found.set(path, await FolderSnapshot.ofFile('generated', path, file, DEFAULT_LIMITS))
    }
  }
  return found
}

/** A tree over which some files are laid. */
function overlay(tree: Snapshot, files: ReadonlyMap<string, Snapshot>): Snapshot {
  const entries = async (): Promise<TreeEntry[]> => {
    const own = await Promise.all([...files.values()].map((file) => file.entries()))
    const below = await tree.entries()
    return [...below.filter(({ path }) => !files.has(path)), ...own.flat()].toSorted(byPath)
  }
  const read = (path: string): Promise<FileContent> => (files.get(path) ?? tree).read(path)
  return {
    sha: tree.sha,
    entries,
    list: async (globs) => {
      const own = [...files.keys()].filter(matcher(globs))
      const below = await tree.list(globs)
      return [...new Set([...below, ...own])].toSorted()
    },
    read,
    readMany: async (paths) => {
      const below = await tree.readMany(paths.filter((path) => !files.has(path)))
      const own = paths.filter((path) => files.has(path))
      const contents = await Promise.all(own.map(async (path) => [path, await read(path)] as const))
      return new Map([...below, ...contents])
    },
  }
}
