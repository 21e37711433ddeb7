import type { Adapter } from '../adapter.ts'
import { aboveAndBeside, baseName, configured, directoryOf } from '../adapter.ts'
import { pairedStep } from '../paired-sql.ts'

/** What popx adds to a name (https://github.com/ory/x/blob/master/popx/match.go). */
const DIALECT =
  /\.(?:postgres|postgresql|cockroach(?:db)?|crdb|mysql|mariadb|sqlite3?)(?:\.autocommit)?$|\.autocommit$/

/**
 * `<version>_<title>.up.sql` and `.down.sql`, as golang-migrate names them
 * (https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md); popx uses the same names, with the dialect
 * before the ending where it matters.
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
    // A way written in another language (by tools with the same names) is there, though not read; maragu.dev/migrate takes
    // any character before the way (https://github.com/maragudk/migrate/blob/main/migrate.go).
    const match = /^(\d+)_(.*)(?:\.(?:(up)\.(?:sql|go)|down\.\w+)|_(?:(up)|down)\.sql)$/s.exec(baseName(path))
    if (!match) return undefined
    const [, version = '', name = '', dotted, underscored] = match
    const up = dotted ?? underscored
    const key = path.replace(/[._](?:up|down)\.\w+$/, '')
    const fallback = key.replace(DIALECT, '')
    return {
      key,
      role: up ? 'up' : 'down',
      // One version for each dialect is one migration to popx; whether it has a transaction is nothing that tells databases apart.
      set: directoryOf(path) + key.slice(fallback.length).replace(/\.autocommit$/, ''),
      version,
      name,
      ...(fallback !== key && { fallback }),
    }
  },
  configs: (path) => aboveAndBeside(path, 'Cargo.toml'),
  async read(files) {
    // sqlx names its files alike.
    if (configured(files, 'Cargo.toml', /\bsqlx\b/)) return undefined
    // `12_clean_up.sql` is a title, unless there is a `_down` to it.
    if (files.up.path.endsWith('_up.sql') && !files.down) return undefined
    return pairedStep(golangMigrate, files, files.up.path.replace(/([._])up\.\w+$/, '$1down.sql'))
  },
}
