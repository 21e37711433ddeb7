import { randomUUID } from 'node:crypto'
import { readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tryLock } from './file-lock.ts'
import type { MirrorLocation } from './location.ts'
import { lockedBy, mirrorRoot } from './location.ts'
import { packBytes, packCount } from './size.ts'

export interface EvictionLimits {
  /** Bytes that all mirrors together may take. */
  maxBytes: number
  /** Packs of one mirror, two to a review: beyond that it is cheaper to begin anew than to look through them. */
  maxPacks: number
}

const LAST_USED = 'last-used'
const TRASH = 'trash-'
/** Begins the name of a mirror that is being created. */
export const NEW = 'new-'
const ABANDONED_MS = 3_600_000

/** Notes that a mirror is being used now. */
export async function touchMirror(gitDir: string): Promise<void> {
  const file = join(gitDir, LAST_USED)
  const now = new Date()
  await utimes(file, now, now).catch(() => writeFile(file, ''))
}

/**
 * Removes mirrors, least recently used first, until the rest fits. One that is in use, by this process
 * or another, is never removed. Returns the git directories that went.
 */
export async function evictMirrors(dataDir: string, limits: EvictionLimits): Promise<string[]> {
  const root = mirrorRoot(dataDir)
  const names = await readdir(root).catch(() => [])
  await Promise.all(names.map((name) => removeRubbish(join(root, name), name)))
  const mirrors = await Promise.all(
    names
      .filter((name) => name.endsWith('.git'))
      .map(async (name) => {
        const gitDir = join(root, name)
        const used = await stat(join(gitDir, LAST_USED)).then(
          (s) => s.mtimeMs,
          () => 0,
        )
        return { gitDir, used, bytes: await packBytes(gitDir), packs: await packCount(gitDir) }
      }),
  )
  let total = mirrors.reduce((sum, mirror) => sum + mirror.bytes, 0)
  const removed: string[] = []
  for (const mirror of mirrors.toSorted((a, b) => a.used - b.used)) {
    if (total <= limits.maxBytes && mirror.packs <= limits.maxPacks) continue
    if (await removeMirror(lockedBy(mirror.gitDir, root), dataDir)) {
      removed.push(mirror.gitDir)
      total -= mirror.bytes
    }
  }
  return removed
}

/**
 * Removes a mirror that nobody uses; false where somebody does. It is moved away under the lock, so that
 * nobody can begin to use one that is half gone.
 */
export async function removeMirror(location: MirrorLocation, dataDir: string): Promise<boolean> {
  const held = await tryLock(location.useLock, 'exclusive')
  if (!held) return false
  const trash = join(mirrorRoot(dataDir), `${TRASH}${randomUUID()}`)
  try {
    await rename(location.gitDir, trash)
  } finally {
    held.release()
  }
  await rm(trash, { recursive: true, force: true })
  return true
}

/** What a process that was killed left behind: half removed, or half created and long abandoned. */
async function removeRubbish(path: string, name: string): Promise<void> {
  const abandoned = async (): Promise<boolean> => Date.now() - (await stat(path)).mtimeMs > ABANDONED_MS
  if (name.startsWith(TRASH) || (name.startsWith(NEW) && (await abandoned().catch(() => false)))) {
    await rm(path, { recursive: true, force: true })
  }
}
