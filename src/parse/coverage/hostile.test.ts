import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mapToTree } from './map-to-tree.ts'
import { readCoverage } from './read-coverage.ts'

const sorted = <K, V>(entries: ReadonlyMap<K, V>): [K, V][] =>
  [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))

const why = (text: string): string => {
  const read = readCoverage(text, 'report')
  return read.kind === 'unread' ? read.why : `read ${read.report.format}`
}

test.each([
  ['<coverage line-rate="1"><packages><class filename="a.py"><line number="1" hits="x"/>', 'line 1: a whole'],
  [
    '<coverage line-rate="1">\n<class filename="a.py">\n<line number="1"/></class></coverage>',
    'line 3: a whole',
  ],
  ['<coverage line-rate="1">\n<line number="1" hits="1"/></coverage>', 'line 2: a line stands outside'],
  ['<coverage line-rate="1"><class filename=""/></coverage>', 'line 1: the path'],
  ['<coverage line-rate="1">', 'line 1: not well-formed XML'],
  ['<testsuites/>', '<testsuites> is no coverage report'],
  ['<!DOCTYPE report [\n<!ENTITY a "b">]><report/>', 'line 2: the document type declares entities'],
  ['<report name="&a;"/>', 'line 1: not well-formed XML: undefined entity'],
  ['<group>'.repeat(100), 'no coverage report'],
  [`<report>${'<group name="a">'.repeat(100)}`, 'line 1: nested deeper than 64'],
  [
    '<report><sourcefile name="A.java"><line nr="9999999" ci="1"/></sourcefile></report>',
    'no file has a line',
  ],
  [
    '<coverage clover="4"><project><file path="a.php"><line num="1" type="stmt"/></file></project></coverage>',
    'whole',
  ],
  ['{', 'line 1: not JSON'],
  ['{\n"a": [1,\n}', 'line 3: not JSON'],
  ['['.repeat(100_000), 'line 1: nested deeper than 64'],
  [`{"a": "${'\\"'.repeat(100_000)}`, 'not JSON'],
  ['{"name": "x"}', 'JSON of no known coverage report'],
  ['{"a.ts": {"statementMap": {"0": {"start": {"line": 1}}}, "s": {}}}', 'a.ts.s.0: a whole number'],
  ['{"a.ts": {"statementMap": {"0": {"start": {"line": -1}}}, "s": {"0": 1}}}', 'statementMap.0.start.line'],
  ['{"meta": {}, "files": {"a.py": {"executed_lines": [1, "2"], "missing_lines": []}}}', 'executed_lines[1]'],
  ['{"x": {"coverage": {"a.rb": {"lines": [null, 1.5]}}}}', 'x.a.rb.lines[1]: a whole number'],
  ['{"x": {"coverage": {"a.rb": {"lines": [1], "branches": {"[]": {}}}}}}', 'not a branch of Ruby'],
  ['{"type": "llvm.coverage.json.export", "data": [{"files": [{"filename": "a.c"}]}]}', 'no segments'],
  [
    '{"type": "llvm.coverage.json.export", "data": [{"files": [{"filename": "a.c", "segments": [[2,1,1,true,true],[1,1,1,true,true]]}]}]}',
    'run backwards',
  ],
])('unread, and the place is named: %#', (text, expected) => {
  expect(why(text)).toContain(expected)
})

test('a few segments cannot ask for any number of lines', () => {
  const file = '{"filename": "a.c", "segments": [[1,1,1,true,true],[1000000,1,0,false,false]]}'
  const files = Array.from({ length: 6 }, () => file).join()
  expect(why(`{"type": "llvm.coverage.json.export", "data": [{"files": [${files}]}]}`)).toContain('too many')
})

test('names of things that objects have anyway are names of files', () => {
  const text = '{"meta": {}, "files": {"__proto__": {"executed_lines": [1], "missing_lines": []}}}'
  expect(why(text)).toBe('read coverage.py')
})

const token = fc.constantFrom(
  '<coverage line-rate="1">',
  '<coverage clover="4">',
  '<report>',
  '</report>',
  '</coverage>',
  '<line nr="1" ci="1"/>',
  '<class filename="a">',
  '</class>',
  '<line number="1" hits="1"/>',
  '<!DOCTYPE a [',
  ']>',
  '&lt;',
  '&x;',
  ...'{}[]:,1'.split(''),
  '"meta":',
  '"files":',
  '"coverage":',
  'null',
  '"a"',
  '"statementMap":',
)

test('no text throws', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(token, fc.string({ maxLength: 4 })), { maxLength: 30 }), (tokens) => {
      expect(['read', 'unread']).toContain(readCoverage(tokens.join(''), 'x').kind)
    }),
    { numRuns: 500 },
  )
})

test('no JSON of the right form throws', () => {
  const form = fc.constantFrom<(value: unknown) => unknown>(
    (value) => ({ meta: {}, files: { a: value } }),
    (value) => ({ a: { statementMap: {}, s: value, b: value, branchMap: value } }),
    (value) => ({ x: { coverage: { a: value } } }),
    (value) => ({ x: { coverage: { a: { lines: value, branches: value } } } }),
    (value) => ({
      type: 'llvm.coverage.json.export',
      data: [{ files: [{ filename: 'a', segments: value }] }],
    }),
  )
  fc.assert(
    fc.property(form, fc.jsonValue({ maxDepth: 3 }), (make, value) => {
      expect(['read', 'unread']).toContain(readCoverage(JSON.stringify(make(value)), 'x').kind)
    }),
  )
})

const block = fc
  .record({
    path: fc.constantFrom('a.ts', 'b.ts', 'src/a.ts'),
    rows: fc.array(
      fc.oneof(
        fc.tuple(fc.nat(5), fc.nat(3)).map(([line, hits]) => `DA:${line + 1},${hits}`),
        fc
          .tuple(fc.nat(5), fc.nat(1), fc.nat(3))
          .map(([line, way, hits]) => `BRDA:${line + 1},0,${way},${hits}`),
      ),
    ),
  })
  .map(({ path, rows }) => `SF:${path}\n${rows.join('\n')}\nend_of_record\n`)

test('the order of the files of a report does not matter', () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 1 }), (blocks) => {
      const files = (all: readonly string[]) => {
        const read = readCoverage(all.join(''), 'x')
        if (read.kind === 'unread') throw new Error(read.why)
        const { report } = mapToTree(read.report, ['src/a.ts', 'b.ts', 'lib/a.ts'])
        return sorted(report.files).map(([path, { lines, branches }]) => [
          path,
          sorted(lines),
          sorted(branches),
        ])
      }
      expect(files(blocks.toReversed())).toEqual(files(blocks))
    }),
  )
})
