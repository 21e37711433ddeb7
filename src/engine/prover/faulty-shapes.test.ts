import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ProofVerdict } from '../../model/index.ts'
import { Database } from './database.ts'
import { proveSteps } from './prove.ts'

// Each has the shape of a way back that was read in a project of note: gitness, minder, concourse, crates.io and lemmy.

let database: Database

beforeAll(async () => {
  database = await Database.open(new Set(['pg_trgm']), () => {})
})

beforeEach(() => database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))

afterAll(() => database.close())

async function verdictOf(base: string, up: string, down: string): Promise<ProofVerdict | undefined> {
  await database.exec(base)
  const steps = [{ id: '1', framework: 'golang-migrate', up, down }]
  const { verdicts } = await proveSteps(database, steps, (dump) => Database.open(new Set(), () => {}, dump))
  return verdicts[0]?.verdict
}

interface Shape {
  name: string
  base: string
  up: string
  down: string
  /** SQLSTATE, `<kind> <name> <change>`, or `rows of <table> <columns>`. */
  told: string
}

const T = 'CREATE TABLE t (id int PRIMARY KEY, a int, b text NOT NULL);'
const FAULTY: Shape[] = [
  { name: 'nothing but a licence', base: '', up: T, down: '-- Copyright', told: 'table public.t left-over' },
  {
    name: 'drops what the way up had replaced',
    base: T,
    up: 'DROP TABLE IF EXISTS t; CREATE TABLE t (id int, c int)',
    down: 'DROP TABLE t',
    told: 'table public.t missing',
  },
  {
    name: 'drops an index that went with its column',
    base: T,
    up: 'ALTER TABLE t ADD gone int; CREATE INDEX t_a ON t (a) WHERE gone IS NULL',
    down: 'ALTER TABLE t DROP gone;\nDROP INDEX t_a',
    told: '42704',
  },
  { name: 'another name', base: '', up: T, down: 'DROP TABLE ts', told: '42P01' },
  {
    name: 'forgets NOT NULL',
    base: T,
    up: 'ALTER TABLE t ADD c int; ALTER TABLE t ALTER b DROP NOT NULL',
    down: 'ALTER TABLE t DROP c',
    told: 'column public.t.b changed',
  },
  {
    name: 'brings a column back with another default',
    base: T,
    up: 'ALTER TABLE t DROP a',
    down: 'ALTER TABLE t ADD a int DEFAULT 0',
    told: 'column public.t.a changed',
  },
  {
    name: 'leaves a value of an enum',
    base: "CREATE TYPE kind AS ENUM ('a')",
    up: "ALTER TYPE kind ADD VALUE 'b'",
    down: '',
    told: 'enum public.kind changed',
  },
  {
    name: 'drops a type before the column',
    base: T,
    up: "CREATE TYPE kind AS ENUM ('a'); ALTER TABLE t ADD kind kind NOT NULL DEFAULT 'a'",
    down: 'DROP TYPE kind; ALTER TABLE t DROP kind',
    told: '2BP01',
  },
  {
    name: 'empties a column to give it another type',
    base: T,
    up: 'ALTER TABLE t DROP a; ALTER TABLE t ADD a jsonb',
    down: 'ALTER TABLE t DROP a; ALTER TABLE t ADD a int',
    told: 'rows of public.t a',
  },
  {
    name: 'a type that is none',
    base: T,
    up: 'ALTER TABLE t DROP a',
    down: 'ALTER TABLE t ADD a timestampz',
    told: '42704',
  },
  {
    name: 'leaves what a reference does on delete',
    base: `${T} CREATE TABLE c (t int CONSTRAINT c_t REFERENCES t)`,
    up: 'ALTER TABLE c DROP CONSTRAINT c_t, ADD CONSTRAINT c_t FOREIGN KEY (t) REFERENCES t ON DELETE CASCADE',
    down: '',
    told: 'constraint public.c.c_t changed',
  },
  {
    name: 'lets a key be empty',
    base: T,
    up: 'ALTER TABLE t ALTER id SET NOT NULL, ALTER id SET DEFAULT 1',
    down: 'ALTER TABLE t ALTER id DROP NOT NULL; ALTER TABLE t ALTER id DROP DEFAULT',
    told: '42P16',
  },
  {
    name: 'brings a required column back to rows that have no value',
    base: T,
    up: 'ALTER TABLE t DROP b',
    down: 'ALTER TABLE t ADD b text NOT NULL',
    told: '23502',
  },
  {
    name: 'drops the column of another table',
    base: `${T} CREATE TABLE u (id int, c int)`,
    up: 'ALTER TABLE t ADD c int',
    down: 'ALTER TABLE u DROP c',
    told: 'column public.t.c left-over',
  },
  {
    name: 'brings a unique index back as another',
    base: `${T} CREATE UNIQUE INDEX t_b ON t (lower(b))`,
    up: 'DROP INDEX t_b',
    down: 'CREATE INDEX t_b ON t (lower(b))',
    told: 'index public.t.t_b changed',
  },
  {
    name: 'brings a unique constraint back as an index',
    base: `${T} ALTER TABLE t ADD CONSTRAINT t_a UNIQUE (a)`,
    up: 'ALTER TABLE t DROP CONSTRAINT t_a',
    down: 'CREATE UNIQUE INDEX t_a ON t (a)',
    told: 'constraint public.t.t_a missing',
  },
  {
    name: 'leaves the function of a trigger',
    base: T,
    up: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER g AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()`,
    down: 'DROP TRIGGER g ON t',
    told: 'function public.f() left-over',
  },
  {
    name: 'forgets a setting of a function',
    base: "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = public AS 'SELECT 1'",
    up: "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'",
    down: "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    told: 'function public.f() changed',
  },
  {
    name: 'leaves an index on casts that no query has',
    base: `${T} CREATE INDEX t_c ON t (coalesce(a, id))`,
    up: 'ALTER TABLE t ALTER a TYPE bigint; ALTER TABLE t ALTER id TYPE bigint',
    down: 'ALTER TABLE t ALTER a TYPE int; ALTER TABLE t ALTER id TYPE int',
    told: 'index public.t.t_c changed',
  },
  {
    name: 'drops and makes a table anew',
    base: T,
    up: 'DROP TABLE t',
    down: T,
    told: 'rows of public.t',
  },
  {
    name: 'leaves a tsvector empty',
    base: `${T} ALTER TABLE t ADD search tsvector`,
    up: 'ALTER TABLE t DROP search',
    down: 'ALTER TABLE t ADD search tsvector',
    told: 'rows of public.t search',
  },
  {
    name: 'leaves an extension that the second way up trips over',
    base: T,
    up: 'CREATE EXTENSION pg_trgm; ALTER TABLE t ADD c int',
    down: 'ALTER TABLE t DROP c',
    told: '42710',
  },
  {
    name: 'drops an extension that was there',
    base: 'CREATE EXTENSION pg_trgm',
    up: 'CREATE EXTENSION IF NOT EXISTS pg_trgm',
    down: 'DROP EXTENSION pg_trgm',
    told: 'extension pg_trgm missing',
  },
]

test.for(FAULTY)('a way back that $name', async ({ base, up, down, told }) => {
  const verdict = await verdictOf(base, up, down)
  expect(wordsOf(verdict)).toContain(told)
})

const GOOD: Omit<Shape, 'told'>[] = [
  {
    name: 'puts a condition together otherwise',
    base: 'CREATE TABLE t (a int, b int, c int, CONSTRAINT k CHECK (a > 0 AND (b > 0 AND c > 0)))',
    up: 'ALTER TABLE t DROP CONSTRAINT k',
    down: 'ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0 AND b > 0 AND c > 0)',
  },
  {
    name: 'lays a function out otherwise',
    base: "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN\n    IF (true\n    ) THEN RETURN 1; END IF;\nEND'",
    up: 'DROP FUNCTION f()',
    down: "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN IF (true) THEN RETURN 1; END IF; END'",
  },
  {
    name: 'takes an option of a view back by its opposite',
    base: `${T} CREATE VIEW v AS SELECT a FROM t`,
    up: 'ALTER VIEW v SET (security_invoker = true)',
    down: 'ALTER VIEW v SET (security_invoker = false)',
  },
  {
    name: 'drops the table of another tool',
    base: 'CREATE TABLE schema_migrations (id serial PRIMARY KEY, version text)',
    up: 'DROP TABLE schema_migrations',
    down: 'CREATE TABLE schema_migrations (id bigserial PRIMARY KEY, version text)',
  },
  {
    name: 'leaves an extension that others may use',
    base: T,
    up: 'CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE INDEX t_b ON t USING gin (b gin_trgm_ops)',
    down: 'DROP INDEX t_b',
  },
  {
    name: 'adds to a table with more tsvectors than a function takes arguments',
    base: `CREATE TABLE t (${Array.from({ length: 60 }, (_, at) => `"s'${at}" tsvector`).join(', ')})`,
    up: 'ALTER TABLE t ADD c int',
    down: 'ALTER TABLE t DROP c',
  },
  {
    name: 'computes a tsvector anew',
    base: `${T} ALTER TABLE t ADD search tsvector`,
    up: 'ALTER TABLE t DROP search',
    down: "ALTER TABLE t ADD search tsvector; UPDATE t SET search = to_tsvector('simple', b)",
  },
]

test.for(GOOD)('a way back that $name is proven', async ({ base, up, down }) => {
  expect(await verdictOf(base, up, down)).toEqual({ kind: 'proven' })
})

function wordsOf(verdict: ProofVerdict | undefined): string[] {
  if (verdict?.kind === 'fails') return [verdict.failure.code]
  if (verdict?.kind !== 'differs' && verdict?.kind !== 'loses-data') return [verdict?.kind ?? 'none']
  const losses = verdict.losses.map(({ table, columns }) => ['rows of', table, ...(columns ?? [])].join(' '))
  if (verdict.kind === 'loses-data') return losses
  return [...losses, ...verdict.differences.map(({ kind, name, change }) => `${kind} ${name} ${change}`)]
}
