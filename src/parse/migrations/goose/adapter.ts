import { type Adapter, baseName, directoryOf } from '../adapter.ts'
import { sectionedAdapter } from '../sectioned-sql.ts'
import { goStep } from './go.ts'

/** https://pressly.github.io/goose/documentation/annotations/: `-- +goose Up`, `-- +goose Down`. */
const inSql = sectionedAdapter(
  // "found N missing (out-of-order) migrations" unless -allow-missing is given.
  { framework: 'goose', title: 'goose', late: 'refused' },
  {
    up: /^\s*--\s*\+goose\s+up\b/i,
    down: /^\s*--\s*\+goose\s+down\b/i,
    downLine: '-- +goose Down',
  },
)

/** Migrations in SQL and in Go are one history. */
export const goose: Adapter = {
  ...inSql,
  place(path) {
    const match = /^(\d+)_(.+)\.go$/.exec(baseName(path))
    if (!match || path.endsWith('_test.go') || /\.(?:up|down)\.go$/.test(path)) return inSql.place(path)
    const [, version = '', name = ''] = match
    return { key: path, role: 'both', set: directoryOf(path), version, name }
  },
  read: (files) => (files.up.path.endsWith('.go') ? goStep(files) : inSql.read(files)),
}
