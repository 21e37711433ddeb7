import { expect, test } from 'vitest'
import { acceptedLines, assuredLines } from './accepted.ts'

test.for<[string, string, [number, number][]]>([
  ['nothing', 'CREATE INDEX a ON b (c);\n-- squawk is a bird', []],
  [
    'a block',
    '-- safety-assured:start\nALTER TABLE a\n  ADD b int;\n-- safety-assured:end\nDROP TABLE c;',
    [[1, 4]],
  ],
  ['a block without an end', '-- safety-assured:start\nALTER TABLE a ADD b int;', []],
  [
    'the next statement',
    'DROP TABLE a;\n-- squawk-ignore renaming-column\nALTER TABLE a\n  RENAME b TO c;\nDROP TABLE d;',
    [[2, 4]],
  ],
  ['another tool', '-- atlas:nolint MF101\nCREATE INDEX a ON b (c); -- small\nDROP TABLE d;', [[1, 2]]],
  ['the file', 'DROP TABLE a;\n-- squawk-ignore-file\nDROP TABLE b;', [[1, 3]]],
])('%s', ([, text, ranges]) => {
  expect(acceptedLines(text)).toEqual(ranges.map(([start, end]) => ({ start, end })))
})

test.each([
  ['a block', 'def change\n  safety_assured do\n    add_index :a, :b\n  end\n  x\nend', [[2, 4]]],
  ['one line', '  safety_assured { add_index :a, :b }\n  add_index :a, :c', [[1, 1]]],
  ['a name that only begins so', '  safety_assured_elsewhere_too', []],
])('lines that strong_migrations was told of: %s', (_, text, lines) => {
  expect(assuredLines(text).map(({ start, end }) => [start, end])).toEqual(lines)
})
