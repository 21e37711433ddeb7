import { expect, it } from 'vitest'
import { hasMixedRange } from './mixed-range.ts'

it.each([
  ['^[A-z]+$', true],
  ['[0-z]', true],
  ['x[_9-Z]', true],
  ['[A-Za-z0-9_]', false],
  ['[a-zA-Z]-[a-z]', false],
  ['A-z', false],
  [String.raw`\[A-z\]`, false],
  [String.raw`[A\-z]`, false],
  ['[a-Z]', false],
  ['[!-~]', false],
])('%s', (pattern, expected) => {
  expect(hasMixedRange(pattern)).toBe(expected)
})
