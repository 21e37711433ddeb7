import { sectionedAdapter } from '../sectioned-sql.ts'

/** https://github.com/amacneil/dbmate#creating-migrations: `-- migrate:up`, `-- migrate:down`. */
export const dbmate = sectionedAdapter(
  // All pending files run, in order, unless --strict is given.
  { framework: 'dbmate', title: 'dbmate', late: 'applied' },
  {
    up: /^\s*--\s*migrate:up\b/,
    down: /^\s*--\s*migrate:down\b/,
    downLine: '-- migrate:down',
  },
)
