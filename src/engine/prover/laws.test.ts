import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProofVerdict } from '../../model/index.ts'
import { Database } from './database.ts'
import { applyHistory, proveSteps } from './prove.ts'

let database: Database

beforeAll(async () => {
  database = await Database.open(new Set(), () => {})
})

afterAll(() => database.close())

const BASE = `CREATE TABLE a (id int PRIMARY KEY, n int NOT NULL DEFAULT 3, s text);
  CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a, v varchar(9) CHECK (v <> 'x'));
  CREATE INDEX b_v ON b (v)`

interface Operation {
  up: string
  down: string
}

const table = fc.constantFrom('a', 'b')
const type = fc.constantFrom('int', 'text', 'jsonb', 'timestamptz', 'numeric(4, 2)[]', 'varchar(7)')
/** What one migration can do to the base and take back; `at` keeps names apart. */
const operation = (at: number): fc.Arbitrary<Operation> =>
  fc.oneof(
    fc.tuple(table, type).map(([t, k]) => ({
      up: `ALTER TABLE ${t} ADD c${at} ${k}`,
      down: `ALTER TABLE ${t} DROP c${at}`,
    })),
    table.map((t) => ({ up: `CREATE INDEX i${at} ON ${t} (id)`, down: `DROP INDEX i${at}` })),
    type.map((k) => ({
      up: `CREATE TABLE t${at} (x ${k}); CREATE VIEW v${at} AS SELECT x FROM t${at}`,
      down: `DROP VIEW v${at}; DROP TABLE t${at}`,
    })),
    fc.constant({
      up: `CREATE TYPE e${at} AS ENUM ('a'); CREATE TABLE u${at} (e e${at})`,
      down: `DROP TABLE u${at}; DROP TYPE e${at}`,
    }),
    fc.integer({ min: 4, max: 99 }).map((n) => ({
      up: `INSERT INTO a (id, n) VALUES (${1000 + at}, ${n})`,
      down: `DELETE FROM a WHERE id = ${1000 + at}`,
    })),
    fc.constant({
      up: `CREATE FUNCTION f${at}() RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION f${at}() IS 'one'`,
      down: `DROP FUNCTION f${at}()`,
    }),
  )
const operations = fc
  .integer({ min: 1, max: 5 })
  .chain((length) => fc.tuple(...Array.from({ length }, (_, at) => operation(at))))

async function verdictsOf(steps: readonly Operation[]): Promise<(ProofVerdict | undefined)[]> {
  await database.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${BASE}`)
  const { verdicts } = await proveSteps(
    database,
    steps.map((step, index) => ({ id: String(index), framework: 'goose', ...step })),
    (dump) => Database.open(new Set(), () => {}, dump),
  )
  return verdicts.map(({ verdict }) => verdict)
}

/** Operations of one migration, taken back last first. */
function together(all: readonly Operation[]): Operation {
  return {
    up: all.map(({ up }) => up).join(';\n'),
    down: all
      .toReversed()
      .map(({ down }) => down)
      .join(';\n'),
  }
}

test('what is taken back last first is proven, in one migration and in several', async () => {
  await fc.assert(
    fc.asyncProperty(operations, async (all) => {
      expect(await verdictsOf([together(all)])).toEqual([{ kind: 'proven' }])
      expect(await verdictsOf(all)).toEqual(all.map(() => ({ kind: 'proven' })))
    }),
    { numRuns: 6 },
  )
})

test('what is independent may be taken back in any order', async () => {
  const shuffled = operations.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  )
  await fc.assert(
    fc.asyncProperty(shuffled, async ([all, other]) => {
      expect(await verdictsOf([{ up: together(all).up, down: together(other).down }])).toEqual([
        { kind: 'proven' },
      ])
    }),
    { numRuns: 6 },
  )
})

test('what is not taken back is never proven', async () => {
  await fc.assert(
    fc.asyncProperty(operations, fc.nat(), async (all, chosen) => {
      const out = chosen % all.length
      const { down } = together(all.filter((_, at) => at !== out))
      const [verdict] = await verdictsOf([{ up: together(all).up, down }])
      expect(['differs', 'fails']).toContain(verdict?.kind)
    }),
    { numRuns: 6 },
  )
})

test('no change has no verdict, and one that does nothing is proven', async () => {
  expect(await verdictsOf([])).toEqual([])
  expect(await verdictsOf([{ up: '', down: '' }])).toEqual([{ kind: 'proven' }])
})

test('the order of independent migrations of the base does not matter', async () => {
  const history = ['CREATE TABLE x (i int)', 'CREATE TABLE y (j int)', "CREATE TYPE z AS ENUM ('a')"]
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(history, { minLength: 3 }), async (order) => {
      await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      const steps = order.map((up, index) => ({ id: String(index), framework: 'goose', up }))
      expect(await applyHistory(database, steps, [])).toBeUndefined()
      const step = {
        id: '1',
        framework: 'goose',
        up: 'ALTER TABLE x ADD z z',
        down: 'ALTER TABLE y DROP IF EXISTS j; ALTER TABLE x DROP z',
      }
      const { verdicts } = await proveSteps(database, [step], () => Promise.reject(new Error('not needed')))
      expect(verdicts[0]?.verdict).toMatchObject({ kind: 'differs', differences: [{ name: 'public.y.j' }] })
    }),
    { numRuns: 5 },
  )
})
