import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { text } from 'node:stream/consumers'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseSql } from '../../src/parse/sql/parse.ts'
import { runnable } from './pages.ts'

/** Ends a pattern that hangs; the patterns themselves take a fraction of it. */
const TIME_OUT_MS = 20_000

const fences = runnable()
const of = (language: string) => fences.filter((fence) => fence.language === language)

test('a pattern that is said to run is in a language that is run here', () => {
  expect(fences.filter(({ language }) => language !== 'js' && language !== 'sql')).toEqual([])
})

describe('JavaScript', () => {
  test.each(of('js'))('$name', async ({ code }) => {
    expect(await runModule(code)).toEqual({ status: 0, stderr: '' })
  })

  test('a pattern whose assertion fails is not taken for one that works', async () => {
    const { status, stderr } = await runModule(`import assert from 'node:assert'; assert.equal(1, 2)`)
    expect(status).toBe(1)
    expect(stderr).toContain('AssertionError')
  })
})

describe('SQL', () => {
  let db: PGlite
  beforeAll(async () => {
    db = await PGlite.create()
  })
  afterAll(async () => db.close())

  test.each(of('sql'))('$name', async ({ code }) => {
    expect(await runSql(db, code)).toBeGreaterThan(0)
  })

  test('a pattern whose assertion fails is not taken for one that works', async () => {
    const failing = `SELECT 1; DO $$ BEGIN ASSERT (SELECT 1) = 2, 'one is two'; END $$;`
    await expect(runSql(db, failing)).rejects.toThrow('one is two')
  })
})

/** Runs code as a reader would who pastes it into a file of its own: no package is there to be found. */
async function runModule(code: string): Promise<{ status: number | string | null; stderr: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-'], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'ignore', 'pipe'],
    timeout: TIME_OUT_MS,
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status, signal) => {
      resolve(signal ?? status)
    })
  })
  child.stdin.end(code)
  const [status, stderr] = await Promise.all([ended, text(child.stderr)])
  return { status, stderr }
}

/**
 * Runs a script on an empty schema, one statement at a time: as one string it would all be one transaction.
 * @returns the number of statements run.
 */
async function runSql(db: PGlite, script: string): Promise<number> {
  await db.exec('ROLLBACK')
  await db.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public; DISCARD PLANS; RESET ALL;')
  const { statements } = await parseSql(script)
  for (const statement of statements) {
    if (!statement.node) throw new Error(`not PostgreSQL: ${statement.text}`)
    try {
      await db.query(statement.text)
    } catch (error) {
      throw new Error(`${(error as Error).message}\nin: ${statement.text}`, { cause: error })
    }
  }
  return statements.length
}
