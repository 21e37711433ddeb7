import type { Files, PullRequest } from './case.ts'
import { file } from './case.ts'

const MYSQL: Files = {
  'go.mod':
    'module example.org/radio\n\nrequire (\n\tgithub.com/golang-migrate/migrate/v4 v4.17.0\n\tgithub.com/go-sql-driver/mysql v1.7.1\n)\n',
  'migrations/0001_songs.up.sql': file`
    CREATE TABLE \`songs\` (
      \`id\` bigint unsigned NOT NULL AUTO_INCREMENT,
      \`title\` varchar(200) NOT NULL,
      \`seconds\` int NOT NULL DEFAULT 0,
      \`band_id\` bigint unsigned NULL,
      PRIMARY KEY (\`id\`)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
  `.replaceAll('\\`', '`'),
  'migrations/0001_songs.down.sql': 'DROP TABLE `songs`;\n',
}

const SQLITE: Files = {
  'go.mod':
    'module example.org/notes\n\nrequire (\n\tgithub.com/pressly/goose/v3 v3.18.0\n\tmodernc.org/sqlite v1.29.1\n)\n',
  'sql/00001_notes.sql': file`
    -- +goose Up
    CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, stars INTEGER);

    -- +goose Down
    DROP TABLE notes;
  `,
}

export const OTHER_FAULTS: readonly PullRequest[] = [
  {
    name: 'MySQL: a type change that copies the table',
    base: MYSQL,
    change: {
      'migrations/0002_seconds.up.sql':
        'ALTER TABLE `songs` MODIFY COLUMN `seconds` bigint NOT NULL DEFAULT 0;\n',
      'migrations/0002_seconds.down.sql':
        'ALTER TABLE `songs` MODIFY COLUMN `seconds` int NOT NULL DEFAULT 0;\n',
    },
    says: [
      'migrations/0002_seconds.up.sql: ALTER TABLE `songs` MODIFY COLUMN `seconds` bigint NOT NULL DEFAULT 0;',
    ],
  },
  {
    name: 'MySQL: a way back that leaves the column',
    base: MYSQL,
    change: {
      'migrations/0002_genre.up.sql': file`
        ALTER TABLE songs ADD COLUMN genre varchar(40) NULL;
        CREATE TABLE genres (name varchar(40) NOT NULL PRIMARY KEY);
      `,
      'migrations/0002_genre.down.sql': 'DROP TABLE genres;\n',
    },
    says: ['migrations/0002_genre.down.sql: DROP TABLE genres;'],
  },
  {
    name: 'SQLite: a required column without a default, which SQLite cannot add',
    base: SQLITE,
    change: {
      'sql/00002_colour.sql': file`
        -- +goose Up
        ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL;

        -- +goose Down
        ALTER TABLE notes DROP COLUMN colour;
      `,
    },
    says: ['sql/00002_colour.sql: ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL;'],
  },
]

export const OTHER_TIDY: readonly PullRequest[] = [
  {
    name: 'MySQL: a column added instantly',
    base: MYSQL,
    change: {
      'migrations/0002_genre.up.sql':
        'ALTER TABLE songs ADD COLUMN genre varchar(40) NULL, ALGORITHM=INSTANT;\n',
      'migrations/0002_genre.down.sql': 'ALTER TABLE songs DROP COLUMN genre, ALGORITHM=INSTANT;\n',
    },
    says: [],
  },
  {
    name: 'MySQL: an index built in place, without a lock',
    base: MYSQL,
    change: {
      'migrations/0002_band_index.up.sql':
        'ALTER TABLE songs ADD INDEX songs_band_id_idx (band_id), ALGORITHM=INPLACE, LOCK=NONE;\n',
      'migrations/0002_band_index.down.sql': 'ALTER TABLE songs DROP INDEX songs_band_id_idx;\n',
    },
    says: [],
  },
  {
    name: 'SQLite: a table built anew beside the old one, and renamed',
    base: SQLITE,
    change: {
      'sql/00002_stars_required.sql': file`
        -- +goose Up
        CREATE TABLE notes_new (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, stars INTEGER NOT NULL DEFAULT 0);
        INSERT INTO notes_new (id, body, stars) SELECT id, body, coalesce(stars, 0) FROM notes;
        DROP TABLE notes;
        ALTER TABLE notes_new RENAME TO notes;

        -- +goose Down
        CREATE TABLE notes_old (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, stars INTEGER);
        INSERT INTO notes_old (id, body, stars) SELECT id, body, stars FROM notes;
        DROP TABLE notes;
        ALTER TABLE notes_old RENAME TO notes;
      `,
    },
    says: [],
  },
  {
    name: 'SQLite: an index and a column that may be empty',
    base: SQLITE,
    change: {
      'sql/00002_pinned.sql': file`
        -- +goose Up
        ALTER TABLE notes ADD COLUMN pinned_at TEXT;
        CREATE INDEX notes_pinned_at ON notes (pinned_at);

        -- +goose Down
        DROP INDEX notes_pinned_at;
        ALTER TABLE notes DROP COLUMN pinned_at;
      `,
    },
    says: [],
  },
]
