import { baseName, directoryOf, type Place } from '../adapter.ts'

const SCRIPT = /^(?:(\d+)[_-])?(.+)\.(?:[cm]?js|[cm]?ts)$/s
const NO_MIGRATION = /\.(?:d|test|spec)\.[cm]?[jt]s$|^index\.[cm]?[jt]s$/
const FOLDER = /(?:^|\/)[^/]*migrat[^/]*\//i
/** A day or a moment in front of a name, as generators write it: enough outside of a folder for migrations. */
const DATED = /^(?:Migration)?(?:19|20)\d{6}|^\d{13}[_-]/

/** A module that may be a migration by its path: tools tell theirs by the content. */
export function placeOfScript(path: string): Place | undefined {
  const file = baseName(path)
  const match = SCRIPT.exec(file)
  if (!match || NO_MIGRATION.test(file) || !(FOLDER.test(path) || DATED.test(file))) return undefined
  const place = { key: path, role: 'both' as const, set: directoryOf(path), name: match[2] ?? '' }
  return match[1] === undefined ? place : { ...place, version: match[1] }
}
