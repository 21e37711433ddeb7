import { expect, test } from 'vitest'
import type { FileContent } from '../model/index.ts'
import { TextCache } from './text-cache.ts'

const text = (length: number): FileContent => ({ kind: 'text', text: 'x'.repeat(length), oid: '' })

test('drops what was used least recently, and never holds more than its bound', () => {
  const cache = new TextCache(3000)
  for (const oid of ['a', 'b']) cache.set(oid, text(500))
  expect(cache.get('a')).toBeDefined()
  cache.set('c', text(500))
  expect([cache.get('a'), cache.get('b'), cache.get('c')].map(Boolean)).toStrictEqual([true, false, true])
  expect(cache.bytes).toBeLessThanOrEqual(3000)
})

test('does not hold a text that is larger than the whole cache', () => {
  const cache = new TextCache(3000)
  cache.set('a', text(500))
  cache.set('large', text(5000))
  expect(cache.get('large')).toBeUndefined()
  expect(cache.get('a')).toBeDefined()
})
