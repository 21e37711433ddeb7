import { expect, test } from 'vitest'
import { syntaxMistake } from './syntax-error.ts'

test.each([
  ['ALTER TABLE a ADD b int\n\nALTER TABLE c DROP d;\n', 3],
  ["-- é 😀\nSELECT 'é😀';\nDROP TABEL a;\n", 3],
  ['DROP TABLE a;\nCREATE TABLE b (\n  a int,\n);\n', 4],
])('the line on which reading ended %#', async (sql, line) => {
  expect((await syntaxMistake(sql))?.line).toBe(line)
})

test.each(['', '-- nothing\n', 'DROP TABLE a;', 'SELECT 1'])('no mistake: %j', async (sql) => {
  expect(await syntaxMistake(sql)).toBeUndefined()
})
