import { realpath, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Snapshot } from '../../model/index.ts'
import { UserError } from '../../model/index.ts'
import type { ChangeSetLimits } from '../limits.ts'
import { withDefaults } from '../limits.ts'
import { memorySnapshot } from '../memory.ts'
import type { OpenedChangeSet } from '../opened.ts'
import { compareSnapshots } from './compare-snapshots.ts'
import { FolderSnapshot } from './folder-snapshot.ts'

export interface OpenDirectoriesOptions {
  baseDir: string
  headDir: string
  signal?: AbortSignal
  limits?: Partial<ChangeSetLimits>
}

export interface OpenFilesOptions {
  baseFile: string
  headFile: string
  signal?: AbortSignal
  limits?: Partial<ChangeSetLimits>
}

/**
 * What differs between two plain folders; no git is needed and none is used. Files are read when they
 * are asked for: neither folder may change meanwhile. Throws UserError where one is no folder.
 */
export async function openDirectories(options: OpenDirectoriesOptions): Promise<OpenedChangeSet> {
  const limits = withDefaults(options.limits)
  const [base, head] = await Promise.all([
    folderSnapshot('base', options.baseDir, limits, options.signal),
    folderSnapshot('head', options.headDir, limits, options.signal),
  ])
  return openSnapshots(base, head, options.signal)
}

/** What differs between two files, under the name of the head's. Throws UserError where one is no plain file. */
export async function openFiles(options: OpenFilesOptions): Promise<OpenedChangeSet> {
  const limits = withDefaults(options.limits)
  const path = basename(options.headFile)
  const [base, head] = await Promise.all([
    FolderSnapshot.ofFile('base', path, await existing(options.baseFile, 'file'), limits),
    FolderSnapshot.ofFile('head', path, await existing(options.headFile, 'file'), limits),
  ])
  return openSnapshots(base, head, options.signal)
}

/** A folder in which everything counts as added. Throws UserError where it is no folder. */
export async function openFolder(
  dir: string,
  limits: ChangeSetLimits,
  signal?: AbortSignal,
): Promise<OpenedChangeSet> {
  return openSnapshots(emptySnapshot(), await folderSnapshot('directory', dir, limits, signal), signal)
}

/** A tree without files. */
export function emptySnapshot(): Snapshot {
  return memorySnapshot({}, 'empty')
}

async function folderSnapshot(
  sha: string,
  dir: string,
  limits: ChangeSetLimits,
  signal?: AbortSignal,
): Promise<Snapshot> {
  return FolderSnapshot.ofFolder(sha, await existing(dir, 'folder'), limits, signal)
}

/** The real path of what the user named; below it, no symlink is followed. */
async function existing(path: string, kind: 'file' | 'folder'): Promise<string> {
  try {
    const real = await realpath(path)
    const found = await stat(real)
    if (kind === 'folder' ? found.isDirectory() : found.isFile()) return real
  } catch (cause) {
    throw new UserError(`no such ${kind}: ${path}`, { cause })
  }
  throw new UserError(`not a ${kind}: ${path}`)
}

async function openSnapshots(base: Snapshot, head: Snapshot, signal?: AbortSignal): Promise<OpenedChangeSet> {
  const changes = await compareSnapshots(base, head, signal)
  const dispose = (): Promise<void> => Promise.resolve()
  return {
    base,
    head,
    changes,
    incomplete: changes
      .filter((change) => change.unread === 'invalid-utf8' && change.path.includes('\\x'))
      .map((change) => `The name of ${change.path} is not UTF-8: not looked at.`),
    mergeBase: base.sha,
    snapshotAt: (revision) => Promise.reject(new UserError(`a folder has no revision ${revision}`)),
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
}
