import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface Locked {
  optionalDependencies?: Record<string, string>
}

const root = join(import.meta.dirname, '../..')
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>
}

test('the lock file names the packages of every platform, or `npm ci` refuses it', () => {
  // npm drops those of other platforms when a registry cannot give them, and `npm ci` then calls the file out of step.
  const missing = Object.entries(lock.packages).flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(parent, name)),
  )
  expect(missing, 'node scripts/complete-lock-file.ts mends it').toEqual([])
})

/** Looked up as Node does: in the package's own folder, then in each around it. */
function isLocked(parent: string, name: string): boolean {
  if (lock.packages[`${parent}${parent && '/'}node_modules/${name}`]) return true
  if (parent === '') return false
  return isLocked(parent.slice(0, Math.max(0, parent.lastIndexOf('/node_modules/'))), name)
}
