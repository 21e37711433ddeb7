import { expect, test } from 'vitest'
import { comparePatterns, textOnlyIn, type Inclusion } from './inclusion.ts'

test.each<[string, string, Inclusion]>([
  ['^[a-z]+$', '^[a-c]+$', 'narrower'],
  ['^[a-c]+$', '^[a-z]+$', 'wider'],
  ['^[a-z]+$', '^[0-9]+$', 'neither'],
  ['^[a-z]+$', '^[a-z][a-z]*$', 'same'],
  ['[a-z]', '^[a-z]+$', 'narrower'],
  ['^a|b$', '^a', 'narrower'],
  ['^(?:a|b)$', '^[ab]$', 'same'],
  ['^\\d{3}$', '^\\d{3,4}$', 'wider'],
  ['^\\w+$', '^[\\w-]+$', 'wider'],
  ['^(?!x)[a-z]+$', '^[a-z]+$', 'wider'],
  ['^[^/]*$', '^[^/]+$', 'narrower'],
  ['.*', '^a$', 'narrower'],
  ['^\\p{L}+$', '^\\p{Lu}+$', 'narrower'],
  ['^(a+)\\1$', '^aa$', 'unknown'],
  ['(', '^a$', 'unknown'],
])('%s, then %s: %s', (before, after, inclusion) => {
  expect(comparePatterns(before, after)).toBe(inclusion)
})

test('patterns made to be large are given up', () => {
  expect(comparePatterns('^(?:a|b)*a(?:a|b){400}$', '^(?:a|b)*a(?:a|b){401}$')).toBe('unknown')
  expect(comparePatterns('a'.repeat(5000), 'b')).toBe('unknown')
  expect(comparePatterns('(?:'.repeat(300) + 'a' + '){9}'.repeat(300), 'b')).toBe('unknown')
})

test('a text tells two patterns apart', () => {
  expect(textOnlyIn('^[0-9]{4,8}$', '^[0-9]{5,8}$')).toBe('0000')
  expect(textOnlyIn('^[^a]$', '^[^ab]$')).toBe('b')
  expect(textOnlyIn('^[a-c]$', '^[a-z]$')).toBeUndefined()
})
