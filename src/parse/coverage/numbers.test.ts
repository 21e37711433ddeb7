import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toNumbers } from './numbers.ts'
import { readCoverage } from './read-coverage.ts'
import type { CoverageReport } from './report.ts'

const folder = new URL('../../../fixtures/coverage/', import.meta.url)

function read(text: string): CoverageReport {
  const answer = readCoverage(text, 'report')
  if (answer.kind === 'unread') throw new Error(answer.why)
  return answer.report
}

const byLine = ([a]: readonly [number, ...unknown[]], [b]: readonly [number, ...unknown[]]): number => a - b

function facts({ files }: CoverageReport): unknown[] {
  return [...files.values()].map(({ lines, branches }) => [
    [...lines].map(([line, hits]) => [line, hits > 0] as const).toSorted(byLine),
    [...branches].map(([line, { taken, total }]) => [line, taken, total] as const).toSorted(byLine),
  ])
}

const reports = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .flatMap(({ parentPath, name }) => {
    const text = readFileSync(`${parentPath}/${name}`, 'utf8')
    return readCoverage(text, name).kind === 'read'
      ? [[`${parentPath.split('/').at(-1)}/${name}`, text] as const]
      : []
  })

test('there are reports of many tools', () => {
  expect(reports.length).toBeGreaterThan(8)
})

test.each(reports)('%s: its numbers say of every line and branch what it says', (_, text) => {
  const report = read(text)
  const again = read(toNumbers(report))
  expect(facts(again)).toEqual(facts(report))
})

test('a path with a line end makes no record, and a root stands before relative paths', () => {
  const file = { lines: new Map([[1, 5]]), branches: new Map([[1, { taken: 1, total: 9e9 }]]) }
  const files = new Map([
    ['a\nSF:b', file],
    ['src/c.py', file],
  ])
  const rows = toNumbers({ format: 'cobertura', files, roots: ['/app/'] }).split('\n')
  expect(rows.slice(0, 4)).toEqual(['SF:/app/src/c.py', 'DA:1,1', 'BRDA:1,0,0,1', 'BRDA:1,0,1,0'])
  expect(rows).toHaveLength(1_003)
})
