import {
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KeptFile } from './programs.ts'

/** Files that are kept, and how large one may be, in bytes. */
const MAX_KEPT = 6
const MAX_SIZE = 256 * 1024 * 1024

/**
 * Gives a program the file that an earlier run made, if there is one.
 * @returns how to keep what this run made; undefined where no folder is this user's alone
 */
export function keptFile(
  { given, made, key }: KeptFile,
  work: string,
  files: Readonly<Record<string, string>>,
): { take: () => void } | undefined {
  const folder = keptFolder()
  if (folder === undefined) return undefined
  const kept = join(folder, key(files))
  if (existsSync(kept)) {
    try {
      copyFileSync(kept, join(work, given), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
      // What was used last is thrown away last.
      utimesSync(kept, new Date(), new Date())
    } catch (error) {
      // Another process threw it away in between.
      if (!isMissing(error)) throw error
    }
  }
  return { take: () => take(join(work, made), kept, folder) }
}

function take(made: string, kept: string, folder: string): void {
  const found = lstatSync(made, { throwIfNoEntry: false })
  if (!found?.isFile() || found.size > MAX_SIZE) return
  renameSync(made, kept)
  const all = readdirSync(folder).map((name) => join(folder, name))
  const byUse = all
    .map((path) => ({ path, used: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => b.used - a.used)
  for (const { path } of byUse.slice(MAX_KEPT)) rmSync(path, { force: true })
}

/** A folder under the system's temporary one that only this user may enter: anyone could have made it before us. */
function keptFolder(): string | undefined {
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
