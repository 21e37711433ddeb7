import type { Files } from './case.ts'
import type { ComparedRule, ComparedTool } from './hazard-case.ts'
import { CARRIER, carrierPath } from './postgresql-schema.ts'

const URL = 'https://atlasgo.io/lint/analyzers'

const NAMING: ComparedRule = {
  id: 'NM101 to NM106',
  what: 'names outside of a convention',
  ours: [],
  because: 'A matter of style that no running system notices.',
}

/** The checks of the tool's documentation, by database. The cases are our own. */
export const ATLAS: ComparedTool = {
  title: 'Atlas (all databases, and PostgreSQL)',
  url: URL,
  base: CARRIER,
  path: carrierPath,
  rules: [
    {
      id: 'DS101',
      what: 'a schema dropped',
      ours: ['destructive-statement'],
      because: 'With CASCADE: without it PostgreSQL drops an empty schema only.',
      bad: ['DROP SCHEMA archive CASCADE; -- here'],
      good: ['DROP SCHEMA archive;'],
    },
    {
      id: 'DS102',
      what: 'a table dropped',
      ours: ['data-dropped', 'dropped-but-still-used'],
      bad: ['DROP TABLE depots; -- here'],
    },
    {
      id: 'DS103',
      what: 'a column dropped',
      ours: ['data-dropped', 'dropped-but-still-used'],
      bad: ['ALTER TABLE parcels DROP COLUMN label; -- here'],
    },
    {
      id: 'MF101',
      what: 'a unique index on rows that may not be unique',
      ours: ['data-dependent-change'],
      bad: ['CREATE UNIQUE INDEX CONCURRENTLY parcels_label_key ON parcels (label); -- here'],
      good: ['CREATE INDEX CONCURRENTLY parcels_label_idx ON parcels (label);'],
    },
    {
      id: 'MF102',
      what: 'an index made unique',
      ours: ['data-dependent-change'],
      bad: [
        'DROP INDEX parcels_weight_idx;\nCREATE UNIQUE INDEX parcels_weight_idx ON parcels (weight); -- here',
      ],
    },
    {
      id: 'MF103',
      what: 'a required column without a default',
      ours: ['not-null-column-without-default'],
      bad: ['ALTER TABLE parcels ADD COLUMN c int NOT NULL; -- here'],
    },
    {
      id: 'MF104',
      what: 'NOT NULL on a column that may hold NULLs',
      ours: ['not-null-scans-table', 'data-dependent-change'],
      bad: ['ALTER TABLE parcels ALTER COLUMN label SET NOT NULL; -- here'],
      good: ['ALTER TABLE depots ALTER COLUMN title SET NOT NULL;'],
    },
    {
      id: 'BC101',
      what: 'a table renamed',
      ours: ['rename-breaks-running-code'],
      bad: ['ALTER TABLE parcels RENAME TO packages; -- here'],
      good: ['ALTER TABLE parcels RENAME TO packages;\nCREATE VIEW parcels AS SELECT * FROM packages;'],
    },
    {
      id: 'BC102',
      what: 'a column renamed',
      ours: ['rename-breaks-running-code'],
      bad: ['ALTER TABLE parcels RENAME COLUMN label TO tag; -- here'],
      good: [
        'ALTER TABLE parcels RENAME COLUMN label TO tag;\nALTER TABLE parcels ADD COLUMN label varchar(50);',
      ],
    },
    {
      id: 'CD101',
      what: 'a foreign key dropped',
      ours: [],
      because: 'No code breaks by it and no row is lost; where the way back leaves it out, that is said.',
    },
    {
      id: 'PG101',
      what: 'an index built without CONCURRENTLY',
      ours: ['index-blocks-writes'],
      bad: ['CREATE INDEX parcels_label_idx ON parcels (label); -- here'],
    },
    {
      id: 'PG102',
      what: 'an index dropped without CONCURRENTLY',
      ours: ['index-drop-blocks-queries'],
      bad: ['DROP INDEX parcels_weight_idx; -- here'],
    },
    {
      id: 'PG103',
      what: 'CONCURRENTLY inside of a transaction',
      ours: ['mixed-transaction'],
      bad: [
        'ALTER TABLE parcels ADD COLUMN x integer;\nCREATE INDEX CONCURRENTLY parcels_x_idx ON parcels (x); -- here',
      ],
    },
    {
      id: 'PG104',
      what: 'a primary key whose index is built under a lock',
      ours: ['unique-constraint-locks-table'],
      bad: ['ALTER TABLE parcels ADD PRIMARY KEY (id); -- here'],
      good: ['ALTER TABLE parcels ADD PRIMARY KEY USING INDEX parcels_id_idx;'],
    },
    {
      id: 'PG105',
      what: 'a unique constraint whose index is built under a lock',
      ours: ['unique-constraint-locks-table'],
      bad: ['ALTER TABLE parcels ADD UNIQUE (label); -- here'],
      good: ['ALTER TABLE parcels ADD UNIQUE USING INDEX parcels_id_idx;'],
    },
    {
      id: 'PG110',
      what: 'columns in an order that leaves gaps',
      ours: [],
      because: 'A few bytes a row; the order in which columns are read matters more to people.',
    },
    {
      id: 'PG301',
      what: 'a type changed so that the table is rewritten',
      ours: ['type-change-rewrites-table'],
      bad: ['ALTER TABLE parcels ALTER COLUMN weight TYPE bigint; -- here'],
    },
    {
      id: 'PG302',
      what: 'a column with a volatile default',
      ours: ['column-rewrites-table'],
      bad: ['ALTER TABLE parcels ADD COLUMN token uuid DEFAULT gen_random_uuid(); -- here'],
    },
    {
      id: 'PG303',
      what: 'NOT NULL, which reads the whole table under a lock',
      ours: ['not-null-scans-table'],
      bad: ['ALTER TABLE parcels ALTER COLUMN label SET NOT NULL; -- here'],
    },
    {
      id: 'PG304',
      what: 'a primary key on columns that may be NULL',
      ours: ['not-null-scans-table', 'unique-constraint-locks-table'],
      bad: ['ALTER TABLE parcels ADD PRIMARY KEY (label); -- here'],
    },
    {
      id: 'PG305',
      what: 'a check that reads the whole table under a lock',
      ours: ['check-scans-table'],
      bad: ['ALTER TABLE parcels ADD CHECK (weight > 0); -- here'],
      good: ['ALTER TABLE parcels ADD CHECK (weight > 0) NOT VALID;'],
    },
    NAMING,
  ],
}

const MYSQL: Files = {
  'build.gradle':
    "dependencies {\n  implementation 'org.flywaydb:flyway-mysql:10.8.1'\n  implementation 'com.mysql:mysql-connector-j:8.3.0'\n}\n",
  'db/migration/V1__pets.sql': [
    'CREATE TABLE `owners` (`id` int NOT NULL AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;',
    'CREATE TABLE `pets` (',
    '  `id` int NOT NULL AUTO_INCREMENT PRIMARY KEY,',
    '  `name` varchar(40),',
    "  `size` enum('small', 'large') NOT NULL,",
    "  `tags` set('tame', 'wild') NOT NULL",
    ') ENGINE=InnoDB;',
    '',
  ].join('\n'),
}

const copied = (id: string, what: string, bad: string[], good: string[] = []): ComparedRule => ({
  id,
  what,
  ours: ['alter-copies-table'],
  bad,
  good,
})

const many = (count: number): string => Array.from({ length: count }, (_, i) => `'v${String(i)}'`).join(', ')

export const ATLAS_MYSQL: ComparedTool = {
  title: 'Atlas (MySQL and MariaDB)',
  url: URL,
  base: MYSQL,
  path: carrierPath,
  rules: [
    {
      id: 'MY101',
      what: 'a required column without a default, which MySQL fills with zeros',
      ours: ['zeros-in-new-column'],
      bad: ['ALTER TABLE `pets` ADD COLUMN `legs` int NOT NULL; -- here'],
      good: ['ALTER TABLE `pets` ADD COLUMN `legs` int NOT NULL DEFAULT 4;'],
    },
    {
      id: 'MY102',
      what: 'REFERENCES beside a column, which has no effect',
      ours: [],
      because: 'MySQL 9.0 and MariaDB 10.5 make the key; the version is not known here.',
    },
    copied('MY110', 'a value taken from an enum', [
      "ALTER TABLE `pets` MODIFY COLUMN `size` enum('small') NOT NULL; -- here",
    ]),
    copied('MY111', 'the values of an enum in another order', [
      "ALTER TABLE `pets` MODIFY COLUMN `size` enum('large', 'small') NOT NULL; -- here",
    ]),
    copied(
      'MY112',
      'a value put between those of an enum',
      ["ALTER TABLE `pets` MODIFY COLUMN `size` enum('small', 'middle', 'large') NOT NULL; -- here"],
      ["ALTER TABLE `pets` MODIFY COLUMN `size` enum('small', 'large', 'huge') NOT NULL;"],
    ),
    copied('MY113', 'an enum of more than 255 values', [
      `ALTER TABLE \`pets\` MODIFY COLUMN \`size\` enum('small', 'large', ${many(254)}) NOT NULL; -- here`,
    ]),
    copied('MY120', 'a value taken from a set', [
      "ALTER TABLE `pets` MODIFY COLUMN `tags` set('tame') NOT NULL; -- here",
    ]),
    copied('MY121', 'the values of a set in another order', [
      "ALTER TABLE `pets` MODIFY COLUMN `tags` set('wild', 'tame') NOT NULL; -- here",
    ]),
    copied(
      'MY122',
      'a value put between those of a set',
      ["ALTER TABLE `pets` MODIFY COLUMN `tags` set('tame', 'shy', 'wild') NOT NULL; -- here"],
      ["ALTER TABLE `pets` MODIFY COLUMN `tags` set('tame', 'wild', 'shy') NOT NULL;"],
    ),
    copied('MY123', 'a set that needs another byte', [
      `ALTER TABLE \`pets\` MODIFY COLUMN \`tags\` set('tame', 'wild', ${many(7)}) NOT NULL; -- here`,
    ]),
  ],
}

export const ATLAS_SQLITE: ComparedTool = {
  title: 'Atlas (SQLite)',
  url: URL,
  base: {},
  path: carrierPath,
  rules: [
    {
      id: 'LT101',
      what: 'a table built anew with NOT NULL and without a default',
      ours: [],
      because:
        'The INSERT that copies the rows fails at once, and the transaction with it: nothing is half done.',
    },
  ],
}
