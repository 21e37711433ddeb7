import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files and text (UTF-16 code units) of one request. */
const MAX_FILES = 20_000
const MAX_TEXT = 96 * 1024 * 1024
const MAX_SEGMENT = 200

/**
 * Why these paths cannot be written below a folder, or nothing: each must stay below it, be a plain name on every platform, and
 * differ from the others on file systems that know no case.
 */
export function refusal(files: Readonly<Record<string, string>>): string | undefined {
  const paths = Object.keys(files)
  if (paths.length > MAX_FILES) return `${paths.length} files are more than ${MAX_FILES}`
  if (Object.values(files).reduce((sum, text) => sum + text.length, 0) > MAX_TEXT)
    return `its files hold more than ${MAX_TEXT} characters`
  const folded = new Map<string, string>()
  const taken = new Set<string>()
  for (const path of paths) {
    const segments = path.split('/')
    if (!segments.every(isPlain)) return `the path ${JSON.stringify(path.slice(0, 200))} is not a plain one`
    for (let depth = 1; depth <= segments.length; depth++) {
      const part = segments.slice(0, depth).join('/')
      const same = folded.get(fold(part))
      if (same !== undefined && same !== part) return `the paths ${same} and ${part} differ in case only`
      folded.set(fold(part), part)
      if (depth < segments.length) taken.add(part)
    }
  }
  const both = paths.find((path) => taken.has(path))
  return both === undefined ? undefined : `${both} is both a file and a folder`
}

/** Writes what `refusal` has let pass. The folder is new, so no link stands in the way. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
  }
}

function isPlain(segment: string): boolean {
  return (
    /^[\w@+.-]+$/.test(segment) &&
    segment.length <= MAX_SEGMENT &&
    segment !== '.' &&
    segment !== '..' &&
    !segment.startsWith('-') &&
    !segment.endsWith('.')
  )
}

function fold(path: string): string {
  return path.toLowerCase()
}
