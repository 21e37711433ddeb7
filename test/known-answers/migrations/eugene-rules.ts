import type { ComparedTool } from './hazard-case.ts'
import { CARRIER, carrierPath } from './postgresql-schema.ts'

const TIMEOUT = "SET LOCAL lock_timeout = '2s';\n"

/** The cases of the tool's own documentation, in other names: https://kaveland.no/eugene/hints.html (MIT). */
export const EUGENE: ComparedTool = {
  title: 'Eugene',
  url: 'https://kaveland.no/eugene/hints.html',
  base: CARRIER,
  path: carrierPath,
  rules: [
    {
      id: 'E1',
      what: 'a new constraint that is valid at once',
      ours: ['check-scans-table', 'foreign-key-locks-tables'],
      bad: [
        `${TIMEOUT}ALTER TABLE parcels ADD CONSTRAINT labelled CHECK (label IS NOT NULL); -- here`,
        `${TIMEOUT}ALTER TABLE parcels ADD FOREIGN KEY (depot_id) REFERENCES depots (id); -- here`,
      ],
      good: [
        {
          steps: [
            `${TIMEOUT}ALTER TABLE parcels ADD CONSTRAINT labelled CHECK (label IS NOT NULL) NOT VALID;`,
            `${TIMEOUT}ALTER TABLE parcels VALIDATE CONSTRAINT labelled;`,
          ],
        },
      ],
    },
    {
      id: 'E2',
      what: 'NOT NULL on a column that is there',
      ours: ['not-null-scans-table'],
      bad: [`${TIMEOUT}ALTER TABLE parcels ALTER COLUMN label SET NOT NULL; -- here`],
      good: [
        {
          steps: [
            `${TIMEOUT}ALTER TABLE parcels ADD CONSTRAINT labelled CHECK (label IS NOT NULL) NOT VALID;`,
            `${TIMEOUT}ALTER TABLE parcels VALIDATE CONSTRAINT labelled;`,
            `${TIMEOUT}ALTER TABLE parcels ALTER COLUMN label SET NOT NULL;`,
          ],
        },
      ],
    },
    {
      id: 'E3',
      what: 'a json column',
      ours: ['json-column'],
      bad: ['ALTER TABLE parcels ADD COLUMN extra json; -- here'],
      good: ['ALTER TABLE parcels ADD COLUMN extra jsonb;'],
    },
    {
      id: 'E4',
      what: 'statements that run while an ACCESS EXCLUSIVE lock is held',
      ours: ['backfill-holds-locks', 'several-tables-locked'],
      because: 'Said of what takes time: rows written, other tables locked; not of any further statement.',
      bad: [
        `${TIMEOUT}ALTER TABLE parcels ADD COLUMN mail text;\nUPDATE parcels SET mail = label; -- here`,
        'ALTER TABLE parcels ADD COLUMN mail text;\nALTER TABLE depots ADD COLUMN mail text; -- here',
      ],
      good: [
        {
          steps: [`${TIMEOUT}ALTER TABLE parcels ADD COLUMN mail text;`, 'UPDATE parcels SET mail = label;'],
        },
      ],
    },
    {
      id: 'E5',
      what: 'a type changed so that the table is rewritten',
      ours: ['type-change-rewrites-table'],
      bad: ['ALTER TABLE parcels ALTER weight SET DATA TYPE bigint; -- here'],
      good: ['ALTER TABLE parcels ADD COLUMN new_weight bigint;'],
    },
    {
      id: 'E6',
      what: 'an index built while writes wait',
      ours: ['index-blocks-writes'],
      bad: ['CREATE INDEX parcels_label_idx ON parcels (label); -- here'],
      good: ['CREATE INDEX CONCURRENTLY parcels_label_idx ON parcels (label);'],
    },
    {
      id: 'E7',
      what: 'a unique constraint that builds its index under a lock',
      ours: ['unique-constraint-locks-table'],
      bad: [`${TIMEOUT}ALTER TABLE parcels ADD CONSTRAINT parcels_label_key UNIQUE (label); -- here`],
      good: [
        {
          steps: [
            'CREATE UNIQUE INDEX CONCURRENTLY parcels_label_key ON parcels (label);',
            `${TIMEOUT}ALTER TABLE parcels ADD CONSTRAINT parcels_label_key UNIQUE USING INDEX parcels_label_key;`,
          ],
        },
      ],
    },
    {
      id: 'E8',
      what: 'an exclusion constraint',
      ours: ['unique-constraint-locks-table'],
      bad: [`${TIMEOUT}ALTER TABLE parcels ADD CONSTRAINT lone EXCLUDE (label WITH =); -- here`],
    },
    {
      id: 'E9',
      what: 'a lock without lock_timeout',
      ours: ['lock-timeout-missing'],
      bad: ['ALTER TABLE parcels ADD COLUMN mail text; -- here'],
      good: [`${TIMEOUT}ALTER TABLE parcels ADD COLUMN mail text;`],
    },
    {
      id: 'E10',
      what: 'a table rewritten while another is locked',
      ours: ['type-change-rewrites-table', 'column-rewrites-table'],
      bad: [
        `${TIMEOUT}ALTER TABLE depots ADD COLUMN meta jsonb;\nALTER TABLE parcels ALTER weight SET DATA TYPE bigint; -- here`,
      ],
      good: [`${TIMEOUT}ALTER TABLE depots ADD COLUMN meta jsonb;`],
    },
    {
      id: 'E11',
      what: 'a serial column, or one that is generated and stored',
      ours: ['column-rewrites-table'],
      bad: [
        `${TIMEOUT}ALTER TABLE parcels ADD COLUMN number serial; -- here`,
        `${TIMEOUT}ALTER TABLE parcels ADD COLUMN area integer GENERATED ALWAYS AS (weight * width) STORED; -- here`,
      ],
    },
    {
      id: 'E15',
      what: 'a foreign key without an index',
      ours: ['foreign-key-without-index'],
      bad: [
        'CREATE TABLE letters (\n  id bigint PRIMARY KEY,\n  depot_id bigint REFERENCES depots (id) -- here\n);',
      ],
      good: [
        'CREATE TABLE letters (id bigint PRIMARY KEY, depot_id bigint REFERENCES depots (id));\nCREATE INDEX letters_depot_idx ON letters (depot_id);',
      ],
    },
    {
      id: 'W12',
      what: 'several ALTER TABLE of one table',
      ours: [],
      because: 'A matter of a scan more where each scans, and then each is said by itself.',
    },
    {
      id: 'W13',
      what: 'an enum created',
      ours: [],
      because:
        'A choice of design; what is hard about enums is said where a value is renamed or cannot be taken back.',
    },
    {
      id: 'W14',
      what: 'a primary key on an index over columns that may be NULL',
      ours: ['not-null-scans-table'],
      bad: [
        {
          steps: [
            'CREATE UNIQUE INDEX CONCURRENTLY parcels_label_key ON parcels (label);',
            'ALTER TABLE parcels ADD CONSTRAINT parcels_pkey PRIMARY KEY USING INDEX parcels_label_key; -- here',
          ],
        },
      ],
      good: ['ALTER TABLE parcels ADD CONSTRAINT parcels_pkey PRIMARY KEY USING INDEX parcels_id_idx;'],
    },
  ],
}
