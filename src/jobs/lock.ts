import { randomUUID } from 'node:crypto'
import { readFile, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../model/index.ts'

/** The right to use a folder alone, until `release`. */
export interface FolderLock {
  release(): Promise<void>
}

interface Holder {
  pid: number
  /** Clock ticks since boot at which the process began (Linux): tells a reused pid. */
  startTime: string
  /** Host and pid namespace: within one, a pid says whether the holder lives. */
  host: string
  token: string
}

const TOUCH_MS = 2_000
const STALE_MS = 15_000

/**
 * Takes the data folder for this process. The embedded database has no lock of its own: two processes in
 * one folder lose rows. The lock of a dead process is taken over; across containers, where a pid says nothing, a lock
 * is dead when it was not touched for 15 seconds.
 * @throws UserError naming the holder.
 */
export async function lockFolder(folder: string, options: { staleMs?: number } = {}): Promise<FolderLock> {
  const path = join(folder, 'lock')
  const staleMs = options.staleMs ?? STALE_MS
  const own: Holder = {
    pid: process.pid,
    startTime: await startTimeOf(process.pid),
    host: await hostIdentity(),
    token: randomUUID(),
  }
  const deadline = Date.now() + staleMs + TOUCH_MS
  while (!(await create(path, own))) {
    const holder = await read(path)
    if (!holder) continue
    if (await isDead(holder, own)) {
      await takeOver(path, holder)
      continue
    }
    const waitable = holder.host !== own.host && Date.now() < deadline
    if (!waitable) {
      throw new UserError(
        `The data folder ${folder} is in use by process ${holder.pid} on ${holder.host.split('/')[0]}. ` +
          'Stop it, or give this one its own DATA_DIR, or set DATABASE_URL to run several.',
      )
    }
    if (await isOld(path, staleMs)) await takeOver(path, holder)
    else await sleep(500)
  }
  const touch = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => {})
  }, TOUCH_MS)
  touch.unref()
  return {
    release: async () => {
      clearInterval(touch)
      if ((await read(path))?.token === own.token) await rm(path, { force: true })
    },
  }
}

async function create(path: string, own: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(own), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Undefined where it is not there any more, or not yet written whole. */
async function read(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch (error) {
    if (error instanceof SyntaxError) {
      // A process that died between creating and writing leaves an empty file.
      if (await isOld(path, 1_000)) await rm(path, { force: true })
      else await sleep(50)
      return undefined
    }
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Only one of several waiting processes may remove the dead lock: the one that makes the guard. */
async function takeOver(path: string, dead: Holder): Promise<void> {
  const guard = `${path}.takeover`
  try {
    await writeFile(guard, '', { flag: 'wx' })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    if (await isOld(guard, 10_000)) await rm(guard, { force: true })
    await sleep(50)
    return
  }
  try {
    if ((await read(path))?.token === dead.token) await rm(path, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

async function isDead(holder: Holder, own: Holder): Promise<boolean> {
  if (holder.host !== own.host) return false
  if (holder.pid === process.pid) return holder.startTime !== own.startTime
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, as another user.
    if (codeOf(error) === 'ESRCH') return true
  }
  return (await startTimeOf(holder.pid)) !== holder.startTime
}

async function isOld(path: string, milliseconds: number): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs < Date.now() - milliseconds
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/** Field 22 of /proc/<pid>/stat; an empty string elsewhere than on Linux. */
async function startTimeOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

async function hostIdentity(): Promise<string> {
  try {
    return `${hostname()}/${await readlink('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
