import { expect, test } from 'vitest'
import { replacedBlocks } from './was-there.ts'

test('only added lines that stand where lines were removed are rewritten ones', () => {
  // Base: 1 kept, 2-3 rewritten as 2-4, 5 removed, 8 kept, two added behind it.
  const blocks = replacedBlocks({
    added: [
      { start: 2, end: 4 },
      { start: 8, end: 9 },
    ],
    removed: [
      { start: 2, end: 3 },
      { start: 5, end: 5 },
    ],
  })
  expect(blocks).toEqual([{ added: { start: 2, end: 4 }, left: 2 }])
})
