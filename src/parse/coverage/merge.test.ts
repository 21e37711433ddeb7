import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeCoverage } from './merge.ts'
import { readCoverage } from './read-coverage.ts'
import type { CoverageReport } from './report.ts'

function lcov(...rows: string[]): CoverageReport {
  const read = readCoverage(`SF:a.ts\n${rows.join('\n')}\nend_of_record\n`, 'lcov.info')
  if (read.kind === 'unread') throw new Error(read.why)
  return read.report
}

const sorted = <K, V>(entries: ReadonlyMap<K, V>): [K, V][] =>
  [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))
const plain = (report: CoverageReport) =>
  sorted(report.files).map(([path, { lines, branches }]) => [path, sorted(lines), sorted(branches)])

test('each way of a branch is known: two halves are the whole, the same half is not', () => {
  const one = lcov('DA:1,1', 'BRDA:1,0,0,1', 'BRDA:1,0,1,0')
  const other = lcov('DA:1,1', 'BRDA:1,0,0,0', 'BRDA:1,0,1,1')
  expect(mergeCoverage(one, other).files.get('a.ts')?.branches.get(1)).toMatchObject({ taken: 2, total: 2 })
  expect(mergeCoverage(one, one).files.get('a.ts')?.branches.get(1)).toMatchObject({ taken: 1, total: 2 })
})

const file = fc.record({
  lines: fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(3))).map((all) => new Map(all)),
  branches: fc
    .array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.array(fc.boolean(), { minLength: 2, maxLength: 2 })))
    .map(
      (all) =>
        new Map(all.map(([line, arms]) => [line, { taken: arms.filter(Boolean).length, total: 2, arms }])),
    ),
})
const report = fc
  .array(fc.tuple(fc.constantFrom('a.ts', 'b.ts', 'c.ts'), file))
  .map((files): CoverageReport => ({ format: 'lcov', files: new Map(files) }))

test('the order of reports does not matter, and a report twice is the report', () => {
  fc.assert(
    fc.property(report, report, report, (a, b, c) => {
      expect(plain(mergeCoverage(a, b))).toEqual(plain(mergeCoverage(b, a)))
      expect(plain(mergeCoverage(mergeCoverage(a, b), c))).toEqual(
        plain(mergeCoverage(a, mergeCoverage(b, c))),
      )
      expect(plain(mergeCoverage(a, a))).toEqual(plain(a))
    }),
  )
})
