import type { ComparedTool } from './hazard-case.ts'
import { CARRIER, carrierPath } from './postgresql-schema.ts'

/** The cases that squawk's own tests decide, in other names: https://github.com/sbdchd/squawk (Apache-2.0 or MIT). */
export const SQUAWK: ComparedTool = {
  title: 'squawk',
  url: 'https://squawkhq.com/docs/rules',
  base: CARRIER,
  path: carrierPath,
  rules: [
    {
      id: 'adding-field-with-default',
      what: 'a column whose default makes PostgreSQL rewrite the table',
      ours: ['column-rewrites-table'],
      because:
        'Of a function of the project only the name is seen: those that make keys (`nanoid`, `gen_ulid`) are known.',
      bad: [
        'ALTER TABLE parcels ADD COLUMN token uuid DEFAULT gen_random_uuid(); -- here',
        'ALTER TABLE parcels ADD COLUMN token text DEFAULT nanoid(); -- here',
        'ALTER TABLE parcels ADD COLUMN luck double precision DEFAULT random(); -- here',
        'ALTER TABLE parcels\n  SET LOGGED,\n  ADD COLUMN token uuid DEFAULT uuid_generate_v4(); -- here',
        'ALTER TABLE parcels ADD COLUMN area integer GENERATED ALWAYS AS (weight * width) STORED; -- here',
        {
          steps: ['ALTER TABLE parcels ADD COLUMN fragile integer DEFAULT 10; -- here'],
          options: { 'postgres-version': 10 },
        },
      ],
      good: [
        'ALTER TABLE parcels ADD COLUMN fragile integer DEFAULT 10;',
        'ALTER TABLE parcels ADD COLUMN fragile boolean DEFAULT true;',
        "ALTER TABLE parcels ADD COLUMN colour text DEFAULT 'brown';",
        "ALTER TABLE parcels ADD COLUMN next_stage stage DEFAULT 'sent';",
        "ALTER TABLE parcels ADD COLUMN data jsonb DEFAULT '{}'::jsonb;",
        'ALTER TABLE parcels ADD COLUMN a double precision[] DEFAULT array[]::double precision[];',
        'ALTER TABLE parcels ADD COLUMN b bigint[] DEFAULT CAST(array[] AS bigint[]);',
        "ALTER TABLE parcels ADD COLUMN c text[] DEFAULT array['x', 'y']::text[];",
        "ALTER TABLE parcels ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now() - interval '100 years';",
        'ALTER TABLE parcels ADD COLUMN seen_at timestamptz DEFAULT current_timestamp;',
        'ALTER TABLE parcels ADD COLUMN four integer DEFAULT 2 + 2;',
        'ALTER TABLE parcels ADD COLUMN fragile integer;\nALTER TABLE parcels ALTER COLUMN fragile SET DEFAULT 10;',
      ],
    },
    {
      id: 'adding-foreign-key-constraint',
      what: 'a foreign key that is checked for every row under a lock',
      ours: ['foreign-key-locks-tables'],
      bad: [
        'ALTER TABLE parcels ADD CONSTRAINT parcels_depot_fk FOREIGN KEY (depot_id) REFERENCES depots (id); -- here',
        'ALTER TABLE parcels ADD COLUMN origin_id bigint REFERENCES depots (id) DEFAULT 1; -- here',
      ],
      because:
        'A key on a column that the same statement adds without a default is quiet: PostgreSQL checks no row of NULLs for long.',
      good: [
        'CREATE TABLE letters (id bigint PRIMARY KEY, depot_id bigint, CONSTRAINT letters_depot_fk FOREIGN KEY (depot_id) REFERENCES depots (id));',
        'CREATE TABLE letters (id bigint PRIMARY KEY, depot_id bigint NOT NULL REFERENCES depots (id) ON DELETE CASCADE);',
        'CREATE TABLE letters (id bigint PRIMARY KEY, depot_id bigint);\nALTER TABLE letters ADD CONSTRAINT letters_depot_fk FOREIGN KEY (depot_id) REFERENCES depots (id);',
        'ALTER TABLE parcels ADD CONSTRAINT parcels_depot_fk FOREIGN KEY (depot_id) REFERENCES depots (id) NOT VALID;',
      ],
    },
    {
      id: 'adding-not-nullable-field',
      what: 'SET NOT NULL, which reads the whole table under a lock',
      ours: ['not-null-scans-table'],
      bad: [
        'ALTER TABLE parcels ALTER COLUMN remark SET NOT NULL; -- here',
        'ALTER TABLE parcels ADD CONSTRAINT remark_present CHECK (remark IS NOT NULL) NOT VALID;\nALTER TABLE parcels ALTER COLUMN remark SET NOT NULL; -- here',
        'ALTER TABLE parcels ADD CONSTRAINT label_present CHECK (label IS NOT NULL) NOT VALID;\nALTER TABLE parcels VALIDATE CONSTRAINT label_present;\nALTER TABLE parcels ALTER COLUMN remark SET NOT NULL; -- here',
        {
          steps: [
            'ALTER TABLE parcels ADD CONSTRAINT remark_present CHECK (remark IS NOT NULL) NOT VALID;',
            'ALTER TABLE parcels VALIDATE CONSTRAINT remark_present;',
            'ALTER TABLE parcels ALTER COLUMN remark SET NOT NULL; -- here',
          ],
          options: { 'postgres-version': 11 },
        },
      ],
      good: [
        'ALTER TABLE parcels ADD COLUMN floor integer DEFAULT 10 NOT NULL;\nALTER TABLE parcels ALTER COLUMN floor DROP DEFAULT;',
        {
          steps: [
            'ALTER TABLE parcels ADD CONSTRAINT remark_present CHECK (remark IS NOT NULL) NOT VALID;',
            'ALTER TABLE parcels VALIDATE CONSTRAINT remark_present;\nALTER TABLE parcels\nALTER COLUMN remark\nSET NOT NULL;\nALTER TABLE parcels DROP CONSTRAINT remark_present;',
          ],
          options: { 'postgres-version': 12 },
        },
        {
          steps: [
            'ALTER TABLE parcels ADD CONSTRAINT remark_present CHECK (remark IS NOT NULL) NOT VALID;',
            'ALTER TABLE parcels VALIDATE CONSTRAINT remark_present;',
            'ALTER TABLE parcels ALTER COLUMN remark SET NOT NULL;',
          ],
          options: { 'postgres-version': 16 },
        },
      ],
    },
    {
      id: 'adding-serial-primary-key-field',
      what: 'a primary key that is built under a lock',
      ours: ['unique-constraint-locks-table', 'column-rewrites-table'],
      bad: [
        'ALTER TABLE parcels ADD COLUMN number serial PRIMARY KEY; -- here',
        'ALTER TABLE parcels ADD PRIMARY KEY (id); -- here',
      ],
      good: ['ALTER TABLE parcels ADD CONSTRAINT parcels_pkey PRIMARY KEY USING INDEX parcels_id_idx;'],
    },
    {
      id: 'adding-required-field',
      what: 'a required column without a default',
      ours: ['not-null-column-without-default'],
      bad: ['ALTER TABLE parcels ADD COLUMN express boolean NOT NULL; -- here'],
      good: [
        'ALTER TABLE parcels ADD COLUMN express boolean;',
        'ALTER TABLE parcels ADD COLUMN express boolean NOT NULL DEFAULT true;',
        'ALTER TABLE parcels ADD COLUMN area integer GENERATED ALWAYS AS (weight * width) STORED NOT NULL;',
      ],
    },
    {
      id: 'ban-alter-domain-with-add-constraint',
      what: 'a constraint added to a domain, which reads every table that uses it',
      ours: ['domain-constraint-scans-tables'],
      bad: ["ALTER DOMAIN postcode ADD CONSTRAINT postcode_digits CHECK (value ~ '^[0-9]+$'); -- here"],
      good: [
        "ALTER DOMAIN postcode ADD CONSTRAINT postcode_digits CHECK (value ~ '^[0-9]+$') NOT VALID;",
        'ALTER DOMAIN postcode DROP CONSTRAINT postcode_digits;',
        'ALTER DOMAIN postcode RENAME TO zip;',
        'ALTER DOMAIN postcode OWNER TO carrier;',
      ],
    },
    {
      id: 'ban-char-field',
      what: 'char(n)',
      ours: ['char-column'],
      bad: [
        'CREATE TABLE letters (\n  id bigint PRIMARY KEY,\n  stamp char(100) NOT NULL -- here\n);',
        'CREATE TABLE letters (\n  id bigint PRIMARY KEY,\n  stamp character -- here\n);',
        'ALTER TABLE parcels ADD COLUMN stamp Char(3); -- here',
      ],
      good: ['CREATE TABLE letters (id bigint PRIMARY KEY, a varchar(100), b text NOT NULL, c bit varying);'],
    },
    {
      id: 'ban-concurrent-index-creation-in-transaction',
      what: 'CONCURRENTLY inside of a transaction, which PostgreSQL refuses',
      ours: ['mixed-transaction'],
      bad: [
        'BEGIN;\nCREATE INDEX CONCURRENTLY parcels_label_idx ON parcels (label); -- here\nCOMMIT;',
        'CREATE UNIQUE INDEX CONCURRENTLY parcels_label_idx ON parcels (label); -- here\nALTER TABLE parcels ADD CONSTRAINT parcels_label_key UNIQUE USING INDEX parcels_label_idx;',
      ],
      good: ['CREATE INDEX CONCURRENTLY parcels_label_idx ON parcels (label);'],
    },
    {
      id: 'ban-create-domain-with-constraint',
      what: 'a domain made with a constraint',
      ours: ['domain-with-constraint'],
      bad: ['CREATE DOMAIN weight AS numeric(15, 5) CHECK (value > 0); -- here'],
      good: ['CREATE DOMAIN weight AS numeric(15, 5);'],
    },
    {
      id: 'ban-drop-column',
      what: 'a column dropped',
      ours: ['data-dropped', 'dropped-but-still-used'],
      because: 'That code still reads it is said; that data goes at all only where a project asks for it.',
      bad: ['ALTER TABLE parcels DROP COLUMN remark CASCADE; -- here'],
      good: ['ALTER TABLE parcels ADD COLUMN x integer;\nALTER TABLE parcels DROP COLUMN x;'],
    },
    {
      id: 'ban-drop-database',
      what: 'a database dropped',
      ours: ['destructive-statement'],
      bad: ['DROP DATABASE carrier; -- here', 'DROP DATABASE IF EXISTS carrier; -- here'],
    },
    {
      id: 'ban-drop-not-null',
      what: 'NOT NULL dropped',
      ours: ['not-null-dropped'],
      bad: ['ALTER TABLE depots ALTER COLUMN title DROP NOT NULL; -- here'],
    },
    {
      id: 'ban-drop-table',
      what: 'a table dropped',
      ours: ['data-dropped', 'dropped-but-still-used'],
      bad: ['DROP TABLE parcels; -- here', 'DROP TABLE IF EXISTS parcels; -- here'],
      good: ['CREATE TABLE scratch (id bigint);\nDROP TABLE scratch;'],
    },
    {
      id: 'ban-duplicate-column-assignments',
      what: 'one column written twice in a statement',
      ours: [],
      because: 'PostgreSQL refuses it at once: whoever runs the migration, as the prover does, has it said.',
    },
    {
      id: 'ban-truncate-cascade',
      what: 'TRUNCATE with CASCADE',
      ours: ['destructive-statement'],
      bad: ['TRUNCATE depots, parcels CASCADE; -- here'],
    },
    {
      id: 'ban-uncommitted-transaction',
      what: 'BEGIN without its COMMIT',
      ours: [],
      because:
        'No migration tool leaves it open: each commits what it began itself, and PostgreSQL only warns of the second BEGIN.',
    },
    {
      id: 'changing-column-type',
      what: 'a type changed so that the table is rewritten',
      ours: ['type-change-rewrites-table'],
      because:
        'Changes that PostgreSQL makes in its catalogue alone are quiet: varchar made longer, varchar to text.',
      bad: [
        'ALTER TABLE parcels ALTER COLUMN weight TYPE text USING weight::text; -- here',
        'ALTER TABLE parcels ALTER COLUMN weight TYPE bigint; -- here',
        'ALTER TABLE parcels ALTER COLUMN remark TYPE varchar(255) USING remark::varchar(255); -- here',
      ],
      good: [
        'ALTER TABLE parcels ALTER COLUMN label TYPE varchar(100);',
        'ALTER TABLE parcels ALTER COLUMN label TYPE text;',
        'ALTER TABLE parcels ALTER COLUMN price TYPE numeric(12, 2);',
      ],
    },
    {
      id: 'constraint-missing-not-valid',
      what: 'a constraint checked at once, or validated in the transaction that adds it',
      ours: ['check-scans-table', 'foreign-key-locks-tables', 'validation-in-same-transaction'],
      bad: [
        'ALTER TABLE parcels ADD CONSTRAINT heavy CHECK (weight >= 0); -- here',
        'ALTER TABLE parcels ADD CONSTRAINT heavy CHECK (weight >= 0) NOT VALID;\nALTER TABLE parcels VALIDATE CONSTRAINT heavy; -- here',
        'ALTER TABLE parcels ADD CONSTRAINT parcels_depot_fk FOREIGN KEY (depot_id) REFERENCES depots (id) NOT VALID;\nALTER TABLE parcels VALIDATE CONSTRAINT parcels_depot_fk; -- here',
      ],
      good: [
        {
          steps: [
            'ALTER TABLE parcels ADD CONSTRAINT heavy CHECK (weight >= 0) NOT VALID;',
            'ALTER TABLE parcels VALIDATE CONSTRAINT heavy;',
          ],
        },
        'CREATE TABLE letters (id bigint PRIMARY KEY, age integer);\nALTER TABLE letters ADD CONSTRAINT adult CHECK (age >= 25);',
        'ALTER TABLE parcels ADD CONSTRAINT parcels_pkey PRIMARY KEY USING INDEX parcels_id_idx;',
      ],
    },
    {
      id: 'disallow-unique-constraint',
      what: 'a unique constraint that builds its index under a lock',
      ours: ['unique-constraint-locks-table'],
      bad: [
        'ALTER TABLE parcels ADD CONSTRAINT parcels_label_key UNIQUE (label); -- here',
        'ALTER TABLE parcels ADD COLUMN tag text CONSTRAINT parcels_tag_key UNIQUE; -- here',
        'ALTER TABLE parcels ADD COLUMN tag text UNIQUE; -- here',
      ],
      good: [
        'ALTER TABLE parcels DROP CONSTRAINT parcels_label_key;',
        'ALTER TABLE parcels ADD CONSTRAINT parcels_id_key UNIQUE USING INDEX parcels_id_idx;',
        'CREATE TABLE products (id bigint PRIMARY KEY, sku text);\nALTER TABLE products ADD CONSTRAINT sku_key UNIQUE (sku);',
      ],
    },
    {
      id: 'identifier-too-long',
      what: 'a name that PostgreSQL cuts at 63 bytes',
      ours: [],
      because:
        'Either name finds it, as PostgreSQL cuts both; where two become one, running the migration says so.',
    },
    {
      id: 'prefer-bigint-over-int',
      what: 'an integer that may run out',
      ours: ['integer-primary-key'],
      because: 'Of keys; other numbers are as large as what they count.',
      bad: [
        'CREATE TABLE users (\n  id int PRIMARY KEY -- here\n);',
        'CREATE TABLE users (\n  id serial4 PRIMARY KEY -- here\n);',
      ],
      good: [
        'CREATE TABLE users (id bigint PRIMARY KEY);',
        'CREATE TABLE users (id serial8 PRIMARY KEY);',
        'CREATE TABLE users (id bigint PRIMARY KEY, age int);',
      ],
    },
    {
      id: 'prefer-bigint-over-smallint',
      what: 'a smallint that may run out',
      ours: ['integer-primary-key'],
      because:
        'Of keys that count by themselves; a smallint elsewhere, or as the key of a list of kinds, is a choice.',
      bad: ['CREATE TABLE users (\n  id smallserial PRIMARY KEY -- here\n);'],
      good: ['CREATE TABLE users (id bigserial PRIMARY KEY, kind smallint);'],
    },
    {
      id: 'prefer-identity',
      what: 'serial in place of an identity column',
      ours: ['serial-column'],
      bad: [
        'CREATE TABLE users (\n  id bigserial PRIMARY KEY -- here\n);',
        'CREATE TABLE users (\n  id serial2 PRIMARY KEY -- here\n);',
      ],
      good: [
        'CREATE TABLE users (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY);',
        'CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);',
      ],
    },
    {
      id: 'prefer-repack',
      what: 'CLUSTER and VACUUM FULL',
      ours: ['maintenance-locks-table'],
      bad: [
        'CLUSTER parcels USING parcels_id_idx; -- here',
        'VACUUM FULL parcels; -- here',
        'VACUUM (FULL) parcels; -- here',
      ],
      good: ['VACUUM parcels;', 'VACUUM (FULL FALSE) parcels;', 'VACUUM ANALYZE parcels;'],
    },
    {
      id: 'prefer-robust-stmts',
      what: 'a statement that fails when it is run again',
      ours: ['statement-not-repeatable'],
      bad: [
        {
          steps: [
            'CREATE INDEX CONCURRENTLY parcels_label_idx ON parcels (label); -- here\nDROP INDEX CONCURRENTLY parcels_weight_idx;',
          ],
        },
      ],
      good: [
        'ALTER TABLE parcels ADD COLUMN answer integer;',
        'CREATE INDEX CONCURRENTLY IF NOT EXISTS parcels_label_idx ON parcels (label);',
      ],
    },
    {
      id: 'prefer-text-field',
      what: 'varchar with a limit',
      ours: ['varchar-limit'],
      bad: [
        'CREATE TABLE letters (\n  id bigint PRIMARY KEY,\n  alpha varchar(100) NOT NULL -- here\n);',
        'ALTER TABLE parcels ADD COLUMN alpha varchar(256); -- here',
      ],
      good: ['CREATE TABLE letters (id bigint PRIMARY KEY, alpha varchar, beta text);'],
    },
    {
      id: 'prefer-timestamptz',
      what: 'a timestamp without its zone',
      ours: ['timestamp-without-time-zone'],
      bad: [
        'CREATE TABLE letters (\n  posted_at timestamp -- here\n);',
        'CREATE TABLE letters (\n  posted_at timestamp without time zone -- here\n);',
        'ALTER TABLE parcels ALTER COLUMN sent_on TYPE timestamp; -- here',
      ],
      good: ['CREATE TABLE letters (a timestamptz, b timestamp with time zone);'],
    },
    {
      id: 'renaming-column',
      what: 'a column renamed under the running application',
      ours: ['rename-breaks-running-code'],
      bad: ['ALTER TABLE parcels RENAME COLUMN remark TO comment; -- here'],
      good: ['CREATE TABLE letters (a int);\nALTER TABLE letters RENAME COLUMN a TO b;'],
    },
    {
      id: 'renaming-table',
      what: 'a table renamed under the running application',
      ours: ['rename-breaks-running-code'],
      bad: ['ALTER TABLE parcels RENAME TO packages; -- here'],
      good: ['ALTER INDEX parcels_weight_idx RENAME TO parcels_weight;'],
    },
    {
      id: 'require-concurrent-index-creation',
      what: 'an index built while writes wait',
      ours: ['index-blocks-writes'],
      bad: [
        'CREATE INDEX parcels_label_idx ON parcels (label); -- here',
        'CREATE INDEX ON parcels (label); -- here',
      ],
      good: [
        'CREATE INDEX CONCURRENTLY parcels_label_idx ON parcels (label);',
        'CREATE TABLE letters (id bigint, tenant_id integer);\nCREATE INDEX letters_tenant_idx ON letters (tenant_id);',
      ],
    },
    {
      id: 'require-concurrent-index-deletion',
      what: 'an index dropped without CONCURRENTLY',
      ours: ['index-drop-blocks-queries'],
      bad: ['DROP INDEX IF EXISTS parcels_weight_idx; -- here'],
      good: [
        'DROP INDEX CONCURRENTLY IF EXISTS parcels_weight_idx;',
        'DROP TABLE IF EXISTS depots;',
        'DROP TRIGGER IF EXISTS stamp ON parcels;',
      ],
    },
    {
      id: 'require-concurrent-partition-detach',
      what: 'a partition detached without CONCURRENTLY',
      ours: ['partition-locks-parent'],
      bad: ['ALTER TABLE scans DETACH PARTITION scans_2023; -- here'],
      good: [
        'ALTER TABLE scans DETACH PARTITION scans_2023 CONCURRENTLY;',
        'ALTER TABLE scans DETACH PARTITION scans_2023 FINALIZE;',
      ],
    },
    {
      id: 'require-concurrent-reindex',
      what: 'REINDEX without CONCURRENTLY',
      ours: ['maintenance-locks-table'],
      bad: [
        'REINDEX TABLE parcels; -- here',
        'REINDEX INDEX parcels_weight_idx; -- here',
        'REINDEX SCHEMA public; -- here',
        'REINDEX DATABASE carrier; -- here',
      ],
      good: [
        'REINDEX TABLE CONCURRENTLY parcels;',
        'REINDEX INDEX CONCURRENTLY parcels_weight_idx;',
        'REINDEX (CONCURRENTLY) TABLE parcels;',
      ],
    },
    {
      id: 'require-enum-value-ordering',
      what: 'an enum value added without its place',
      ours: [],
      because: 'The order of a list is a matter of its owner: few enums are ever sorted by.',
    },
    {
      id: 'require-table-schema',
      what: 'a table without the name of its schema',
      ours: [],
      because: 'A matter of style: most projects have one schema and a search path.',
    },
    {
      id: 'require-timeout-settings',
      what: 'a lock without lock_timeout',
      ours: ['lock-timeout-missing'],
      bad: ['ALTER TABLE parcels ADD COLUMN x integer; -- here'],
      good: ["SET lock_timeout = '1s';\nALTER TABLE parcels ADD COLUMN x integer;"],
    },
    {
      id: 'transaction-nesting',
      what: 'a transaction inside of the one that the tool opens',
      ours: ['transaction-inside-transaction'],
      because: 'Said where it does harm: at the COMMIT, which ends the transaction of the tool.',
      bad: ['BEGIN;\nALTER TABLE parcels ADD COLUMN x integer;\nCOMMIT; -- here'],
      good: ['ALTER TABLE parcels ADD COLUMN x integer;'],
    },
  ],
}
