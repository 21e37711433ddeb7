import { sectionedAdapter } from '../sectioned-sql.ts'

/** https://github.com/rubenv/sql-migrate: `-- +migrate Up`, `-- +migrate Down`. */
export const sqlMigrate = sectionedAdapter(
  { framework: 'sql-migrate', title: 'sql-migrate', late: 'applied' },
  {
    up: /^\s*--\s*\+migrate\s+up\b/i,
    down: /^\s*--\s*\+migrate\s+down\b/i,
    downLine: '-- +migrate Down',
  },
)
