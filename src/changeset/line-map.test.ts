import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineMap } from './line-map.ts'

test('a line is found again by what stands in it, wherever it went', () => {
  const line = fc.constantFrom('a', 'b', 'c', '  a', '\tb ', '')
  const text = fc.array(line, { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(text, text, (older, newer) => {
      const find = lineMap(older.join('\n'), newer.join('\n'))
      const places = older.map((_, index) => find(index + 1))
      const found = places.filter((place) => place !== undefined)
      expect(found).toEqual(found.toSorted((a, b) => a - b))
      expect(new Set(found).size).toBe(found.length)
      for (const [index, place] of places.entries()) {
        if (place !== undefined) expect(newer[place - 1]?.trim()).toBe(older[index]?.trim())
      }
    }),
  )
})

test('lines above are added and removed, a line is indented, another rewritten', () => {
  const find = lineMap('one\ntwo\nthree\nfour\n', 'zero\nnought\ntwo\n  three\n4\n')
  expect([1, 2, 3, 4].map(find)).toEqual([undefined, 3, 4, undefined])
})
