import { expect, test } from 'vitest'
import { Source } from '../code/source.ts'
import { append } from './code-operations.ts'
import { liquibase } from './liquibase/adapter.ts'

const STATEMENTS = 150_000

test('a list of any length is added to another', () => {
  const list = [0]
  append(list, Array<number>(STATEMENTS).fill(1))
  expect(list).toHaveLength(STATEMENTS + 1)
})

test('a dump in a changeset is read', async () => {
  const path = 'db/changelog/1.sql'
  const place = liquibase.place(path)
  if (!place) throw new Error('no place')
  const source = new Source(`--liquibase formatted sql\n--changeset a:1\n${'-x;\n'.repeat(STATEMENTS)}`)
  const steps = await liquibase.readAll?.({ place, up: { path, source }, setHasDowns: false })
  if (!steps || 'unreadable' in steps) throw new Error('not read')
  expect(steps[0]?.up.operations).toHaveLength(STATEMENTS)
})
