import { expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'

test('places of keys, items and what does not exist', () => {
  const tree = parseJson('a.json', '{\n  "a": { "b": [1, { "c": "x" }] },\n  "d": 2\n}')
  const [c, item, d, missing] = tree.locate([['a', 'b', 1, 'c'], ['a', 'b', 0], ['d'], ['a', 'z', 'y']])
  expect(c).toEqual({ startLine: 2, endLine: 2, startColumn: 21, endColumn: 29 })
  expect(item).toEqual({ startLine: 2, endLine: 2, startColumn: 16, endColumn: 17 })
  expect(d).toEqual({ startLine: 3, endLine: 3, startColumn: 3, endColumn: 9 })
  expect(missing).toMatchObject({ startLine: 2, startColumn: 3 })
})

test('the last of two equal keys counts, for the value and for its place', () => {
  const tree = parseJson('a.json', '{"a": 1,\n"a": 2}')
  expect(tree.value).toEqual({ a: 2 })
  expect(tree.locate([['a']])[0]).toMatchObject({ startLine: 2 })
})

test('a key named __proto__ is a key like any other', () => {
  const tree = parseJson('a.json', '{"__proto__": {"polluted": true},\n"toString": 1}')
  expect(Object.keys(tree.value as object)).toEqual(['__proto__', 'toString'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  expect(tree.locate([['toString']])[0]).toMatchObject({ startLine: 2 })
})

test.each([
  ['{"a": 1,}', 1, 'property name expected'],
  ['{\n"a": }', 2, 'value expected'],
  ['', 1, 'value expected'],
  ['{"a": 1} x', 1, ''],
])('broken: %j', (text, line, words) => {
  const tree = parseJson('a.json', text)
  expect(tree.value).toBeUndefined()
  expect(tree.problems).toHaveLength(1)
  expect(tree.problems[0]?.message).toContain(words)
  expect(tree.problems[0]?.region).toMatchObject({ startLine: line })
})

test('nesting without end is named, not followed', () => {
  const deep = parseJson('a.json', '{"a":'.repeat(100_000))
  expect(deep.value).toBeUndefined()
  expect(deep.problems[0]?.message).toBe('is nested deeper than 200 levels')
  const brackets = parseJson('a.json', JSON.stringify({ a: '['.repeat(1000), b: '\\"[' }))
  expect(brackets.problems).toEqual([])
})
