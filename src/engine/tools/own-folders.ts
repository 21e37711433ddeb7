import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'roadmap-review-tool-'
const open = new Set<string>()
let swept = false

/**
 * A new folder under the system's temporary one that only this user may enter. It is removed by `removeFolder`, or when this
 * process ends; what a killed process left behind is removed by the next one.
 */
export function ownFolder(): string {
  if (!swept) {
    swept = true
    sweep()
    process.on('exit', () => {
      for (const folder of open) removeFolder(folder)
    })
  }
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  open.add(folder)
  return folder
}

export function removeFolder(folder: string): void {
  open.delete(folder)
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}

/** Removes the folders of processes that are gone. */
export function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? []
    if (pid === undefined || isRunning(Number(pid))) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch (error) {
      // Another user's folder is that user's to remove.
      if (!(error instanceof Error && 'code' in error && ['EPERM', 'EACCES'].includes(String(error.code))))
        throw error
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
