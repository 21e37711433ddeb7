import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withEmptyDatabase } from '../../../test/empty-database.ts'
import type { SharedDocument } from '../../../config/index.ts'
import { loadText } from '../../engine/load-config.ts'
import { type Database, openDatabase } from '../database.ts'
import { migrate } from '../migrate.ts'
import { SharedConfigStore } from './store.ts'

const ENTRY = 'acme/rules@v1'
const [OLD, NEW] = ['1'.repeat(40), '2'.repeat(40)]
let folder: string
let database: Database
let store: SharedConfigStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-shared-config-'))
  database = await openDatabase({ dataDir: withEmptyDatabase(join(folder, 'data')) })
  await migrate(database)
  store = new SharedConfigStore(database)
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

function document(sha: string): SharedDocument {
  return {
    what: `acme/rules:.roadmap.yml@${sha.slice(0, 10)}`,
    sha,
    settings: { version: 1, gate: { 'fail-on': 'warning' }, checks: { '*': 'note' } },
    lines: { '["gate","fail-on"]': 3 },
    extends: {},
  }
}

test('gives back what was kept, to the same repository alone', async () => {
  expect(await store.lastGood(1, ENTRY)).toBeUndefined()
  await store.keep(1, ENTRY, document(OLD))
  expect(await store.lastGood(1, ENTRY)).toEqual({ document: document(OLD), at: expect.any(Date) as Date })
  expect(await store.lastGood(2, ENTRY)).toBeUndefined()
  await database.query(`update roadmap.shared_configs set document = '{"settings": 7}' where repo_id = 1`)
  expect(await store.lastGood(1, ENTRY)).toBeUndefined()
})

test('a tag that was moved takes effect and is said, a commit cannot move', async () => {
  const now = new Date()
  const at = async (sha: string, valid = true): ReturnType<typeof loadText> =>
    loadText(`version: 1\nextends: ['${ENTRY}']\n`, {
      path: '.roadmap.yml',
      now,
      shared: {
        repository: { owner: 'acme', repo: 'shop' },
        read: async () => ({
          kind: 'text',
          text: valid ? 'version: 1\n# SECRET in a comment\ngate:\n  fail-on: warning\n' : 'nothing',
          sha,
        }),
        lastGood: (entry) => store.lastGood(3, entry),
        keep: (entry, good) => store.keep(3, entry, good),
      },
    })
  expect(await at(OLD)).toMatchObject({ ok: true, notices: [] })
  expect(await at(NEW)).toMatchObject({
    ok: true,
    notices: [
      { level: 'warning', message: expect.stringContaining('moved from 1111111111 to 2222222222') as string },
    ],
  })
  expect(await at(NEW, false)).toMatchObject({
    ok: true,
    config: { gate: { failOn: 'warning' } },
    notices: [{ message: expect.stringContaining('@2222222222, last seen valid on') as string }],
  })
  await database.query(`update roadmap.shared_configs set moved_at = now() - interval '20 days'`)
  expect(await at(NEW)).toMatchObject({ ok: true, notices: [] })
  const rows = await database.query('select * from roadmap.shared_configs')
  expect(JSON.stringify(rows)).not.toContain('SECRET')
})

test('keeps fifty entries of a repository, the newest', async () => {
  await database.query(
    `insert into roadmap.shared_configs (repo_id, entry, sha, document, good_at)
     select 4, 'acme/r' || n, '', '{}', now() - make_interval(days => n) from generate_series(1, 60) as n`,
  )
  await store.keep(4, ENTRY, document(OLD))
  const rows = await database.query('select entry from roadmap.shared_configs where repo_id = 4')
  expect(rows).toHaveLength(50)
  expect(await store.lastGood(4, ENTRY)).toBeDefined()
  expect(rows).not.toContainEqual({ entry: 'acme/r60' })
})
