import { expect, test } from 'vitest'
import type { Step } from '../../parse/migrations/index.ts'
import { proveHistory } from './prove-history.ts'

function step(version: number, up: string, down: string): Step {
  const part = (way: string, code: string): Step['up'] => ({
    path: `${version}.${way}.sql`,
    region: { startLine: 1, endLine: 1 },
    effects: [],
    code,
    sql: [{ text: code, line: 1 }],
  })
  return {
    id: String(version),
    framework: 'golang-migrate',
    version: String(version),
    name: String(version),
    path: `${version}.up.sql`,
    up: part('up', up),
    down: part('down', down),
    reversibility: 'explicit',
    obstacles: [],
    expected: '',
  }
}

test('what one process could not apply is remembered by the next', { timeout: 60_000 }, async () => {
  const still = Array.from({ length: 40 }, (_, index) => step(index + 2, 'SELECT 1', 'SELECT 1'))
  const { proofs, incomplete } = await proveHistory(
    [step(1, 'ALTER TABLE nowhere ADD x int', ''), ...still, step(42, 'DROP TABLE nowhere', '')],
    new AbortController().signal,
  )
  expect(incomplete).toBeUndefined()
  expect(proofs[0]).toMatchObject({ kind: 'fails', failure: { path: '1.up.sql', line: 1 } })
  expect(proofs.slice(1, 41)).toEqual(still.slice(0, 40).map(() => ({ kind: 'proven' })))
  expect(proofs[41]).toMatchObject({ kind: 'not-provable', why: expect.stringMatching(/^1 \(1\) before it/) })
})

test('a migration in code among many in SQL is left out, and what asks what is there after it is not judged', async () => {
  const { sql, ...codePart } = step(2, '', '').up
  const code: Step = { ...step(2, '', ''), up: codePart }
  const still = Array.from({ length: 10 }, (_, index) => step(index + 10, 'SELECT 1', 'SELECT 1'))
  const { proofs } = await proveHistory(
    [
      step(1, 'CREATE TABLE a (b int)', 'DROP TABLE a'),
      code,
      step(3, 'ALTER TABLE a ADD c int', ''),
      step(4, 'DROP TABLE IF EXISTS x', 'CREATE TABLE x (y int)'),
      step(5, 'DROP TABLE made_by_code', ''),
      ...still,
    ],
    new AbortController().signal,
  )
  expect(sql).toBeDefined()
  expect(proofs.slice(0, 5).map(({ kind }) => kind)).toEqual([
    'proven',
    'not-provable',
    'differs',
    'not-provable',
    'not-provable',
  ])
  expect(proofs[4]).toMatchObject({ why: expect.stringContaining('2.up.sql before it runs code') })
  expect(proofs.slice(5)).toEqual(still.map(() => ({ kind: 'proven' })))
})
