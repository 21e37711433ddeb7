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
  /** Undefined where the content shows that it is no migration of this framework. */
  read(files: MigrationFiles): Promise<Step | Unreadable | undefined>
  /**
   * Whether the framework keeps a checksum of what it applied and refuses to go on when the file changes:
   * then comments count too. Line ends do not (Flyway reads lines).
   */
  checksummed: boolean
  /** Whether up and down files belong together by their version alone, whatever their names. */
  pairsByVersion?: boolean
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
