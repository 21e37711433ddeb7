import fc from 'fast-check'
import { expect, test } from 'vitest'
import { raised, stepBetween, type Version, versionFrom } from './version.ts'

test.each([
  ['1.2.3', [1, 2, 3]],
  ['v1.2.3', [1, 2, 3]],
  ['1.2.3-rc.1+build', [1, 2, 3]],
  ['1.2', undefined],
  ['2026-01-15', undefined],
  ['01.2.3', undefined],
  ['1.2.3.4', undefined],
  [1.2, undefined],
])('%s', (text, expected) => {
  expect(versionFrom(text)).toEqual(expected)
})

const version = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50))
const text = ([major, minor, patch]: Version): string => `${major}.${minor}.${patch}`

test('a version that is raised by a step is that step away, and the way back is none', () => {
  fc.assert(
    fc.property(version, fc.constantFrom('patch', 'minor', 'major'), (from, step) => {
      const to = versionFrom(raised(from, step))
      if (!to) throw new Error('no version')
      expect(stepBetween(from, to)).toBe(step)
      expect(stepBetween(to, from)).toBeUndefined()
      expect(versionFrom(text(from))).toEqual(from)
    }),
  )
})
