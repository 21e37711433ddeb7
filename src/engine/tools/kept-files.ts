import { createHash } from 'node:crypto'
import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { KeptFile } from './programs.ts'

/** Files that are kept, how large one may be and how large all, in bytes. */
const MAX_KEPT = 20
const MAX_SIZE = 256 * 1024 * 1024
const MAX_TOTAL = 1024 * 1024 * 1024

/** What to do with the file of a run when it has ended. */
export interface Kept {
  /** Keeps what this run made. */
  take: () => void
  /** Throws away what it was given: it may be why the run failed. */
  drop: () => void
}

/**
 * Gives a program the file that an earlier run made, if there is one and it is still what was kept.
 * @returns undefined where no folder is this user's alone
 */
export function keptFile(
  { given, made, key }: KeptFile,
  work: string,
  files: Readonly<Record<string, string>>,
): Kept | undefined {
  const folder = keptFolder()
  if (folder === undefined) return undefined
  const name = key(files)
  const kept = readdirSync(folder).find((file) => file.startsWith(`${name}.`))
  if (kept !== undefined && !give(join(folder, kept), join(work, given)))
    rmSync(join(folder, kept), { force: true })
  return {
    take: () => take(join(work, made), join(folder, name), folder),
    drop: () => {
      for (const file of readdirSync(folder))
        if (file.startsWith(`${name}.`)) rmSync(join(folder, file), { force: true })
    },
  }
}

/** @returns false where the file is not what its name says: cut short by a full disk, or written over */
function give(kept: string, given: string): boolean {
  try {
    copyFileSync(kept, given, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    if (digestOf(given) !== extname(kept).slice(1)) {
      rmSync(given)
      return false
    }
    // What was used last is thrown away last.
    utimesSync(kept, new Date(), new Date())
  } catch (error) {
    // Another process threw it away in between.
    if (!isMissing(error)) throw error
  }
  return true
}

/** The name tells the content: nothing has to be written twice, and no half of a pair can be lost. */
function take(made: string, name: string, folder: string): void {
  const found = lstatSync(made, { throwIfNoEntry: false })
  if (!found?.isFile() || found.size > MAX_SIZE) return
  chmodSync(made, 0o600)
  renameSync(made, `${name}.${digestOf(made)}`)
  const byUse = readdirSync(folder)
    .flatMap((file) => {
      const path = join(folder, file)
      const stat = statSync(path, { throwIfNoEntry: false })
      return stat?.isFile() ? [{ path, used: stat.mtimeMs, size: stat.size }] : []
    })
    .toSorted((a, b) => b.used - a.used)
  let total = 0
  for (const [index, { path, size }] of byUse.entries()) {
    total += size
    if (index >= MAX_KEPT || total > MAX_TOTAL) rmSync(path, { force: true })
  }
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** A folder under the system's temporary one that only this user may enter: anyone could have made it before us. */
export function keptFolder(): string | undefined {
  const user = process.getuid?.()
  const folder = join(tmpdir(), `roadmap-review-kept${user === undefined ? '' : `-${user}`}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory()) return undefined
  if (user !== undefined && (found.uid !== user || (found.mode & 0o077) !== 0)) return undefined
  return folder
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
