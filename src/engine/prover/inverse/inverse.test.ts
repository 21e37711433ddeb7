import { expect, test } from 'vitest'
import type { ProofAnswer, ProofRequest } from '../../../model/index.ts'
import { runTool } from '../../tools/run-tool.ts'

const HISTORY = `
  CREATE TYPE mood AS ENUM ('sad', 'happy');
  CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE, age int CHECK (age > 18), mood mood DEFAULT 'sad', name varchar(40) NOT NULL);
  CREATE TABLE posts (id uuid PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE, kind varchar(4) NOT NULL CHECK (kind IN ('post', 'page')));
  CREATE INDEX posts_user ON posts (user_id) WHERE kind = 'post';
  COMMENT ON TABLE posts IS 'what users wrote'; COMMENT ON COLUMN posts.kind IS 'post or page';
  CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql AS 'SELECT i * 2';
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE VIEW authors AS SELECT DISTINCT user_id FROM posts;
  GRANT SELECT ON posts TO reporting;`

async function inverses(...steps: [up: string, down?: string][]): Promise<(string | undefined)[]> {
  const request: ProofRequest = {
    history: [{ id: '1', framework: 'golang-migrate', up: HISTORY }],
    steps: steps.map(([up, down], index) => ({
      id: `${index}`,
      framework: 'golang-migrate',
      up,
      ...(down !== undefined && { down }),
    })),
    inverse: true,
  }
  const answer = await runTool({ tool: 'prove-postgres', files: { 'request.json': JSON.stringify(request) } })
  if (answer.kind !== 'ran' || answer.exitCode !== 0) throw new Error(JSON.stringify(answer).slice(0, 3000))
  const { inverses: found = [] } = JSON.parse(answer.stdout) as ProofAnswer
  return steps.map((_step, index) => found.find(({ id }) => id === `${index}`)?.down)
}

test('a dropped table comes back with all that hung on it, in an order that runs', async () => {
  const [down] = await inverses(['DROP VIEW authors; DROP TABLE posts;'])
  expect(down).toMatchInlineSnapshot(`
    "-- rows of posts are not restored: restore them from a backup
    CREATE TABLE posts (
      id uuid NOT NULL,
      user_id bigint NOT NULL,
      kind character varying(4) NOT NULL,
      CONSTRAINT posts_kind_check CHECK (kind IN ('post', 'page')),
      CONSTRAINT posts_pkey PRIMARY KEY (id)
    );
    ALTER TABLE posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
    CREATE INDEX posts_user ON posts (user_id) WHERE ((kind)::text = 'post'::text);
    CREATE VIEW authors AS
     SELECT DISTINCT user_id
       FROM posts;
    CREATE TRIGGER touched BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();
    COMMENT ON TABLE public.posts IS 'what users wrote';
    COMMENT ON COLUMN public.posts.kind IS 'post or page';
    GRANT SELECT ON TABLE posts TO reporting;"
  `)
})

test('columns, types, constraints and indexes are altered back', async () => {
  const downs = await inverses(
    ['ALTER TABLE users ADD COLUMN nick text UNIQUE; CREATE INDEX CONCURRENTLY by_name ON users (name);'],
    ['ALTER TABLE users DROP COLUMN name, DROP COLUMN age;'],
    ["ALTER TYPE mood ADD VALUE 'calm' AFTER 'sad';"],
    [
      'ALTER TABLE users RENAME COLUMN email TO mail; ALTER TABLE users RENAME TO accounts; ALTER TABLE posts ALTER kind TYPE text, ALTER kind SET DEFAULT 1;',
    ],
    [
      'ALTER TABLE posts DROP CONSTRAINT posts_user_id_fkey; DROP INDEX posts_user; DROP TRIGGER touched ON posts;',
    ],
  )
  expect(downs).toMatchInlineSnapshot(`
    [
      "DROP INDEX CONCURRENTLY by_name;
    ALTER TABLE users DROP COLUMN nick;",
      "-- values of users.age are not restored: restore them from a backup
    ALTER TABLE users ADD COLUMN age integer;
    -- values of users.name are not restored: restore them from a backup, until then rows hold ''
    ALTER TABLE users ADD COLUMN name character varying(40) NOT NULL DEFAULT '';
    ALTER TABLE users ALTER COLUMN name DROP DEFAULT;
    ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 18);
    CREATE INDEX by_name ON users (name);",
      "-- fails where rows hold 'calm': change those first
    ALTER TYPE mood RENAME TO mood_old;
    CREATE TYPE mood AS ENUM ('sad', 'happy');
    ALTER TABLE users ALTER COLUMN mood DROP DEFAULT;
    ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;
    ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad'::mood;
    DROP TYPE mood_old;",
      "ALTER TABLE accounts RENAME TO users;
    ALTER TABLE users RENAME COLUMN mail TO email;
    DROP INDEX posts_user;
    ALTER TABLE posts DROP CONSTRAINT posts_kind_check;
    ALTER TABLE posts ALTER COLUMN kind DROP DEFAULT;
    ALTER TABLE posts ALTER COLUMN kind TYPE character varying(4);
    ALTER TABLE posts ADD CONSTRAINT posts_kind_check CHECK (kind IN ('post', 'page'));
    CREATE INDEX posts_user ON posts (user_id) WHERE ((kind)::text = 'post'::text);",
      "ALTER TABLE posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(id) ON DELETE CASCADE;
    CREATE INDEX posts_user ON posts (user_id) WHERE (kind = 'post'::text);
    CREATE TRIGGER touched BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();",
    ]
  `)
})

test('routines, views, schemas, grants and comments are put back', async () => {
  const downs = await inverses(
    [
      `CREATE SCHEMA shop; CREATE TABLE shop.orders (id int PRIMARY KEY, state mood); CREATE VIEW shop.open AS SELECT * FROM shop.orders;
       CREATE FUNCTION shop.total() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM shop.open';`,
    ],
    [
      "CREATE OR REPLACE FUNCTION twice(i int) RETURNS int LANGUAGE sql AS 'SELECT i + i'; DROP VIEW authors; CREATE VIEW authors AS SELECT user_id, count(*) FROM posts GROUP BY 1;",
    ],
    [
      "REVOKE SELECT ON posts FROM reporting; GRANT INSERT ON users TO reporting; COMMENT ON TABLE posts IS NULL; COMMENT ON COLUMN users.age IS 'years';",
    ],
    [
      'ALTER TABLE posts ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON posts USING (user_id = 1); ALTER TABLE posts DISABLE TRIGGER touched;',
    ],
  )
  expect(downs).toMatchInlineSnapshot(`
    [
      "DROP VIEW shop.open;
    DROP TABLE shop.orders;
    DROP FUNCTION shop.total();
    DROP SCHEMA shop;",
      "DROP VIEW authors;
    CREATE OR REPLACE FUNCTION public.twice(i integer)
     RETURNS integer
     LANGUAGE sql
    AS $function$SELECT i * 2$function$;
    CREATE VIEW authors AS
     SELECT DISTINCT user_id
       FROM posts;",
      "REVOKE INSERT ON TABLE users FROM reporting;
    COMMENT ON COLUMN public.users.age IS NULL;
    COMMENT ON TABLE public.posts IS 'what users wrote';
    GRANT SELECT ON TABLE posts TO reporting;",
      "DROP POLICY own ON posts;
    ALTER TABLE posts DISABLE ROW LEVEL SECURITY;
    ALTER TABLE posts ENABLE TRIGGER touched;",
    ]
  `)
})

test('what the author wrote is kept: what is missing is added, what fails is left out', async () => {
  const downs = await inverses(
    [
      'ALTER TABLE users ADD COLUMN a int; ALTER TABLE users ADD COLUMN b int; DROP INDEX posts_user;',
      '-- back\nALTER TABLE users DROP COLUMN a;\n',
    ],
    ['ALTER TABLE users ADD COLUMN c int', 'ALTER TABLE users DROP COLUMN c'],
  )
  expect(downs).toEqual([
    `-- back
ALTER TABLE users DROP COLUMN a;
ALTER TABLE users DROP COLUMN b;
CREATE INDEX posts_user ON posts (user_id) WHERE ((kind)::text = 'post'::text);`,
    undefined,
  ])
  const fails = [
    'CREATE TABLE tags (id int); CREATE TABLE tagged (id int);',
    'BEGIN;\nDROP TABLE tags;\nDROP TABLE taged;\nCOMMIT;\n',
  ] as const
  expect(await inverses([...fails])).toEqual(['BEGIN;\nDROP TABLE tags;\nDROP TABLE tagged;\nCOMMIT;'])
})

test('a column that was renamed keeps its values, though the author dropped it', async () => {
  const [down] = await inverses([
    'ALTER TABLE users RENAME COLUMN email TO mail',
    'ALTER TABLE users DROP COLUMN mail; ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT 1 UNIQUE; ALTER TABLE users ALTER email DROP DEFAULT',
  ])
  expect(down).toBe('ALTER TABLE users RENAME COLUMN mail TO email;')
})

test('nothing is returned that could not be proven', async () => {
  // What the rows held decides whether the way up runs twice.
  const downs = await inverses(
    ['CREATE AGGREGATE more (int) (sfunc = int4pl, stype = int)'],
    ['DROP TABLE nowhere'],
  )
  expect(downs).toEqual([undefined, undefined])
})
