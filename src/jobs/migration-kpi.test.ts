import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Metrics } from '../app/metrics.ts'
import { runTool } from '../engine/tools/run-tool.ts'
import type { ProofAnswer, ProofRequest, ProofStep, Review } from '../model/index.ts'
import { type Database, openDatabase } from './database.ts'
import { migrationKpi } from './migration-kpi.ts'
import { migrate } from './migrate.ts'
import { Store } from './store.ts'
import type { ReviewJob } from './target.ts'
import { withEmptyDatabase } from '../../test/empty-database.ts'

let folder: string
let database: Database

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-kpi-'))
  database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
  await migrate(database)
})

afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

async function published(
  repoId: number,
  pull: number,
  headSha: string,
  measures?: Record<string, number>,
): Promise<void> {
  const store = new Store(database)
  const job: ReviewJob = {
    installationId: 7,
    owner: 'acme',
    repo: 'shop',
    repoId,
    target: { kind: 'pull', number: pull },
    reason: 'opened',
  }
  const key = `${repoId}/${pull}/${headSha}`
  await database.transaction((sql) => store.want(sql, job))
  await store.beginReview(job, { key, subjectKey: key, headSha, baseRef: 'main' })
  const review: Review = {
    baseSha: 'b',
    headSha,
    conclusion: 'success',
    families: [],
    outcomes: [],
    findings: [],
    notices: [],
    notLookedAt: [],
    ...(measures && { measures }),
  }
  await store.finishReview(job, {
    key,
    conclusion: 'success',
    inline: true,
    milliseconds: 1,
    labels: [],
    allowing: [],
    review,
  })
}

test('what a published review says of its migrations adds up, the last one of each change', async () => {
  await expect(migrationKpi(database)).resolves.toMatchObject({ changes: 0, migrations: 0 })
  await expect(migrationKpi(database)).resolves.not.toHaveProperty('rollbackRate')
  await published(1, 1, 'old', { migrations: 2, 'migrations.differs': 2, 'migrations.with-rollback': 2 })
  await published(1, 1, 'new', { migrations: 2, 'migrations.proven': 2, 'migrations.with-rollback': 2 })
  await published(1, 2, 'a', {
    migrations: 3,
    'migrations.with-rollback': 2,
    'migrations.proven': 1,
    'migrations.rollback-fails': 1,
    'migrations.up-fails': 1,
  })
  await published(2, 1, 'a', { migrations: 1, 'migrations.not-proven': 1 })
  // Nothing to do with migrations.
  await published(2, 2, 'a')
  await expect(migrationKpi(database)).resolves.toEqual({
    changes: 3,
    migrations: 6,
    withRollback: 4,
    proven: 3,
    losesData: 0,
    differs: 0,
    rollbackFails: 1,
    upFails: 1,
    notProven: 1,
    rollbackRate: 0.75,
    successRate: 0.8,
  })
  await expect(migrationKpi(database, { repoId: 2 })).resolves.toMatchObject({ changes: 1, migrations: 1 })
  const tomorrow = new Date(Date.now() + 24 * 3600_000)
  await expect(migrationKpi(database, { since: tomorrow })).resolves.toMatchObject({ changes: 0 })
})

test('the same commit, reviewed again, is one', async () => {
  await published(3, 1, 'a', { migrations: 1, 'migrations.differs': 1 })
  await published(3, 1, 'a', { migrations: 1, 'migrations.proven': 1 })
  await expect(migrationKpi(database, { repoId: 3 })).resolves.toMatchObject({
    proven: 1,
    differs: 0,
    migrations: 1,
  })
})

test('/metrics shows them, and no share of nothing', async () => {
  const metrics = new Metrics()
  metrics.watchMigrations(() => migrationKpi(database, { repoId: 1 }))
  const text = await metrics.registry.metrics()
  expect(text).toContain('roadmap_review_migrations{outcome="proven"} 3')
  expect(text).toContain('roadmap_review_migration_success_ratio{of="rollback"} 0.75')
  const none = new Metrics()
  none.watchMigrations(() => migrationKpi(database, { repoId: 99 }))
  expect(await none.registry.metrics()).not.toContain('migration_success_ratio{')
})

test('the rollbacks of the store are proven by the prover itself', async () => {
  const own = new URL('./migrations/', import.meta.url)
  const names = (await readdir(own)).filter((name) => name.endsWith('.up.sql')).toSorted()
  const steps = await Promise.all(
    names.map(async (name): Promise<ProofStep> => {
      const [up, down] = await Promise.all(
        [name, name.replace('.up.', '.down.')].map((file) => readFile(new URL(file, own), 'utf8')),
      )
      return { id: name, framework: 'golang-migrate', up: up ?? '', down: down ?? '' }
    }),
  )
  const schema: ProofStep = { id: 'schema', framework: 'golang-migrate', up: 'create schema roadmap' }
  const request: ProofRequest = { history: [schema], steps, each: true }
  const answer = await runTool({ tool: 'prove-postgres', files: { 'request.json': JSON.stringify(request) } })
  if (answer.kind !== 'ran' || answer.exitCode !== 0) throw new Error(JSON.stringify(answer).slice(0, 2000))
  const { verdicts } = JSON.parse(answer.stdout) as ProofAnswer
  // Of the one table that goes, nobody ever wrote a row: what the prover made up for it is lost, as it should say.
  const dropped = { kind: 'loses-data', losses: [{ table: 'roadmap.baselines' }] }
  const due = (id: string): object => (id === '0011_no_baselines.up.sql' ? dropped : { kind: 'proven' })
  expect(verdicts).toEqual(names.map((id) => ({ id, verdict: due(id) })))
})
