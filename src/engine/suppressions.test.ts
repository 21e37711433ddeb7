import { describe, expect, test } from 'vitest'
import { memoryChangeSet } from '../changeset/memory.ts'
import { findSuppression, readSuppressions } from './suppressions.ts'

const known = new Set(['insecure-patterns/weak-hash', 'migration-rollback/missing-down'])

async function read(path: string, text: string): ReturnType<typeof readSuppressions> {
  return readSuppressions(memoryChangeSet({}, { [path]: text }), known)
}

function meets(found: Awaited<ReturnType<typeof read>>, path: string, line: number): boolean {
  const location = { side: 'head' as const, path, region: { startLine: line, endLine: line } }
  return findSuppression(found.byPath, { ruleId: 'insecure-patterns/weak-hash', location }) !== undefined
}

describe('roadmap-ignore', () => {
  test.each([
    ['a.ts', 'md5(x) // roadmap-ignore insecure-patterns/weak-hash -- a checksum\nmd5(y)\n', 1, 2],
    ['a.ts', '// roadmap-ignore insecure-patterns/weak-hash -- a checksum\nmd5(x)\nmd5(y)\n', 2, 3],
    [
      'a.ts',
      '/* roadmap-ignore insecure-patterns/weak-hash -- a checksum */\n\n// more\nmd5(x)\nmd5(y)\n',
      4,
      5,
    ],
    ['a.py', '# roadmap-ignore insecure-patterns/weak-hash -- a checksum\nmd5(x)\nmd5(y)\n', 2, 3],
    ['a.java', 'md5(x); /* roadmap-ignore insecure-patterns/weak-hash -- sum */\nmd5(y);\n', 1, 2],
    [
      'a.sql',
      '-- roadmap-ignore insecure-patterns/weak-hash -- legacy\nSELECT md5(1);\nSELECT md5(2);\n',
      2,
      3,
    ],
    ['a.yml', '# roadmap-ignore insecure-patterns/weak-hash -- legacy\nhash: md5\nother: md5\n', 2, 3],
  ])('%s: %j speaks of line %i, not of line %i', async (path, text, line, other) => {
    const found = await read(path, text)
    expect(found.notices).toEqual([])
    expect(meets(found, path, line)).toBe(true)
    expect(meets(found, path, other)).toBe(false)
  })

  test('without a reason it is refused, and said', async () => {
    for (const comment of [
      '// roadmap-ignore insecure-patterns/weak-hash',
      '/* roadmap-ignore insecure-patterns/weak-hash -- */',
    ]) {
      const found = await read('a.ts', `${comment}\nmd5(x)\n`)
      expect(found.byPath.size).toBe(0)
      expect(found.notices).toMatchObject([
        { level: 'warning', location: { path: 'a.ts', region: { startLine: 1 } } },
      ])
      expect(found.notices[0]?.message).toContain('no reason')
    }
  })

  test.each(['*', 'insecure-patterns/*'])('%s is no rule: said, and nothing is silenced', async (glob) => {
    const found = await read('a.ts', `/* roadmap-ignore ${glob} -- all of it */\nmd5(x)\n`)
    expect(found.byPath.size).toBe(0)
    expect(found.notices).toMatchObject([{ message: `roadmap-ignore names no rule that exists: ${glob}` }])
    expect((await read('a.ts', '/* about roadmap-ignore */\n')).notices).toEqual([])
  })

  test('an unknown rule is said', async () => {
    const found = await read('a.ts', '// roadmap-ignore insecure-patterns/weak-hsah -- typo\nmd5(x)\n')
    expect(found.notices[0]?.message).toContain('insecure-patterns/weak-hsah')
    expect(found.byPath.size).toBe(0)
  })

  test('in a string it is text', async () => {
    const found = await read(
      'a.ts',
      "const a = '// roadmap-ignore insecure-patterns/weak-hash -- no'\nmd5(x)\n",
    )
    expect(found.byPath.size).toBe(0)
    expect(found.notices).toEqual([])
  })
})
