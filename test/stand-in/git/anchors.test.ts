import { expect, test } from 'vitest'
import { follow, locate } from './anchors.ts'
import type { Anchor } from './anchors.ts'
import { hunkText, parseDiff, parseHunks } from './diff.ts'

const PATCH = `@@ -1,4 +1,5 @@
 one
-two
+TWO
+two and a half
 three
 four
@@ -20,3 +21,2 @@
 twenty
-twenty-one
 twenty-two`

const file = {
  status: 'modified' as const,
  path: 'a.txt',
  previousPath: undefined,
  blob: '',
  additions: 2,
  deletions: 2,
  patch: PATCH,
  hunks: parseHunks(PATCH),
}

function at(anchor: Partial<Anchor>): number | undefined {
  return locate(file, { line: 1, side: 'RIGHT', startLine: undefined, startSide: undefined, ...anchor })
    ?.position
}

test('a position counts lines from the first hunk on, later headers included', () => {
  expect(at({ line: 1 })).toBe(1)
  expect(at({ line: 2 })).toBe(3)
  expect(at({ line: 2, side: 'LEFT' })).toBe(2)
  expect(at({ line: 21 })).toBe(8)
  expect(at({ line: 21, side: 'LEFT' })).toBe(9)
})

test('lines outside every hunk have no place', () => {
  expect(at({ line: 6 })).toBeUndefined()
  expect(at({ line: 20, side: 'RIGHT' })).toBeUndefined()
  expect(at({ line: 5, side: 'LEFT' })).toBeUndefined()
})

test('a range stays in one hunk and runs downwards', () => {
  expect(at({ line: 3, startLine: 1, startSide: 'RIGHT' })).toBe(4)
  expect(at({ line: 3, startLine: 2, startSide: 'LEFT' })).toBe(4)
  expect(at({ line: 21, startLine: 3, startSide: 'RIGHT' })).toBeUndefined()
  expect(at({ line: 3, startLine: 3, startSide: 'RIGHT' })).toBeUndefined()
})

test('lines are followed through a later change', () => {
  const hunks = parseHunks('@@ -2 +2,2 @@\n-b\n+B\n+BB\n@@ -4,0 +6,1 @@\n+e\n@@ -8,2 +10,0 @@\n-h\n-i')
  expect([1, 2, 3, 4, 5, 7, 8, 10].map((line) => follow(hunks, line))).toEqual([
    1,
    undefined,
    4,
    5,
    7,
    9,
    undefined,
    10,
  ])
})

test('a file that speaks diff, with lone carriage returns, does not confuse the sections', () => {
  const section =
    'diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+b\rdiff --git a/y b/y\r@@ -1 +1 @@\n+c\n'
  const [only, ...more] = parseDiff(':100644 100644 1 2 M\0x\0', section)
  expect(more).toEqual([])
  expect(only?.hunks).toHaveLength(1)
  expect(only?.additions).toBe(2)
  expect(hunkText('diff --git a/x b/x\nBinary files differ\n')).toBeUndefined()
})
