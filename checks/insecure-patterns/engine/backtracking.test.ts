import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backtracksExponentially } from './backtracking.ts'

describe('backtracking', () => {
  it.each([
    '^(a+)+$',
    String.raw`^(\w+\s?)*$`,
    '(.*,)*X',
    '(x+x+)+y',
    String.raw`^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@)[a-z0-9]+$`,
    String.raw`(?i)\A(\d+)*\z`,
    '(?P<word>[a-z]+)*!',
    '/^(a+)+$/i',
    '#(.*,)*X#',
  ])('is exponential: %s', (pattern) => expect(backtracksExponentially(pattern)).toBe(true))

  it.each([
    '^[a-z]+$',
    String.raw`^\s+|\s+$`,
    String.raw`^(\d{1,3}\.){3}\d{1,3}$`,
    String.raw`^([a-z]+,)*[a-z]+$`,
    String.raw`^(?:[^"\\]|\\.)*$`,
    '^(a++)+$',
    '^(?>a+)+$',
    '(((',
    '',
  ])('is not: %s', (pattern) => expect(backtracksExponentially(pattern)).toBe(false))

  it('takes bounded time for any pattern', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '(',
            ')',
            '*',
            '+',
            '{2,}',
            'a',
            '.',
            '|',
            '[a-z]',
            '?',
            '(?:',
            '(?=',
            String.raw`\w`,
          ),
          { maxLength: 60 },
        ),
        (parts) => {
          const began = performance.now()
          backtracksExponentially(parts.join(''))
          expect(performance.now() - began).toBeLessThan(10_000)
        },
      ),
      { numRuns: 500 },
    )
    const began = performance.now()
    backtracksExponentially('(a*b?)*'.repeat(85))
    backtracksExponentially(`${'(a?'.repeat(150)}${')*'.repeat(75)}`)
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
