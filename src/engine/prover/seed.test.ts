import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database } from './database.ts'
import { seedRows } from './seed.ts'

let database: Database

beforeAll(async () => {
  database = await Database.open(new Set(), () => {})
})

afterAll(() => database.close())

test.for([
  ['a reference to itself', 'CREATE TABLE t (id int PRIMARY KEY, parent int NOT NULL REFERENCES t)'],
  [
    'a circle of references',
    `CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL); CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a);
     ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b`,
  ],
  [
    'a reference of two columns',
    'CREATE TABLE p (x int, y text, PRIMARY KEY (x, y)); CREATE TABLE t (x int NOT NULL, y text NOT NULL, FOREIGN KEY (x, y) REFERENCES p)',
  ],
  [
    'one column out of several',
    'CREATE TABLE t (id int, a int, b int, c int, CHECK (num_nonnulls(a, b, c) = 1))',
  ],
  [
    'a kind that decides which columns are empty',
    `CREATE TYPE kind AS ENUM ('x', 'y'); CREATE TABLE t (kind kind NOT NULL, a int, b int,
      CHECK ((kind = 'x' AND num_nonnulls(a, b) = 2 AND a < b) OR (kind = 'y' AND num_nonnulls(a, b) = 0)))`,
  ],
  [
    'a length',
    `CREATE TABLE t (sha bytea NOT NULL CHECK (octet_length(sha) = 32), code text NOT NULL CHECK (char_length(code) = 40), long text NOT NULL CHECK (length(long) > 50))`,
  ],
  ['a pattern', "CREATE TABLE t (sha text NOT NULL CHECK (sha ~ '^[0-9a-f]{40}$'))"],
  ['a list', "CREATE TABLE t (state text NOT NULL CHECK (state IN ('on', 'off')))"],
  [
    'a domain',
    "CREATE DOMAIN email AS text CHECK (value ~ '^.+@.+$'); CREATE TABLE t (email email NOT NULL)",
  ],
  [
    'partitions',
    `CREATE TABLE r (at timestamptz NOT NULL, n int) PARTITION BY RANGE (at);
     CREATE TABLE r_2024 PARTITION OF r FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
     CREATE TABLE l (region text NOT NULL) PARTITION BY LIST (region); CREATE TABLE l_eu PARTITION OF l FOR VALUES IN ('eu', 'ch')`,
  ],
  [
    'what the database fills in',
    'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, n int NOT NULL, twice int GENERATED ALWAYS AS (n * 2) STORED)',
  ],
  [
    'columns that hold text of one letter',
    'CREATE TABLE t (a varchar(1) NOT NULL UNIQUE, b char(2) NOT NULL)',
  ],
])('a row honours %s', async ([, sql = '']) => {
  await database.exec(`BEGIN; ${sql}`)
  try {
    const { tables, without } = await seedRows(database)
    expect(without).toEqual([])
    expect(tables).toBeGreaterThan(0)
  } finally {
    await database.exec('ROLLBACK')
  }
})
