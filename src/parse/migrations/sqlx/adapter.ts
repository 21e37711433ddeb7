import type { Adapter } from '../adapter.ts'
import { aboveAndBeside, baseName, configured, directoryOf } from '../adapter.ts'
import { pairedStep } from '../paired-sql.ts'

/**
 * sqlx's migrations: `<version>_<name>.sql`, or `.up.sql` and `.down.sql` where they are made with `-r`
 * (https://docs.rs/sqlx/latest/sqlx/macro.migrate.html). The names are those of other tools, so a manifest has to name it.
 */
export const sqlx: Adapter = {
  framework: 'sqlx',
  title: 'sqlx',
  // SHA-384 of the whole text: `migrate run` fails where an applied one differs.
  checksummed: true,
  knownBy: 'version',
  late: 'applied',
  pairsByVersion: true,
  place(path) {
    const match = /^(\d+)_(.+?)(?:\.(up|down))?\.sql$/s.exec(baseName(path))
    if (!match) return undefined
    const [, version = '', name = '', way] = match
    // A number before any other SQL means nothing.
    if (way === undefined && !/(?:^|\/)[\w.-]*migrations?\//i.test(path)) return undefined
    const key = path.replace(/(?:\.(?:up|down))?\.sql$/, '')
    return { key, role: way === 'down' ? 'down' : 'up', set: directoryOf(path), version, name }
  },
  configs: (path) => aboveAndBeside(path, 'Cargo.toml'),
  async read(files) {
    if (!configured(files, 'Cargo.toml', /\bsqlx\b/)) return undefined
    if (/^--\s*(?:\+goose|\+migrate|migrate:)/m.test(files.up.source.text)) return undefined
    const { path } = files.up
    const expected = path.replace(/(?:\.up)?\.sql$/, '.down.sql')
    const step = await pairedStep(sqlx, files, expected)
    // Without `.up` it is of the simple kind, which cannot be reverted at all.
    return path.endsWith('.up.sql') ? step : { ...step, reversibility: 'forward-only' }
  },
}
