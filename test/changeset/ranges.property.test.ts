import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { memoryChangeSet, openGit } from '../../src/changeset/index.ts'
import type { FileChange, LineRange } from '../../src/model/index.ts'
import { TestRepository } from './repository.ts'

const repo = new TestRepository()
afterAll(() => repo[Symbol.dispose]())

const line = fc.constantFrom(
  'a',
  'b',
  '',
  '-- a',
  '++ b',
  '@@ -1 +1 @@',
  'diff --git a/f b/f',
  '\\ No newline',
  'c\r',
)
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
  .map(([lines, end]) => (lines.length === 0 ? '' : lines.join('\n') + (end ? '\n' : '')))

/** Lines with their line ends, so that a last line that lacks one differs from one that has it. */
function linesOf(content: string): string[] {
  return content.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function outside(lines: readonly string[], ranges: readonly LineRange[]): string[] {
  return lines.filter((_, index) => !ranges.some(({ start, end }) => start <= index + 1 && index + 1 <= end))
}

function count(ranges: readonly LineRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0)
}

/** Without the added lines the head is the base without the removed ones, and the hunks hold them all. */
function expectLawful(change: FileChange | undefined, base: string, head: string): void {
  const { added, removed, hunks } = change ?? { added: [], removed: [], hunks: [] }
  const [before, after] = [linesOf(base), linesOf(head)]
  expect(outside(after, added)).toStrictEqual(outside(before, removed))
  for (const [ranges, side, lines] of [
    [added, 'head', after],
    [removed, 'base', before],
  ] as const) {
    let last = 0
    for (const { start, end } of ranges) {
      expect(start).toBeGreaterThan(last)
      expect(end).toBeGreaterThanOrEqual(start)
      expect(end).toBeLessThanOrEqual(lines.length)
      expect(hunks.filter((hunk) => hunk[side].start <= start && end <= hunk[side].end)).toHaveLength(1)
      last = end
    }
  }
  const context = (side: 'base' | 'head', ranges: LineRange[]): number =>
    count(hunks.map((hunk) => hunk[side])) - count(ranges)
  expect(context('base', removed)).toBe(context('head', added))
}

test('ranges from git reproduce the change', async () => {
  const pairs = fc.sample(fc.tuple(text, text), { numRuns: 400, seed: 20_261_122 })
  const tree = (side: 0 | 1): Record<string, string> =>
    Object.fromEntries(pairs.map((pair, index) => [`f${index}`, pair[side]]))
  const base = repo.commit('main', tree(0))
  const head = repo.commit('topic', tree(1), base)
  await using changes = await openGit({ repo: repo.gitDir, base, head })
  const byPath = new Map(changes.changes.map((change) => [change.path, change]))
  for (const [index, [before, after]] of pairs.entries()) {
    const change = byPath.get(`f${index}`)
    expect(change === undefined).toBe(before === after)
    expectLawful(change, before, after)
  }
  expect(headers(repo.git('diff', '-U0', '--no-renames', base, head))).toBe(
    changes.changes.reduce((sum, change) => sum + count(change.added) + count(change.removed), 0),
  )
})

/** Added and removed lines by the headers of `git diff -U0`: without context they count nothing else. */
function headers(patch: string): number {
  const hunks = patch.matchAll(/^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/gm)
  return [...hunks].reduce((sum, [, base, head]) => sum + Number(base ?? 1) + Number(head ?? 1), 0)
}

test('ranges without git reproduce the change', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expectLawful(memoryChangeSet({ f: before }, { f: after }).changes[0], before, after)
    }),
  )
})
