import { expect, test } from 'vitest'
import type { Snapshot } from '../../../src/model/index.ts'
import { settingsDialect } from './django-settings.ts'

function snapshot(files: Readonly<Record<string, string>>): Snapshot {
  return {
    entries: async () => Object.keys(files).map((path) => ({ kind: 'file', path })),
    readMany: async (paths: readonly string[]) =>
      new Map(paths.map((path) => [path, { kind: 'text', text: files[path] ?? '' }])),
  } as unknown as Snapshot
}

const engine = (name: string): string => `DATABASES = {"default": {"ENGINE": "django.db.backends.${name}"}}`

test.each([
  ['the project\u2019s', { 'site/settings.py': engine('postgresql') }, 'postgresql'],
  [
    'a folder of settings',
    { 'site/settings/base.py': '', 'site/settings/prod.py': engine('mysql') },
    'mysql',
  ],
  [
    'SQLite to start with',
    { 'site/settings.py': engine('sqlite3'), 'site/settings_prod.py': engine('postgresql') },
    'postgresql',
  ],
  ['SQLite alone', { 'config/settings.py': engine('sqlite3') }, 'sqlite'],
  ['an address', { 'config/settings.py': 'db = env.db(default="postgres://localhost/shop")' }, 'postgresql'],
  [
    'two servers',
    { 'site/settings.py': engine('mysql'), 'site/settings_b.py': engine('postgresql') },
    undefined,
  ],
  ['a comment', { 'site/settings.py': `# ${engine('mysql')}` }, undefined],
  ['those of tests', { 'tests/settings.py': engine('mysql') }, undefined],
  [
    'the nearest of two projects',
    { 'a/site/settings.py': engine('mysql'), 'b/site/settings.py': engine('postgresql') },
    'mysql',
  ],
])('%s', async (_, files, expected) => {
  expect(await settingsDialect(snapshot(files), 'a/shop/migrations/0001_initial.py')).toBe(expected)
})
