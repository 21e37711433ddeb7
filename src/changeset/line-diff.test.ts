import { expect, test } from 'vitest'
import { lineDiff } from './line-diff.ts'

const lines = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${text(index)}\n`).join('')

test('finds a small change in a large text, and keeps apart what is far apart', () => {
  const base = lines(50_000, (index) => `line ${index % 1000}`)
  const head = base.split('\n').with(9, 'first').with(40_000, 'second').join('\n')
  expect(lineDiff(base, head)).toStrictEqual({
    added: [
      { start: 10, end: 10 },
      { start: 40_001, end: 40_001 },
    ],
    removed: [
      { start: 10, end: 10 },
      { start: 40_001, end: 40_001 },
    ],
    hunks: [
      { base: { start: 7, end: 13 }, head: { start: 7, end: 13 } },
      { base: { start: 39_998, end: 40_004 }, head: { start: 39_998, end: 40_004 } },
    ],
  })
})

test('texts with nothing in common count as rewritten rather than taking for ever', () => {
  const base = lines(100_000, (index) => `a ${index % 7}`)
  const head = lines(100_000, (index) => `b ${index % 11}`)
  expect(lineDiff(base, head)).toMatchObject({
    added: [{ start: 1, end: 100_000 }],
    removed: [{ start: 1, end: 100_000 }],
  })
})

test('gives up on what is hard, never on the whole', () => {
  const hard = (count: number, step: number): string => lines(count, (index) => String((index * step) % 17))
  const anchors = Array.from({ length: 30 }, (_, index) => `anchor ${index}\n`)
  const base = anchors.map((anchor) => anchor + hard(3000, 5)).join('')
  const head = anchors.map((anchor) => anchor + hard(3000, 7)).join('')
  const changed = new Set(lineDiff(base, head).added.flatMap(({ start, end }) => [start, end]))
  for (let index = 0; index < 30; index++) expect(changed.has(index * 3001 + 1)).toBe(false)
})
