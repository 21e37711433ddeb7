import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { ReviewQueue } from './queue.ts'
import { Store } from './store.ts'
import type { Job, ReviewJob } from './target.ts'
import { withEmptyDatabase } from '../../test/empty-database.ts'

let folder: string
let database: Database

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-jobs-'))
  database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
})

beforeEach(async () => {
  await database.script('drop schema if exists roadmap cascade; drop schema if exists pgboss cascade')
})

afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

const job: ReviewJob = {
  installationId: 7,
  owner: 'acme',
  repo: 'shop',
  repoId: 42,
  target: { kind: 'pull', number: 1 },
  reason: 'opened',
}

test('every migration can be rolled back to exactly what was before', async () => {
  expect(await migrate(database, 0)).toEqual([])
  const empty = await catalogue()
  const versions = await migrate(database)
  expect(versions.length).toBeGreaterThan(0)
  const full = await catalogue()
  expect(full).not.toEqual(empty)
  expect(await migrate(database)).toEqual([])
  expect(await migrate(database, 0)).toEqual(versions.toReversed())
  expect(await catalogue()).toEqual(empty)
  await migrate(database)
  expect(await catalogue()).toEqual(full)
})

test('a migration that fails leaves nothing behind', async () => {
  await migrate(database)
  await database.query('alter table roadmap.waivers rename to moved')
  const before = await catalogue()
  await expect(migrate(database, 0)).rejects.toThrow(/waivers/)
  expect(await catalogue()).toEqual(before)
})

test('a database of a newer version is refused', async () => {
  await migrate(database)
  await database.query("insert into roadmap.schema_migrations (version, name) values (9999, 'later')")
  await expect(migrate(database)).rejects.toThrow(/newer/)
})

test('accepting a delivery is all or nothing, and only once', async () => {
  await migrate(database)
  const store = new Store(database)
  const queue = new ReviewQueue({ database, concurrency: 1, onError: () => {} })
  await queue.start()
  const accept = (fail: boolean): Promise<boolean> =>
    database.transaction(async (sql) => {
      const isNew = await store.recordDelivery(sql, { id: 'd1', event: 'pull_request' })
      if (!isNew) return false
      await store.want(sql, job)
      await queue.send(sql, job)
      if (fail) throw new Error('cut off')
      return true
    })
  await expect(accept(true)).rejects.toThrow('cut off')
  expect(await queue.depth()).toMatchObject({ ready: 0 })
  expect(await store.countUnanswered()).toBe(0)
  expect(await accept(false)).toBe(true)
  expect(await accept(false)).toBe(false)
  expect(await queue.depth()).toMatchObject({ ready: 1 })
  expect(await store.claim(job)).toEqual({ wanted: 1, asked: 0 })
  await queue.stop(1_000)
})

test('events of one target share one queued job; another target has its own', async () => {
  await migrate(database)
  const queue = new ReviewQueue({ database, concurrency: 1, onError: () => {} })
  await queue.start()
  await queue.send(database, job)
  await queue.send(database, { ...job, reason: 'synchronize' })
  await queue.send(database, { ...job, target: { kind: 'pull', number: 2 } })
  expect(await queue.depth()).toMatchObject({ ready: 2 })
  await queue.stop(1_000)
})

test('a job that fails is tried again', async () => {
  await migrate(database)
  const queue = new ReviewQueue({ database, concurrency: 1, onError: () => {} })
  await queue.start()
  const attempts: boolean[] = []
  const done = Promise.withResolvers<Job>()
  await queue.work(async (data, attempt) => {
    attempts.push(attempt.last)
    if (attempts.length === 1) throw new Error('not yet')
    done.resolve(data)
  })
  await queue.send(database, job)
  expect(await done.promise).toEqual(job)
  expect(attempts).toEqual([false, false])
  await queue.stop(1_000)
})

test('counters tell whether newer events came while a review ran', async () => {
  await migrate(database)
  const store = new Store(database)
  await store.want(database, job)
  const { wanted } = await store.claim(job)
  await store.want(database, { ...job, reason: 'asked' })
  expect(await store.isNewerWanted(job, wanted)).toBe(true)
  expect(await store.settle(job, wanted)).toBe(true)
  expect(await store.countUnanswered()).toBe(1)
  const later = await store.claim(job)
  expect(later).toEqual({ wanted: 2, asked: 1 })
  expect(await store.settle(job, later.wanted)).toBe(false)
  expect(await store.countUnanswered()).toBe(0)
})

/** Tables, columns, constraints and indexes of our schema, as text. */
async function catalogue(): Promise<string[]> {
  const rows = await database.query<{ line: string }>(`
    select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
      || ' ' || coalesce(column_default, '') as line
    from information_schema.columns where table_schema = 'roadmap'
    union all
    select 'index ' || indexdef from pg_indexes where schemaname = 'roadmap'
    union all
    select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'roadmap'::regnamespace
    order by line`)
  return rows.map(({ line }) => line)
}
