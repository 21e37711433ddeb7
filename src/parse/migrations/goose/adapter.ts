import { sectionedAdapter } from '../sectioned-sql.ts'

/** https://pressly.github.io/goose/documentation/annotations/: `-- +goose Up`, `-- +goose Down`. */
export const goose = sectionedAdapter(
  // "found N missing (out-of-order) migrations" unless -allow-missing is given.
  { framework: 'goose', title: 'goose', late: 'refused' },
  {
    up: /^\s*--\s*\+goose\s+up\b/i,
    down: /^\s*--\s*\+goose\s+down\b/i,
    downLine: '-- +goose Down',
  },
)
