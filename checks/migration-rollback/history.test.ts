import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memorySnapshot } from '../../src/changeset/memory.ts'
import { golangMigrate } from '../../src/parse/migrations/golang-migrate/adapter.ts'
import { historiesIn, historyOf } from './history.ts'
import { migrationOptions } from './options.ts'

const options = migrationOptions.parse({})
const UP = 'CREATE TABLE t (a int);\n'

async function names(files: Record<string, string>): Promise<Record<string, string[]>> {
  const histories = await historiesIn(memorySnapshot(files), options)
  return Object.fromEntries(
    histories.map(({ adapter, set, steps }) => [
      `${adapter.framework}:${set}`,
      steps.map(({ step }) => step.name),
    ]),
  )
}

test('migrations with numbers run by number, each set by itself', async () => {
  expect(
    await names({
      'a/10_ten.up.sql': UP,
      'a/9_nine.up.sql': UP,
      'a/9_nine.down.sql': 'DROP TABLE t;',
      'b/1_one.up.sql': UP,
      'b/readme.md': '',
    }),
  ).toEqual({ 'golang-migrate:a': ['nine', 'ten'], 'golang-migrate:b': ['one'] })
})

test('tools that go by names run by name', async () => {
  const dbmate = '-- migrate:up\nCREATE TABLE t (a int);\n-- migrate:down\nDROP TABLE t;\n'
  expect(await names({ 'db/10_b.sql': dbmate, 'db/9_a.sql': dbmate })).toEqual({ 'dbmate:db': ['b', 'a'] })
  expect(await names({ 'm/2020-01-02-000000_b/up.sql': UP, 'm/2020-01-01-000000_a/up.sql': UP })).toEqual({
    'diesel:m': ['a', 'b'],
  })
  // Dashes do not count: what the first versions of the tool made has none.
  expect(
    await names({
      'm/2017-09-23-182408_b/up.sql': UP,
      'm/20170911000000_a/up.sql': UP,
      'm/2017-09-23-182408-0000_c/up.sql': UP,
    }),
  ).toEqual({ 'diesel:m': ['a', 'b', 'c'] })
})

describe('links', () => {
  const revision = (id: string, after: string, extra = ''): string =>
    `revision = '${id}'\ndown_revision = ${after}\n${extra}\ndef upgrade():\n    op.drop_table('t')\n\ndef downgrade():\n    pass\n`

  test('Alembic runs by links through branches and merges, in folders for years too', async () => {
    const [history] = await historiesIn(
      memorySnapshot({
        'alembic/versions/2026/a.py': revision('merge', "('left', 'right')"),
        'alembic/versions/2025/b.py': revision('right', "'root'"),
        'alembic/versions/2025/c.py': revision('left', "'root'"),
        'alembic/versions/z.py': revision('root', 'None'),
      }),
      options,
    )
    expect(history?.steps.map(({ step }) => step.version)).toEqual(['root', 'right', 'left', 'merge'])
    expect(history?.heads).toEqual(['merge'])
  })

  test('several heads are named', async () => {
    const [history] = await historiesIn(
      memorySnapshot({
        'alembic/versions/a.py': revision('one', "'root'"),
        'alembic/versions/b.py': revision('two', "'root'"),
        'alembic/versions/z.py': revision('root', 'None'),
      }),
      options,
    )
    expect(history?.heads.toSorted()).toEqual(['one', 'two'])
  })

  test('a circle ends, and nothing is lost', async () => {
    const [history] = await historiesIn(
      memorySnapshot({
        'alembic/versions/a.py': revision('one', "'two'"),
        'alembic/versions/b.py': revision('two', "'one'"),
      }),
      options,
    )
    expect(history?.steps).toHaveLength(2)
  })

  test('Django runs by dependencies of the same app', async () => {
    const migration = (after: string): string =>
      `from django.db import migrations\nclass Migration(migrations.Migration):\n    dependencies = [('auth', '0001_initial'), ${after}]\n    operations = [migrations.DeleteModel(name='X')]\n`
    const [history] = await historiesIn(
      memorySnapshot({
        'shop/orders/migrations/0001_initial.py': migration(''),
        'shop/orders/migrations/0002_zeta.py': migration("('orders', '0001_initial')"),
        'shop/orders/migrations/0002_alpha.py': migration("('orders', '0002_zeta')"),
      }),
      options,
    )
    expect(history?.steps.map(({ step }) => step.name)).toEqual(['0001_initial', '0002_zeta', '0002_alpha'])
    expect(history?.heads).toEqual(['orders.0002_alpha'])
  })
})

test('sqitch runs by its plan', async () => {
  const deploy = (name: string): string => `-- Deploy app:${name} to pg\nCREATE TABLE ${name} (a int);\n`
  expect(
    await names({
      'sqitch.plan':
        '%syntax-version=1.0.0\n\nzeta 2024-01-01T00:00:00Z a <a@b.c>\nalpha [zeta] 2024-01-02T00:00:00Z a <a@b.c>\n@v1\n',
      'deploy/alpha.sql': deploy('alpha'),
      'deploy/zeta.sql': deploy('zeta'),
    }),
  ).toEqual({ 'sqitch:': ['zeta', 'alpha'] })
})

test('a migration for one dialect runs among those that all dialects share', async () => {
  const { 'golang-migrate:m.postgres': forPostgres } = await names({
    'm/1_a.up.sql': UP,
    'm/2_b.up.sql': UP,
    'm/2_b.postgres.up.sql': UP,
    'm/3_c.up.sql': UP,
  })
  expect(forPostgres).toEqual(['a', 'b.postgres', 'c'])
})

test('migrations that all dialects share are no history of their own, where nobody runs them alone', async () => {
  const files = {
    'm/1_a.postgres.up.sql': UP,
    'm/1_a.mysql.up.sql': UP,
    'm/2_b.up.sql': UP,
    'm/3_c.postgres.autocommit.up.sql': UP,
    'm/3_c.mysql.up.sql': UP,
  }
  expect(await names(files)).toEqual({
    'golang-migrate:m.mysql': ['a.mysql', 'b', 'c.mysql'],
    'golang-migrate:m.postgres': ['a.postgres', 'b', 'c.postgres.autocommit'],
  })
  const context = {
    changeSet: { head: memorySnapshot(files) },
    options,
    shared: (_: string, make: () => unknown) => make(),
  } as unknown as Parameters<typeof historyOf>[0]
  const place = golangMigrate.place('m/2_b.up.sql')
  if (!place) throw new Error('no place')
  expect((await historyOf(context, 'head', golangMigrate, place)).set).toBe('m.postgres')
})

test('what cannot be read is named', async () => {
  const snapshot = memorySnapshot({ 'a/1_a.up.sql': UP, 'a/2_b.up.sql': UP })
  const broken = {
    ...snapshot,
    readMany: async (paths: readonly string[]) => {
      const texts = new Map(await snapshot.readMany(paths))
      return texts.set('a/2_b.up.sql', { kind: 'unread', reason: 'oversized' })
    },
  }
  const [history] = await historiesIn(broken, options)
  expect(history?.steps).toHaveLength(1)
  expect(history?.notRead).toEqual([
    { path: 'a/2_b.up.sql', why: 'a migration that was not read (oversized)' },
  ])
})

test('the order of files in the tree does not matter', async () => {
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`a/${i + 1}_n${i + 1}.up.sql`, UP]))
  const expected = await names(files)
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(Object.entries(files), { minLength: 12 }), async (entries) => {
      expect(await names(Object.fromEntries(entries))).toEqual(expected)
    }),
    { numRuns: 10 },
  )
})
