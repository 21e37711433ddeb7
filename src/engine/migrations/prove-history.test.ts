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
