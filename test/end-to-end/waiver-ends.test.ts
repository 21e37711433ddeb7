import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startServer } from '../../src/app/server.ts'
import { openDatabase } from '../../src/jobs/index.ts'
import { appEnvironment } from '../app-environment.ts'
import { withEmptyDatabase } from '../empty-database.ts'
import { rulePool } from '../rule-pool.ts'
import { startStandIn } from '../stand-in/index.ts'
import { SAFE, UNSAFE } from './github.ts'

const RULE = 'insecure-patterns/tls-verification-disabled'
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test('a week before a waiver ends somebody is told, once; when it has ended, the finding is back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-waiver-ends-'))
  const standIn = await startStandIn({ rateLimits: false })
  /** The app for as long as it has something to do. */
  const live = async (sweepMinutes: number, during?: () => Promise<unknown>): Promise<void> => {
    const server = await startServer({
      env: {
        ...appEnvironment(standIn, withEmptyDatabase(folder)),
        SWEEP_MINUTES: String(sweepMinutes),
        LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
      },
      runtime: { pool: rulePool },
    })
    standIn.webhookUrl = server.webhookUrl
    await during?.()
    await standIn.webhooks.idle()
    await server.idle()
    await server.close()
  }
  const rewrite = async (expires: string): Promise<void> => {
    await using database = await openDatabase({ dataDir: folder })
    await database.query(
      "update roadmap.waivers set expires_on = $1::date, created_at = now() - interval '60 days'",
      [expires],
    )
    await database.query(
      'update roadmap.reviews set waived_until = $1::date where waived_until is not null',
      [expires],
    )
  }
  const repository = await standIn.createRepository({ name: 'shop', files: { 'src/server.js': SAFE } })
  standIn.setRole(repository, 'ada', 'write')
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  const conclusion = (): string | null | undefined =>
    standIn.checkRuns(repository, sha).findLast(({ name }) => name.includes('Insecure'))?.conclusion
  const pull = await standIn.openPull(repository, { head: 'work' })
  const notes = (): string[] =>
    standIn.state
      .issueCommentsOf(pull)
      .map(({ body }) => body)
      .filter((body) => body.startsWith('Waivers that were given here end soon'))
  try {
    await live(60)
    await live(0, () =>
      standIn.comment(pull, `/roadmap waive ${RULE} until=${day(30)} reason=asked @everybody`, 'ada'),
    )
    expect(conclusion()).toBe('success')
    await rewrite(day(3))
    await live(60)
    await live(60)
    expect(conclusion()).toBe('success')
    expect(notes()).toHaveLength(1)
    expect(notes()[0]).toContain(`\`${day(3)}\``)
    expect(notes()[0]).not.toContain('@everybody')
    await rewrite(day(-1))
    await live(60)
    expect(conclusion()).toBe('failure')
    expect(standIn.violations).toEqual([])
  } finally {
    await standIn.close()
    await rm(folder, { recursive: true, force: true })
  }
})
