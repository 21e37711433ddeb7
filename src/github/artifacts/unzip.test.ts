import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zip, type ZipEntry } from '../../../test/zip.ts'
import { isCoverageName } from './list.ts'
import { ARCHIVE, unzipCoverage } from './unzip.ts'

const LCOV = 'TN:\nSF:src/a.js\nDA:1,1\nend_of_record\n'
const report = { name: 'lcov.info', data: LCOV }

async function read(entries: readonly ZipEntry[], left = 1_000_000) {
  const { files, unread } = await unzipCoverage(zip(entries), 'coverage', { left })
  return { names: files.map(({ name }) => name), unread }
}

test('reports are found by what they are, at any depth; what lies beside them is left alone', async () => {
  const { names, unread } = await read([
    { name: 'packages/a/coverage/lcov.info', data: LCOV },
    { name: 'coverage.xml', data: '<?xml version="1.0"?>\n<!-- by a tool -->\n<coverage line-rate="1">' },
    { name: 'jacoco.xml', data: '<?xml version="1.0"?><!DOCTYPE report PUBLIC "x" "y"><report name="a">' },
    { name: 'coverage/.resultset.json', data: '{"RSpec":{"coverage":{"/app/a.rb":{"lines":[1]}}}}' },
    { name: 'c.out', data: 'mode: set\na/b.go:1.1,2.2 1 1\n' },
    { name: 'junit.xml', data: '<testsuites></testsuites>' },
    { name: 'checkstyle.xml', data: '<report></report>' },
    { name: 'coverage-summary.json', data: '{"total":{"lines":{"total":1}}}' },
    { name: 'coverage/.last_run.json', data: '{"result":{"line":90}}' },
    { name: 'index.html', data: '<html>' },
    { name: 'inner.zip', data: zip([report]) },
    { name: 'folder/', data: '' },
  ])
  expect(unread).toEqual([])
  expect(names).toEqual([
    'packages/a/coverage/lcov.info',
    'coverage.xml',
    'jacoco.xml',
    'coverage/.resultset.json',
    'c.out',
  ])
})

test.each([
  ['a path that leads out', { ...report, name: '../../lcov.info' }, /invalid relative path/],
  ['a path that leads out, as Windows writes it', { ...report, name: '..\\lcov.info' }, /relative path/],
  ['an absolute path', { ...report, name: '/etc/lcov.info' }, /absolute path/],
  ['more bytes than declared', { ...report, declared: 5 }, /lcov.info is broken \(too many bytes/],
  ['fewer bytes than declared', { ...report, declared: 500 }, /lcov.info is broken \(not enough bytes/],
  ['a declared size beyond the bound', { ...report, declared: ARCHIVE.fileBytes + 1 }, /is too large/],
  ['more than is left of the budget', { ...report, data: LCOV.repeat(40_000) }, /is too large/],
])('%s is refused by name', async (_, entry, why) => {
  const { names, unread } = await read([entry])
  expect(names).toEqual([])
  expect(unread).toEqual([expect.stringMatching(why)])
})

test('a link is not followed, and hides nothing of the rest', async () => {
  const link = { name: 'coverage.xml', data: '/etc/passwd', mode: 0o120777 }
  expect(await read([link, report])).toEqual({ names: ['lcov.info'], unread: [] })
})

test('a bomb costs no more than the budget', async () => {
  const zeros = Buffer.alloc(900_000)
  const bomb = Array.from({ length: 20 }, (_, index) => ({ name: `lcov-${index}.info`, data: zeros }))
  const budget = { left: 2_000_000 }
  const { files, unread } = await unzipCoverage(zip(bomb), 'coverage', budget)
  expect([files, unread.length, budget.left]).toEqual([[], 18, 200_000])
})

test('more reports than the bound are not read, and that is said', async () => {
  const many = Array.from({ length: ARCHIVE.files + 1 }, (_, index) => ({ ...report, name: `${index}.info` }))
  const { names, unread } = await read(many)
  expect(names).toHaveLength(ARCHIVE.files)
  expect(unread).toEqual([expect.stringContaining('more files than are read')])
})

const whole = zip([report, { name: 'b/lcov.info', data: LCOV }])
test('an archive that was cut or changed is read or named, never thrown at', async () => {
  const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255), cut: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(change, async ({ at, byte, cut }) => {
      const broken = cut ? whole.subarray(0, at) : Buffer.from(whole)
      if (!cut) broken[at] = byte
      const { files, unread } = await unzipCoverage(broken, 'coverage', { left: 1_000_000 })
      expect(files.length).toBeLessThanOrEqual(2)
      if (cut) expect(unread).toHaveLength(1)
    }),
    { numRuns: 60 },
  )
})

test('names that say coverage', () => {
  const yes = [
    'coverage',
    'code-coverage-report',
    'lcov',
    'unit_cov',
    'cov-3.12',
    'jacoco-report',
    'codecov',
    'Clover',
  ]
  const no = ['discovery', 'recovery-tool', 'covid-data', 'dist', 'covenant', 'test-results']
  expect(yes.filter((name) => !isCoverageName(name))).toEqual([])
  expect(no.filter(isCoverageName)).toEqual([])
})
