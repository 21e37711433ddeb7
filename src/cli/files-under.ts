import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { ASIDE } from '../engine/onboarding/proposals.ts'

const MOST_READ = 5_000

/** Paths of the files under a folder, links not followed; `complete` says whether none was left out: too many, or unreadable. */
export async function filesUnder(root: string): Promise<{ paths: string[]; complete: boolean }> {
  const waiting = [root]
  const paths: string[] = []
  let complete = true
  for (let read = 0; waiting.length > 0; read++) {
    if (read === MOST_READ) return { paths, complete: false }
    const folder = waiting.shift() ?? root
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (folder === root) throw error
      complete = false
      return []
    })
    for (const entry of entries) {
      const path = join(folder, entry.name)
      const inside = relative(root, path).split(sep).join('/')
      if (entry.isDirectory() && !ASIDE.test(inside)) waiting.push(path)
      else if (entry.isFile()) paths.push(inside)
    }
  }
  return { paths, complete }
}
