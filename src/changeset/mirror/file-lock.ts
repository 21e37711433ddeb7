import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { GitLimitError } from '../errors.ts'

const SQLITE_BUSY = 5
const POLL_MS = 25

export type LockMode = 'shared' | 'exclusive'

export interface Lock {
  release(): void
}

/**
 * A lock between processes, on an empty SQLite file: SQLite's own locks on the file are the lock. The operating system
 * gives it up when the process ends, however it ends, so a stale lock cannot exist.
 * Returns undefined where somebody else holds it.
 * Source: https://sqlite.org/lockingv3.html (rollback journal: a read transaction is SHARED).
 */
export async function tryLock(file: string, mode: LockMode): Promise<Lock | undefined> {
  await mkdir(dirname(file), { recursive: true })
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    if (mode === 'exclusive') database.exec('BEGIN EXCLUSIVE')
    else {
      database.exec('BEGIN')
      database.prepare('SELECT count(*) FROM sqlite_schema').get()
    }
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined
    throw error
  }
  return { release: () => (database.isOpen ? database.close() : undefined) }
}

/** Waits for a lock. Throws GitLimitError after `timeoutMs`, or the reason of the signal. */
export async function lock(
  file: string,
  mode: LockMode,
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Lock> {
  const { timeoutMs, signal } = options
  for (let waited = 0; waited <= timeoutMs; waited += POLL_MS) {
    signal?.throwIfAborted()
    const held = await tryLock(file, mode)
    if (held) return held
    await wait(POLL_MS)
  }
  throw new GitLimitError(`a mirror stayed locked for more than ${timeoutMs} ms`)
}
