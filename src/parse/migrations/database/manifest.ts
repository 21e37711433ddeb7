import type { Dialect } from '../operation.ts'

/** What names a database in a manifest or configuration of one kind, by the file's name. */
export interface Manifest {
  /** Relative to the application's root; `{folder}` is the name of the folder that the file stands in. */
  names: readonly string[]
  words: Readonly<Partial<Record<Dialect, RegExp>>>
}
