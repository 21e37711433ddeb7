import type { Source } from '../code/source.ts'
import type { Step } from './step.ts'

/** What a path alone says about a migration file. */
export interface Place {
  /** Files with the same key are one migration. */
  key: string
  role: 'up' | 'down' | 'both'
  /** Versions are unique and ordered within a set: usually a directory. */
  set: string
  version?: string
  name: string
  /** Key of the migration whose way back serves where this one has none of its own. */
  fallback?: string
}

export interface MigrationFile {
  path: string
  source: Source
}

/** One migration's files, as one commit has them. */
export interface MigrationFiles {
  place: Place
  up: MigrationFile
  /** Of frameworks with a file for each way. */
  down?: MigrationFile
  /** Whether other migrations of the same set have a file for the way back. */
  setHasDowns: boolean
  /** Texts of those of `Adapter.configs` that are there, by path. */
  configs?: ReadonlyMap<string, string>
}

/** A file looks like a migration and could not be understood: it must be named, never passed over. */
export interface Unreadable {
  unreadable: string
}

/** How one framework keeps its migrations. */
export interface Adapter {
  framework: string
  /** As people write it. */
  title: string
  place(path: string): Place | undefined
  /** Paths of files that tell the tool of a migration where its own text does not: a lock file, a manifest. */
  configs?(path: string): string[]
  /** Undefined where the content shows that it is no migration of this framework. */
  read(files: MigrationFiles): Promise<Step | Unreadable | undefined>
  /** Of frameworks with several migrations in a file: all of them, in order, each with a `name` of its own in the file. */
  readAll?(files: MigrationFiles): Promise<readonly Step[] | Unreadable | undefined>
  /**
   * Of frameworks whose migrations name what changes and not what was there (Django): the migrations of a history, in
   * their order, with the `operations` that those before them make of each.
   */
  inHistory?(steps: readonly Step[]): readonly Step[]
  /**
   * Whether the framework keeps a checksum of what it applied and refuses to go on when the file changes:
   * then comments count too. Line ends do not (Flyway reads lines).
   */
  checksummed: boolean
  /** Whether up and down files belong together by their version alone, whatever their names. */
  pairsByVersion?: boolean
  /**
   * `optional` where the framework runs no way back by itself, or only in an edition that few have: then one is
   * expected only where the project keeps them.
   */
  downs?: 'optional'
  /** What a database remembers an applied migration by: where that changes, it runs again. */
  knownBy: 'version' | 'file-name' | 'content'
  /** What happens to a migration that is older than the newest applied one. */
  late: 'skipped' | 'refused' | 'applied'
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Folders that a file stands in which are looked through for a manifest. */
const MAX_ANCESTORS = 12

/** The places of a file of this name beside a file and in the folders above it, nearest first. */
export function aboveAndBeside(path: string, name: string): string[] {
  const found: string[] = []
  for (let folder = directoryOf(path); found.length < MAX_ANCESTORS; folder = directoryOf(folder)) {
    found.push(folder === '' ? name : `${folder}/${name}`)
    if (folder === '') break
  }
  return found
}

/** Whether one of the configs that are there mentions something. */
export function configured({ configs }: MigrationFiles, name: string, what: RegExp): boolean {
  for (const [path, text] of configs ?? []) if (baseName(path) === name && what.test(text)) return true
  return false
}
