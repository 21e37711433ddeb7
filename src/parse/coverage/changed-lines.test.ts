import { expect, test } from 'vitest'
import { changedLines } from './changed-lines.ts'
import { readCoverage } from './read-coverage.ts'

const read = readCoverage('SF:a.ts\nDA:1,1\nDA:2,0\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nend_of_record\n', 'lcov.info')
if (read.kind === 'unread') throw new Error(read.why)
const { report } = read

test('every line once, with its branches', () => {
  const ranges = [
    { startLine: 1, endLine: 3 },
    { startLine: 2, endLine: 2 },
  ]
  expect(changedLines(report, 'a.ts', ranges)).toEqual({
    kind: 'known',
    lines: [
      { line: 1, verdict: 'covered', branches: { taken: 1, total: 2 } },
      { line: 2, verdict: 'uncovered' },
      { line: 3, verdict: 'not executable' },
    ],
  })
})

test('a file that the report does not hold is unknown, never covered', () => {
  expect(changedLines(report, 'b.ts', [{ startLine: 1, endLine: 1 }])).toEqual({ kind: 'unknown' })
})
