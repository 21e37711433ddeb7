import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type StandIn, startStandIn } from '../../test/stand-in/index.ts'
import { openDatabase } from '../jobs/index.ts'
import { type RunningServer, startServer } from './server.ts'
import { appEnvironment } from '../../test/app-environment.ts'
import { withEmptyDatabase } from '../../test/empty-database.ts'
import { rulePool } from '../../test/rule-pool.ts'

let folder: string
let standIn: StandIn

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-sweep-'))
  standIn = await startStandIn({ rateLimits: false })
})
afterEach(async () => {
  await standIn.close()
  await rm(folder, { recursive: true, force: true })
  expect(standIn.violations).toEqual([])
})

async function start(dataDir: string, sweepMinutes: number): Promise<RunningServer> {
  const server = await startServer({
    env: {
      ...appEnvironment(standIn, withEmptyDatabase(join(folder, dataDir))),
      SWEEP_MINUTES: String(sweepMinutes),
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    },
    runtime: { pool: rulePool },
  })
  standIn.webhookUrl = server.webhookUrl
  return server
}
const SAFE = "import https from 'node:https'\n\nexport const agent = new https.Agent({ keepAlive: true })\n"
const UNSAFE = SAFE.replace('keepAlive: true', 'rejectUnauthorized: false')
const created = (from: number): number =>
  standIn.requests
    .slice(from)
    .filter(({ method, path }) => method === 'POST' && /\/(check-runs|reviews)$/.test(path)).length

test('what was missed is reviewed at the start, once, even if the database is lost', async () => {
  const repository = await standIn.createRepository({ name: 'shop', files: { 'src/server.js': SAFE } })
  standIn.webhooks.mode = 'drop'
  const sha = await standIn.push(repository, 'missed', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'missed' })
  standIn.webhooks.mode = 'deliver'
  for (const [dataDir, expected] of [
    ['first', 5],
    ['first', 0],
    ['after-a-loss', 0],
  ] as const) {
    const from = standIn.requests.length
    const server = await start(dataDir, 60)
    await server.idle()
    await server.close()
    expect(standIn.checkRuns(repository, sha)).toHaveLength(4)
    expect(await standIn.reviewComments(pull)).toHaveLength(1)
    expect(created(from)).toBe(expected)
  }
})

test('the database holds no source text and no secret, and nothing at all once the app is uninstalled', async () => {
  const repository = await standIn.createRepository({ name: 'shop', files: { 'src/server.js': SAFE } })
  const server = await start('forget', 0)
  await standIn.push(repository, 'seen', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'seen' })
  await server.idle()
  await server.close()
  const remembered = await dump('forget')
  expect(remembered).toContain('tls-verification-disabled')
  for (const secret of [
    'rejectUnauthorized',
    'keepAlive',
    'ghs_',
    standIn.app.webhookSecret,
    'PRIVATE KEY',
  ]) {
    expect(remembered).not.toContain(secret)
  }
  const again = await start('forget', 0)
  const [installation] = standIn.state.installationsOf(repository)
  if (!installation) throw new Error('not installed')
  await standIn.uninstall(installation)
  // A late event is acknowledged, ends quietly and leaves nothing but itself.
  await standIn.closePull(pull)
  await again.idle()
  await again.close()
  expect(await dump('forget')).not.toContain('tls-verification-disabled')
})

/** Every row of every table, as text. */
async function dump(dataDir: string): Promise<string> {
  await using database = await openDatabase({ dataDir: join(folder, dataDir) })
  const tables = await database.query<{ name: string }>(
    `select schemaname || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname in ('roadmap', 'pgboss')`,
  )
  const rows = await Promise.all(
    tables.map(({ name }) =>
      database.query<{ line: string }>(`select row_to_json(one)::text as line from ${name} one`),
    ),
  )
  return rows
    .flat()
    .map(({ line }) => line)
    .join('\n')
}
