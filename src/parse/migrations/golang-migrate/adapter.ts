import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { pairedStep } from '../paired-sql.ts'

/**
 * `<version>_<title>.up.sql` and `.down.sql`, as golang-migrate names them
 * (https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md); tern, popx and sqlx's reversible
 * migrations use the same names.
 */
export const golangMigrate: Adapter = {
  framework: 'golang-migrate',
  title: 'golang-migrate',
  checksummed: false,
  knownBy: 'version',
  // It keeps one number, the current version: an older file that comes later is never looked at.
  late: 'skipped',
  pairsByVersion: true,
  place(path) {
    // A way back written in another language (by tools with the same names) is there, though not read.
    const match = /^(\d+)_(.*)\.(?:(up)\.sql|down\.\w+)$/s.exec(baseName(path))
    if (!match) return undefined
    const [, version = '', name = '', up] = match
    return {
      key: path.replace(/\.(?:up|down)\.\w+$/, ''),
      role: up ? 'up' : 'down',
      set: directoryOf(path),
      version,
      name,
    }
  },
  read(files) {
    return pairedStep(golangMigrate, files, files.up.path.replace(/\.up\.sql$/, '.down.sql'))
  },
}
