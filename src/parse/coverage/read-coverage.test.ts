import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCoverage } from './read-coverage.ts'

const lcov = 'TN:\nSF:src\\pay.ts\nDA:1,3\nDA:2,0\nBRDA:1,0,0,2\nBRDA:1,0,1,-\nLF:2\nLH:1\nend_of_record\n'
const go = 'mode: set\nexample.com/pay/pay.go:3.20,5.2 2 1\nexample.com/pay/pay.go:5.2,6.3 1 0\n'

function table(text: string) {
  const read = readCoverage(text, 'report')
  if (read.kind === 'unread') return read.why
  return [...read.report.files].map(([path, file]) => [path, [...file.lines], [...file.branches]])
}

test('lcov: lines and branches', () => {
  expect(table(lcov)).toEqual([
    [
      'src/pay.ts',
      [
        [1, 3],
        [2, 0],
      ],
      [[1, { taken: 1, total: 2, arms: [true, false] }]],
    ],
  ])
})

test('lcov: what is at no line is left out', () => {
  expect(table('SF:a.py\nDA:0,1\nDA:1,1\nBRDA:0,3,0,1\nend_of_record\n')).toEqual([['a.py', [[1, 1]], []]])
})

test('Go: a line shared by two blocks was run when one of them was', () => {
  expect(table(go)).toEqual([
    [
      'example.com/pay/pay.go',
      [
        [3, 1],
        [4, 1],
        [5, 1],
        [6, 0],
      ],
      [],
    ],
  ])
})

test('a report merged with itself says the same', () => {
  expect(table(lcov + lcov)).toEqual(table(lcov))
  expect(table(go + go)).toEqual(table(go))
})

test.each([
  ['', 'not a coverage report'],
  ['SF:\nend_of_record', 'line 1'],
  ['SF:a.ts\nDA:1,x\nend_of_record', 'line 2'],
  ['SF:a.ts\nDA:1000001,1\nend_of_record', 'line 2'],
  ['SF:a.ts\nDA:1,1\n', 'cut off'],
  ['TN:\n', 'names no file'],
  ['mode: set\na.go:1.1,999999999.1 1 1', 'line 2'],
  ['mode: set\na.go:9.1,2.1 1 1', 'line 2'],
])('%j is unread', (text, why) => {
  expect(table(text)).toContain(why)
})

test('no text throws', () => {
  const row = fc.constantFrom('SF:a', 'DA:1,1', 'BRDA:1,0', 'mode: set', 'a:1.1,2.2 1 1', 'end_of_record')
  fc.assert(
    fc.property(fc.array(fc.oneof(row, fc.string())), (rows) => {
      expect(['read', 'unread']).toContain(readCoverage(rows.join('\n'), 'x').kind)
    }),
  )
})

test('a few Go blocks cannot ask for any number of lines', () => {
  expect(table(`mode: set\n${'a.go:1.1,1000000.1 1 1\n'.repeat(6)}`)).toContain('too many')
})
