import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../src/jobs/database.ts'

/** Where the tests of a run find a database that was just made: making one takes seconds, a copy none. */
const VARIABLE = 'ROADMAP_TEST_EMPTY_DATABASE'

/** Vitest's global set-up: once a run. */
export default async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'roadmap-empty-database-'))
  await (await openDatabase({ dataDir: folder })).close()
  process.env[VARIABLE] = join(folder, 'database')
  return () => rmSync(folder, { recursive: true, force: true })
}

/** Lays an empty database into a data folder that has none. */
export function withEmptyDatabase(dataDir: string): string {
  const made = process.env[VARIABLE]
  const own = join(dataDir, 'database')
  if (made === undefined || existsSync(own)) return dataDir
  mkdirSync(dataDir, { recursive: true })
  cpSync(made, own, { recursive: true })
  return dataDir
}
