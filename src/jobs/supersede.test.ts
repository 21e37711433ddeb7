import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { Store } from './store.ts'
import { Superseded, Supersession } from './supersede.ts'
import type { ReviewJob } from './target.ts'
import { withEmptyDatabase } from '../../test/empty-database.ts'

let folder: string
let database: Database
let store: Store
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-supersede-'))
  database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
  await migrate(database)
  store = new Store(database)
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

const job: ReviewJob = {
  installationId: 1,
  repoId: 2,
  owner: 'acme',
  repo: 'shop',
  target: { kind: 'pull', number: 3 },
  reason: 'synchronize',
}
const never = (error: unknown): never => {
  throw error
}

test('a review is ended by an event newer than the one it answers, and by no other', async () => {
  const supersession = new Supersession(store)
  const want = (): Promise<void> => database.transaction((sql) => store.want(sql, job))
  await want()
  const { wanted } = await store.claim(job)
  using watch = supersession.watch(job, wanted, never)
  // The process that accepted the event says so when the review that answers it has begun already.
  supersession.announce(job)
  await sleep(200)
  expect(watch.signal.aborted).toBe(false)
  await want()
  supersession.announce(job)
  await expect.poll(() => watch.signal.aborted, { timeout: 5_000 }).toBe(true)
  expect(watch.signal.reason).toBeInstanceOf(Superseded)
})
