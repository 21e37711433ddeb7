import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withEmptyDatabase } from '../../test/empty-database.ts'
import { RateLimited } from '../github/index.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { SharedPace } from './shared-pace.ts'

test('replicas share the pace of an installation; another has its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-pace-'))
  try {
    await using database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
    await migrate(database)
    let now = 1_800_000_000_000
    const replicas = [0, 1, 2].map(() => new SharedPace(database, 7, () => now))
    let taken = 0
    const takeAll = async (): Promise<number> => {
      taken = 0
      await Promise.all(
        replicas.map(async (replica) => {
          for (;;) {
            await replica.take()
            taken += 1
          }
        }),
      ).catch((error: unknown) => {
        expect(error).toBeInstanceOf(RateLimited)
      })
      return taken
    }
    expect(await takeAll()).toBe(75)
    await new SharedPace(database, 8, () => now).take()
    now += 30_000
    expect(await takeAll()).toBe(0)
    now += 45_000
    expect(await takeAll()).toBe(75)
    for (let minute = 0; minute < 10; minute += 1) {
      now += 80_000
      await takeAll()
    }
    const [row] = await database.query<{ sum: number }>(
      'select sum(used)::int as sum from roadmap.paces where installation_id = 7',
    )
    expect(row?.sum).toBe(480)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
