import { expect, test } from 'vitest'
import { toEcmaScript } from './patterns.ts'

test.each<[string, string[], string[]]>([
  ['[A-Z]{2}\\d+', ['AB1', 'XY00'], ['ab1', 'AB', ' AB1']],
  ['a|bc', ['a', 'bc'], ['ac', 'ab', 'abc']],
  ['$^', ['$^'], ['', '$']],
  ['[a-z-[aeiou]]+', ['xyz'], ['xaz', '']],
  ['[^a-c]', ['d', '-'], ['a']],
  ['[+\\-a]', ['+', '-', 'a'], [',', '\\']],
  ['[a\\-z]', ['a', '-', 'z'], ['b']],
  ['[-+]?[0-9]', ['-1', '+1', '1'], ['--1']],
  ['\\i\\c*', ['a1', '_x', 'a-b.c'], ['1a', '-a', 'a b']],
  ['[\\i-[:]][\\c-[:]]*', ['a1'], ['a:b', ':a']],
  ['[\\s\\S]*', ['', 'a b\n'], []],
  ['\\p{Lu}\\P{Lu}', ['Aa'], ['AA']],
  ['[\\p{IsBasicLatin}]*', ['abc'], ['é']],
  ['\\w', ['a', '5', '+'], ['.', ' ']],
  ['a.c', ['abc'], ['a\nc']],
  ['\\-\\.\\/', ['-./'], []],
  ['[.^$]', ['.', '^', '$'], ['a']],
])('%s', (pattern, matching, others) => {
  const source = toEcmaScript(pattern) ?? 'not translated'
  const expression = new RegExp(source, 'u')
  expect(matching.filter((text) => !expression.test(text))).toEqual([])
  expect(others.filter((text) => expression.test(text))).toEqual([])
})

test.each(['\\p{IsTibetan}', '[a', '\\y', '\\', '[a[b]]', `${'[a-'.repeat(50)}[b]${']'.repeat(50)}`])(
  'not translated: %s',
  (pattern) => {
    expect(toEcmaScript(pattern)).toBeUndefined()
  },
)
