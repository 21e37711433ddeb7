import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { removeMirror } from './evict.ts'
import { locateMirror, lockedBy, mirrorRoot, type MirrorName } from './location.ts'

/**
 * Removes every mirror of the data folder but those of `known` repositories: of one that was uninstalled, renamed or
 * transferred nothing stays. One that is in use stays until the next time. Returns the git directories that went.
 */
export async function keepMirrorsOf(
  dataDir: string,
  known: readonly Omit<MirrorName, 'dataDir'>[],
): Promise<string[]> {
  const root = mirrorRoot(dataDir)
  const wanted = new Set(known.map((one) => locateMirror({ ...one, dataDir }).gitDir))
  const names = await readdir(root).catch(() => [])
  const removed: string[] = []
  for (const name of names) {
    const gitDir = join(root, name)
    if (!name.endsWith('.git') || wanted.has(gitDir)) continue
    if (await removeMirror(lockedBy(gitDir, root), dataDir)) removed.push(gitDir)
  }
  return removed
}

/** Removes the mirror of one repository; false where it is in use, or there is none. */
export async function forgetMirror(name: MirrorName): Promise<boolean> {
  try {
    return await removeMirror(locateMirror(name), name.dataDir)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
