import { glob } from 'node:fs/promises'
import { UserError } from '../model/index.ts'

/** Files that one pattern may name. */
const MOST_FILES = 500
/** Files and folders that are looked at for one pattern. */
const MOST_ENTRIES = 300_000
/** What tools write for others, and no report of this repository's own tests. */
const ASIDE = new Set(['node_modules', '.git'])

/**
 * The files that a name stands for: itself, or those that match it where it has `*`, `?`, `[…]` or `{…}`, sorted.
 * @throws UserError where no file matches, or too many do.
 */
export async function filesNamed(name: string, cwd: string, exists: (name: string) => Promise<boolean>) {
  if (!/[*?[{]/.test(name) || (await exists(name))) return [name]
  const found: string[] = []
  let looked = 0
  const entries = glob(name, {
    cwd,
    withFileTypes: true,
    exclude: (entry) => ++looked > MOST_ENTRIES || ASIDE.has(entry.name),
  })
  for await (const entry of entries) {
    if (!entry.isFile()) continue
    found.push(`${entry.parentPath}/${entry.name}`)
    if (found.length > MOST_FILES)
      throw new UserError(`${name}: more than ${MOST_FILES} files match; name the reports more closely`)
  }
  if (looked > MOST_ENTRIES)
    throw new UserError(`${name}: more than ${MOST_ENTRIES} files and folders to look at; name the folder`)
  if (found.length === 0) throw new UserError(`${name}: no file matches; name a report of a coverage tool`)
  return found.toSorted()
}
