import { expect, it } from 'vitest'
import { hasLooseHost, MAY_HOLD_LOOSE_HOST } from './loose-host.ts'

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
  if (expected && pattern.startsWith('^')) expect(MAY_HOLD_LOOSE_HOST.test(`x = /${pattern}/`)).toBe(true)
})

it('takes bounded time for hostile text', () => {
  for (const text of ['^a.'.repeat(600), `^${'a.'.repeat(900)}`, `^${'a-'.repeat(900)}`]) {
    const began = performance.now()
    hasLooseHost(text)
    MAY_HOLD_LOOSE_HOST.test(text.repeat(50))
    expect(performance.now() - began).toBeLessThan(2000)
  }
})
