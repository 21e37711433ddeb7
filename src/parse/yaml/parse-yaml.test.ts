import { expect, test } from 'vitest'
import { parseYaml } from './parse-yaml.ts'

const TEXT = `base: &base
  x: 1
  y: [a, b]
paths:
  /a:
    <<: *base
    get: {200: ok}
  /b: *base
__proto__: 7
text: |
  block
`

test('values: core schema, merge keys, keys that are numbers', () => {
  const { value, problems } = parseYaml('a.yaml', TEXT)
  expect(problems).toEqual([])
  expect(value).toMatchObject({ paths: { '/a': { x: 1, get: { '200': 'ok' } }, '/b': { y: ['a', 'b'] } } })
  expect(parseYaml('a.yaml', 'day: 2027-01-31\nno: no').value).toEqual({ day: '2027-01-31', no: 'no' })
})

test.each([
  [['paths', '/a'], 5],
  [['paths', '/a', 'x'], 2],
  [['paths', '/a', 'y', 1], 3],
  [['paths', '/a', 'get', '200'], 7],
  [['paths', '/b'], 8],
  [['paths', '/b', 'y', 0], 3],
  [['paths', '/b', 'nothing', 'here'], 8],
  [['__proto__'], 9],
  [['text'], 10],
])('%j stands on line %i', (pointer, line) => {
  expect(parseYaml('a.yaml', TEXT).locate([pointer])[0]).toMatchObject({ startLine: line })
})

test('a duplicate key is a problem, and the rest is still read', () => {
  const tree = parseYaml('a.yaml', 'a: 1\nb: 2\na: 3\n')
  expect(tree.value).toEqual({ a: 3, b: 2 })
  expect(tree.problems).toMatchObject([{ region: { startLine: 3 } }])
  expect(tree.locate([['a']])[0]).toMatchObject({ startLine: 3 })
})

test.each([
  ['a broken flow', 'a: [b'],
  ['nesting without end', '['.repeat(100_000)],
  ['an alias of itself', 'a: &a [*a]'],
  ['an alias nobody defined', 'a: *b'],
  ['a tab for indentation', 'a:\n\tb: 1'],
])('%s is a problem with a text', (_, text) => {
  const tree = parseYaml('a.yaml', text)
  expect(tree.value).toBeUndefined()
  expect(tree.problems[0]?.message).not.toBe('')
})

test('aliases that would write out to billions are refused', () => {
  const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`)
  const tree = parseYaml('a.yaml', `a0: &a0 [x]\n${levels.join('\n')}\n`)
  expect(tree.value).toBeUndefined()
  expect(tree.problems[0]?.message).toContain('aliases that expand to more than')
})

test('a closing bracket no deeper than its key is read as other tools read it', () => {
  const text = 'type:\n  enum: [a,\n  b\n]\n  note: "one\n two"\n  late: 1\n'
  const tree = parseYaml('a.yaml', text)
  expect(tree.problems).toEqual([])
  expect(tree.value).toEqual({ type: { enum: ['a', 'b'], note: 'one two', late: 1 } })
  expect(
    tree.locate([
      ['type', 'enum', 1],
      ['type', 'late'],
    ]),
  ).toMatchObject([
    { startLine: 3, startColumn: 3, endColumn: 4 },
    { startLine: 7, startColumn: 3 },
  ])
})

test('a mistake behind such a bracket keeps its line', () => {
  const { problems } = parseYaml('a.yaml', 'a:\n  b: [1,\n  2\n]\n  c: [1\n')
  expect(problems).toMatchObject([{ region: { startLine: 6 } }])
})
