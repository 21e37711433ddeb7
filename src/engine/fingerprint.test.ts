import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryChangeSet } from '../changeset/memory.ts'
import type { Report } from '../model/index.ts'
import { fingerprints } from './fingerprint.ts'

const report = (path: string, line: number, subject: string): Report => ({
  location: { side: 'head', path, region: { startLine: line, endLine: line } },
  subject,
  message: subject,
})
const none = memoryChangeSet({}, {})

test('moved lines keep their identity', () => {
  const cases = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'), fc.nat(500)))
  fc.assert(
    fc.property(cases, fc.nat(500), (places, shift) => {
      const here = places.map(([path, subject, line]) => report(path, line + 1, subject))
      const there = places.map(([path, subject, line]) => report(path, line + 1 + shift, subject))
      expect(fingerprints('f/r', there, none)).toEqual(fingerprints('f/r', here, none))
    }),
  )
})

test('rule, path, subject and order each tell findings apart', () => {
  const reports = [report('a', 1, 'x'), report('a', 2, 'x'), report('a', 3, 'y'), report('b', 1, 'x')]
  const all = [...fingerprints('f/r', reports, none), ...fingerprints('f/s', reports, none)]
  expect(new Set(all).size).toBe(8)
  expect(all.every((fingerprint) => /^[0-9a-f]{32}$/.test(fingerprint))).toBe(true)
})

test('a file renamed by the change keeps the identity of its findings', () => {
  const renamed = memoryChangeSet({ 'old.ts': 'a\n' }, { 'new.ts': 'a\nb\n' }, { 'new.ts': 'old.ts' })
  expect(fingerprints('f/r', [report('new.ts', 2, 'x')], renamed)).toEqual(
    fingerprints('f/r', [report('old.ts', 2, 'x')], none),
  )
})

test('of equal findings each keeps its identity where one goes, comes or moves', () => {
  const at = (...lines: number[]): Report[] => lines.map((line) => report('a', line, 'x'))
  const [one = '', two = '', three = ''] = fingerprints('f/r', at(1, 5, 9), none)
  const carried = (lines: [string, number | undefined][], now: number[]): string[] =>
    fingerprints('f/r', at(...now), none, { knownAs: new Map(), lines: new Map(lines) })
  const were = [
    [one, 1],
    [two, 5],
  ] satisfies [string, number][]
  // The first is fixed; another stands before both; between them; one line was rewritten.
  expect(carried(were, [5])).toEqual([two])
  expect(carried(were, [1, 5])).toEqual([one, two])
  expect(
    carried(
      [
        [one, 3],
        [two, 7],
      ],
      [1, 3, 7],
    ),
  ).toEqual([three, one, two])
  expect(
    carried(
      [
        [one, 1],
        [two, 7],
      ],
      [1, 4, 7],
    ),
  ).toEqual([one, three, two])
  expect(
    carried(
      [
        [one, undefined],
        [two, 5],
      ],
      [2, 5],
    ),
  ).toEqual([one, two])
  // The second was moved above the first: the code was taken elsewhere, not mended.
  expect(
    carried(
      [
        [one, 5],
        [two, undefined],
      ],
      [1, 5],
    ),
  ).toEqual([two, one])
  expect(carried([[two, 5]], [5])).toEqual([two])
})

test('a file that was renamed since the last push keeps its name, and another under its old path is another', () => {
  const added = memoryChangeSet({}, { 'b.ts': 'a\n', 'a.ts': 'other\n' })
  const [first] = fingerprints('f/r', [report('a.ts', 1, 'x')], memoryChangeSet({}, { 'a.ts': 'a\n' }))
  const earlier = { knownAs: new Map([['b.ts', 'a.ts']]), lines: new Map([[first ?? '', 1]]) }
  const [another, same] = fingerprints(
    'f/r',
    [report('a.ts', 1, 'x'), report('b.ts', 1, 'x')],
    added,
    earlier,
  )
  expect(same).toBe(first)
  expect(another).not.toBe(first)
  const renamed = memoryChangeSet(
    { 'a.ts': 'a\nb\n' },
    { 'b.ts': 'a\nb\n', 'a.ts': 'x\n' },
    { 'b.ts': 'a.ts' },
  )
  const both = fingerprints('f/r', [report('a.ts', 1, 'x'), report('b.ts', 1, 'x')], renamed)
  expect(fingerprints('f/r', [report('b.ts', 1, 'x')], renamed)).toEqual([both[1]])
})
