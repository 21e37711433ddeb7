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
