import { expect, test } from 'vitest'
import { Source } from '../../../code/source.ts'
import { parseSql } from '../../../sql/parse.ts'
import { sqlOperations } from '../../sql-operations.ts'

async function read(sql: string): Promise<Record<string, unknown>[]> {
  const operations = sqlOperations(await parseSql(sql), 'a.sql', new Source(sql), 0)
  return operations.map(({ path: _path, text: _text, region, ...facts }) => ({
    ...(JSON.parse(
      JSON.stringify(facts, (key, value: unknown) => (key === 'region' ? undefined : value)),
    ) as object),
    lines: region.startLine === region.endLine ? region.startLine : [region.startLine, region.endLine],
  }))
}

test("the commands of MySQL's ALTER TABLE, each on its own lines, whatever the parser does not know", async () => {
  const sql = [
    'ALTER TABLE `shop`.`users`',
    "  ADD COLUMN `email` varchar(255) NOT NULL DEFAULT '' AFTER `name`,",
    '  ADD INDEX `by_email` (`email`, `id`),',
    '  MODIFY age bigint unsigned NOT NULL,',
    '  CHANGE a b int NULL,',
    '  RENAME INDEX x TO y,',
    '  ALTER COLUMN n SET DEFAULT 5,',
    '  DROP FOREIGN KEY fk,',
    '  ADD COLUMN IF NOT EXISTS total int GENERATED ALWAYS AS (a + 1) STORED,',
    '  ADD UNIQUE KEY once (email),',
    '  CONVERT TO CHARACTER SET utf8mb4,',
    '  ALGORITHM=INPLACE, LOCK=NONE;',
  ].join('\n')
  const table = 'shop.users'
  const dialect = 'mysql'
  expect(await read(sql)).toEqual([
    {
      kind: 'add-column',
      table,
      column: {
        name: 'email',
        type: 'varchar',
        typeText: 'varchar(255)',
        notNull: true,
        default: { text: '', volatile: false },
      },
      dialect,
      lines: 2,
    },
    { kind: 'create-index', index: { table, name: 'by_email', columns: ['email', 'id'] }, dialect, lines: 3 },
    {
      kind: 'change-type',
      table,
      column: 'age',
      to: { name: 'age', type: 'bigint', typeText: 'bigint unsigned', notNull: true },
      dialect,
      lines: 4,
    },
    { kind: 'rename-column', table, column: 'a', to: 'b', dialect, lines: 5 },
    {
      kind: 'change-type',
      table,
      column: 'b',
      to: { name: 'b', type: 'int', typeText: 'int' },
      dialect,
      lines: 5,
    },
    { kind: 'rename-index', table, name: 'x', to: 'y', dialect, lines: 6 },
    { kind: 'set-default', table, column: 'n', default: { text: '5', volatile: false }, dialect, lines: 7 },
    { kind: 'drop-constraint', table, of: 'foreign-key', name: 'fk', dialect, lines: 8 },
    {
      kind: 'add-column',
      table,
      column: { name: 'total', type: 'int', typeText: 'int', generated: 'stored' },
      dialect,
      lines: 9,
    },
    {
      kind: 'add-constraint',
      table,
      constraint: { kind: 'unique', name: 'once', columns: ['email'] },
      dialect,
      lines: 10,
    },
    { kind: 'alter-table', table, what: 'CONVERT TO CHARACTER SET utf8mb4', dialect, lines: 11 },
    { kind: 'alter-table', table, what: 'ALGORITHM=INPLACE', dialect, lines: 12 },
    { kind: 'alter-table', table, what: 'LOCK=NONE', dialect, lines: 12 },
  ])
})

test("MySQL's tables, with each column's own line", async () => {
  const sql = [
    'CREATE TABLE `orders` (',
    '  `id` bigint unsigned NOT NULL AUTO_INCREMENT,',
    "  `state` ENUM('new','paid') DEFAULT 'new',",
    '  `key` char(36) DEFAULT (uuid()),',
    '  PRIMARY KEY (`id`),',
    '  CONSTRAINT `buyer` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)',
    ') ENGINE=InnoDB;',
    'RENAME TABLE a TO b;',
    'DROP INDEX i ON orders;',
    'UPDATE `orders` SET state = 1;',
    'DELETE FROM orders WHERE id = 1;',
  ].join('\n')
  expect(await read(sql)).toMatchObject([
    {
      kind: 'create-table',
      table: 'orders',
      columns: [
        { name: 'id', typeText: 'bigint unsigned', notNull: true, identity: true },
        { name: 'state', type: 'enum', default: { text: 'new' } },
        { name: 'key', default: { text: '(uuid())', volatile: true } },
      ],
      constraints: [
        { kind: 'primary-key', columns: ['id'] },
        { kind: 'foreign-key', name: 'buyer', columns: ['user_id'], references: { table: 'users' } },
      ],
    },
    { kind: 'rename-table', table: 'a', to: 'b' },
    { kind: 'drop-index', name: 'i', table: 'orders', lines: 9 },
    { kind: 'write', verb: 'update', table: 'orders', where: false },
    { kind: 'write', verb: 'delete', table: 'orders', where: true },
  ])
})

test("SQLite's own words", async () => {
  const sql = [
    'PRAGMA foreign_keys = OFF;',
    'CREATE TABLE new_users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL);',
    'INSERT INTO new_users SELECT id, email FROM users;',
    'ALTER TABLE new_users RENAME TO users;',
  ].join('\n')
  expect(await read(sql)).toMatchObject([
    { kind: 'other' },
    {
      kind: 'create-table',
      table: 'new_users',
      columns: [
        { name: 'id', primaryKey: true, identity: true },
        { name: 'email', notNull: true },
      ],
      dialect: 'sqlite',
    },
    { kind: 'write', verb: 'insert', table: 'new_users', select: true },
    { kind: 'rename-table', table: 'new_users', to: 'users' },
  ])
})

test('what nobody can read is told by its first words, and nothing of it takes long', async () => {
  const deep = `ALTER TABLE \`t\` ADD CHECK ${'('.repeat(50_000)}`
  const spaces = `ALTER TABLE t${' '.repeat(100_000)}MODIFY`
  const commas = `ALTER TABLE \`t\` ADD ${'(,'.repeat(20_000)}`
  for (const sql of [deep, spaces, commas, 'CREATE TABLE `', 'ALTER TABLE `t` ADD', '`'])
    expect((await read(sql)).length).toBeLessThanOrEqual(40_001)
  expect(await read('FROBNICATE `t`')).toMatchObject([{ kind: 'other', dialect: 'mysql' }])
})
