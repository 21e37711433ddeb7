import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProofAnswer } from '../../model/index.ts'
import { Database } from './database.ts'
import { proveSteps } from './prove.ts'

let database: Database

beforeAll(async () => {
  database = await Database.open(new Set(), () => {})
  await database.exec(`CREATE TABLE "T" (id int PRIMARY KEY, a varchar(10), b int);
    CREATE TABLE u (id int PRIMARY KEY, t int); CREATE INDEX u_t ON u (t)`)
})

afterAll(() => database.close())

async function seenOf(up: string, down: string): Promise<NonNullable<ProofAnswer['seen']>> {
  const steps = [{ id: '1', framework: 'golang-migrate', up, down }]
  const { seen, verdicts } = await proveSteps(database, steps, (dump) =>
    Database.open(new Set(), () => {}, dump),
  )
  await database.exec(down)
  expect(verdicts[0]?.verdict.kind).toBe('proven')
  return seen ?? []
}

test('the locks that each statement takes and the tables that it writes anew are seen as it runs', async () => {
  const up = `-- wider
ALTER TABLE "T" ALTER a TYPE text;
ALTER TABLE "T" ALTER b TYPE bigint;
CREATE INDEX i ON u (id, t);
ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (t) REFERENCES "T" (id);`
  const down = `ALTER TABLE u DROP CONSTRAINT f; DROP INDEX i;
    ALTER TABLE "T" ALTER b TYPE int; ALTER TABLE "T" ALTER a TYPE varchar(10)`
  expect(await seenOf(up, down)).toEqual([
    {
      id: '1',
      statements: [
        { line: 2, locks: [{ table: 'public.T', mode: 'ACCESS EXCLUSIVE' }], rewritten: [] },
        { line: 3, locks: [], rewritten: ['public.T'] },
        { line: 4, locks: [{ table: 'public.u', mode: 'SHARE' }], rewritten: [] },
        { line: 5, locks: [{ table: 'public.u', mode: 'SHARE ROW EXCLUSIVE' }], rewritten: [] },
      ],
    },
  ])
})

test('nothing is said of tables that the change makes, of rows that are read, nor of what runs concurrently', async () => {
  expect(await seenOf('CREATE TABLE n (a int); ALTER TABLE n ALTER a TYPE text', 'DROP TABLE n')).toEqual([])
  expect(await seenOf('CREATE VIEW v AS SELECT * FROM u; SELECT * FROM v', 'DROP VIEW v')).toEqual([])
  expect(await seenOf('CREATE INDEX CONCURRENTLY c ON u (id, t)', 'DROP INDEX c')).toEqual([])
})
