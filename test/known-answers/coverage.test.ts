import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { executableLines, mapToTree, readCoverage, suspicious } from '../../src/parse/coverage/index.ts'
import { colouredByGo, missing, missingInTable, rows } from './coverage-truth.ts'

// Reports that real tools wrote, and what the tools themselves printed of the same run: fixtures/coverage/README.md.
const root = join(import.meta.dirname, '../../fixtures/coverage')
const text = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The coverage of one file, found as a review finds it: by content, in the tree of the program. */
async function coverageOf(folder: string, report: string, path: string) {
  const read = readCoverage(text(`${folder}/${report}`), report)
  if (read.kind === 'unread') throw new Error(read.why)
  const tree = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  const mapped = mapToTree(read.report, tree)
  expect(mapped.unmapped).toEqual([])
  const file = mapped.report.files.get(path)
  if (!file) throw new Error(`${report} does not hold ${path}`)
  const source = text(`${folder}/${path}`)
  expect(await suspicious(mapped.report, path, source)).toBeUndefined()
  const executable = await executableLines(mapped.report, path, source)
  return { ...file, executable: executable?.lines ?? new Map<number, number>() }
}

const sorted = <T>(lines: Iterable<[number, T]>): [number, T][] => [...lines].toSorted(([a], [b]) => a - b)
const isRun = (lines: Iterable<[number, number]>): [number, boolean][] =>
  sorted(lines).map(([line, hits]) => [line, hits > 0])

test.each([
  ['vitest', 'lcov.info', 'truth.txt', 'src/pay.ts'],
  ['vitest', 'lcov.info', 'truth.txt', 'src/idle.ts'],
  ['vitest', 'coverage-final.json', 'truth.txt', 'src/pay.ts'],
  ['vitest', 'coverage-final.json', 'truth.txt', 'src/idle.ts'],
  ['javascript', 'nyc.lcov', 'nyc.txt', 'pay.js'],
  ['javascript', 'clover.xml', 'nyc.txt', 'pay.js'],
  ['javascript', 'cobertura-coverage.xml', 'nyc.txt', 'pay.js'],
  ['javascript', 'coverage-final.json', 'nyc.txt', 'pay.js'],
  ['javascript', 'c8.lcov', 'c8.txt', 'pay.js'],
  ['javascript', 'node.lcov', 'node.txt', 'pay.js'],
  ['python', 'coverage-6.json', 'truth.txt', 'shop/pay.py'],
  ['python', 'coverage-7.json', 'truth.txt', 'shop/pay.py'],
  ['python', 'coverage.xml', 'truth.txt', 'shop/pay.py'],
  ['python', 'lcov.info', 'truth.txt', 'shop/pay.py'],
])('%s %s: lines not run are those of %s, %s', async (folder, report, truth, path) => {
  const name = folder === 'python' ? path : (path.split('/').at(-1) ?? '')
  const expected = missingInTable(text(`${folder}/${truth}`), name)
  expect(expected).not.toBe('')
  expect(missing((await coverageOf(folder, report, path)).lines)).toBe(expected)
})

test('vitest: both reports say the same', async () => {
  const file = await coverageOf('vitest', 'coverage-final.json', 'src/pay.ts')
  const other = await coverageOf('vitest', 'lcov.info', 'src/pay.ts')
  expect(sorted(file.lines)).toEqual(sorted(other.lines))
  expect(sorted(file.branches)).toEqual(sorted(other.branches))
})

test.each(['clover.xml', 'cobertura-coverage.xml', 'coverage-final.json'])(
  'nyc %s: lines, hits and branches are those of its tracefile',
  async (report) => {
    const file = await coverageOf('javascript', report, 'pay.js')
    const other = await coverageOf('javascript', 'nyc.lcov', 'pay.js')
    expect(sorted(file.lines)).toEqual(sorted(other.lines))
    const counts = ({ branches }: typeof file) =>
      sorted(branches).map(([line, { taken, total }]) => [line, taken, total])
    expect(counts(file)).toEqual(counts(other))
  },
)

test('Go: every coloured line has its count', async () => {
  const file = await coverageOf('go', 'count.out', 'pay.go')
  const truth = colouredByGo(text('go/truth.html'))
  expect(truth.size).toBeGreaterThan(15)
  for (const [line, hits] of truth) expect([line, file.lines.get(line)]).toEqual([line, hits])
  // Beyond these a block only has the line that opens it, before its body.
  const more = [...file.executable.keys()].filter((line) => !truth.has(line))
  const lines = text('go/pay.go').split('\n')
  expect(
    more.map((line) => lines[line - 1]?.trim()).filter((one) => !/^(?:func|case|default)/.test(one ?? '')),
  ).toEqual([])
})

test('JaCoCo: lines and branches are those of its HTML report', async () => {
  const file = await coverageOf('jacoco', 'jacoco.xml', 'src/main/java/com/acme/Pay.java')
  const page = text('jacoco/truth.txt')
  const lines = rows(page, /class="(?<kind>[fpn]c)[^"]*" id="L(?<line>\d+)"/g, (match) =>
    match.groups?.['kind'] === 'nc' ? 0 : 1,
  )
  expect(sorted(file.lines)).toEqual(sorted(lines))
  const missed = rows(page, /id="L(?<line>\d+)" title="(?:All )?(?<missed>\d+)/g, (match) =>
    Number(match.groups?.['missed']),
  )
  const own = [...file.branches].map(([line, { taken, total }]): [number, number] => [line, total - taken])
  expect(sorted(own)).toEqual(sorted(missed))
})

test.each(['clover.xml', 'cobertura.xml'])(
  'PHPUnit %s: lines are those of its HTML report',
  async (report) => {
    const file = await coverageOf('phpunit', report, 'src/Pay.php')
    const truth = rows(text('phpunit/truth.txt'), /^(?<line>\d+) (?<kind>.*)$/gm, (match) =>
      match.groups?.['kind'] === 'danger' ? 0 : 1,
    )
    expect(isRun(file.lines)).toEqual(isRun(truth))
  },
)

test.each(['resultset.json', 'coverage.json'])(
  'SimpleCov %s: lines and hits are those of its HTML report',
  async (report) => {
    const file = await coverageOf('simplecov', report, 'lib/pay.rb')
    const truth = rows(
      text('simplecov/truth.txt'),
      /class="(?:covered|missed|missed-branch)" data-hits="(?<hits>\d+)" data-linenumber="(?<line>\d+)"/g,
      (match) => Number(match.groups?.['hits']),
    )
    expect(sorted(file.executable)).toEqual(sorted(truth))
  },
)

test('SimpleCov: Ruby names the line of a condition, the formatter that of each way', async () => {
  const branches = async (report: string) => {
    const file = await coverageOf('simplecov', report, 'lib/pay.rb')
    return sorted(file.branches).map(([line, { taken, total }]) => `${line}: ${taken}/${total}`)
  }
  expect(await branches('resultset.json')).toEqual(['12: 1/2', '15: 1/2', '23: 1/3', '34: 1/2', '36: 0/2'])
  const ways = [
    '12: 1/2',
    '15: 1/2',
    '25: 1/1',
    '27: 0/1',
    '29: 0/1',
    '35: 1/1',
    '36: 0/1',
    '38: 0/1',
    '40: 0/1',
  ]
  expect(await branches('coverage.json')).toEqual(ways)
})

test.each(['llvm.json', 'llvm.lcov'])(
  'LLVM %s: lines and hits are those of llvm-cov show',
  async (report) => {
    const file = await coverageOf('c', report, 'pay.c')
    const truth = rows(text('c/llvm.txt'), /^ *(?<line>\d+)\| *(?<hits>\d+)\|/gm, (match) =>
      Number(match.groups?.['hits']),
    )
    expect(truth.size).toBeGreaterThan(25)
    expect(sorted(file.lines)).toEqual(sorted(truth))
  },
)

test.each(['gcov.lcov', 'gcovr.xml'])('gcc %s: lines and hits are those of gcov', async (report) => {
  const file = await coverageOf('c', report, 'pay.c')
  const truth = rows(text('c/pay.c.gcov'), /^ *(?<hits>\d+|#+)\*?: *(?<line>[1-9]\d*):/gm, (match) =>
    match.groups?.['hits']?.startsWith('#') ? 0 : Number(match.groups?.['hits']),
  )
  expect(sorted(file.lines)).toEqual(sorted(truth))
})
