import { expect, it } from 'vitest'
import { hasLooseHost, mayHoldLooseHost } from './loose-host.ts'

it.each([
  ['^https://www.example.com/', true],
  [String.raw`^https?:\/\/.+.example\.com`, true],
  [String.raw`https:\/\/api.example.com`, true],
  ['^test.example.net$', true],
  [String.raw`^https://www\.example\.com/`, false],
  [String.raw`^https://.*\.example\.com$`, false],
  ['www.example.com', false],
  ['^[a-z]+.comment', false],
  ['^.+$', false],
])('%s', (pattern, expected) => {
  expect(hasLooseHost(pattern)).toBe(expected)
  if (expected && pattern.startsWith('^')) expect(mayHoldLooseHost(`x = /${pattern}/`)).toBe(true)
})

it.each([
  ['// see https://www.example.com/a', false],
  ['const a = "https://www.example.com"', true],
  ['re.compile(r"^https?://example.com")', true],
  ['x.match(/example.com/)', false],
])('whether a file may hold one: %s', (text, expected) => {
  expect(mayHoldLooseHost(text)).toBe(expected)
})

it('takes bounded time for hostile text', () => {
  for (const text of ['^a.'.repeat(600), `^${'a.'.repeat(900)}`, `^${'a-'.repeat(900)}`]) {
    const began = performance.now()
    hasLooseHost(text)
    mayHoldLooseHost(text.repeat(50))
    mayHoldLooseHost('"".com'.repeat(50_000))
    mayHoldLooseHost('"^ '.repeat(100_000))
    expect(performance.now() - began).toBeLessThan(2000)
  }
})
