import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryLock } from '../changeset/mirror/file-lock.ts'
import { UserError } from '../model/index.ts'

/** The right to use a folder alone, until `release`. */
export interface FolderLock {
  release(): Promise<void>
}

/**
 * Takes the data folder for this process. The embedded database has no lock of its own: two processes in
 * one folder lose rows. The lock is the operating system's, which gives it up however its process ends, so
 * there is no stale one to take over; `holder` beside it only tells people who has it.
 * @throws UserError naming the holder.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true })
  const holder = join(folder, 'holder')
  // A process that was killed this instant may still be on its way out.
  const held = (await tryLock(join(folder, 'lock'), 'exclusive')) ?? (await again(join(folder, 'lock')))
  if (!held) {
    const who = await readFile(holder, 'utf8').catch(() => 'another process')
    throw new UserError(
      `The data folder ${folder} is in use by ${who}. ` +
        'Stop it, or give this one its own DATA_DIR, or set DATABASE_URL to run several.',
    )
  }
  await writeFile(holder, `process ${process.pid} on ${hostname()}`, { mode: 0o600 })
  return {
    release: async () => {
      await rm(holder, { force: true })
      held.release()
    },
  }
}

async function again(file: string): ReturnType<typeof tryLock> {
  await sleep(500)
  return tryLock(file, 'exclusive')
}
