import { expect, it } from 'vitest'
import { isExponentiallyAmbiguous } from './ambiguity.ts'
import { positionsOf, Unreadable } from './positions.ts'

const exponential = (source: string): boolean => isExponentiallyAmbiguous(positionsOf(source))

it.each([
  '^(a|a)*$',
  '(a*)*b',
  String.raw`^_((?:__|[\s\S])+?)_$`,
  String.raw`^(?:"(?:[^"\\]|\\\\|\\.)+")?$`,
  '((b|a*)*)"',
  String.raw`(\w*foo\w*foo\w*)*!`,
  // What is repeated is longer than a character.
  '^(ab|abab)*$',
  '^((ab)*|abab)*c',
  String.raw`^([\w-]+\.?)+@x$`,
])('some text takes exponentially long: %s', (pattern) => expect(exponential(pattern)).toBe(true))

it.each([
  // Read in one way alone.
  '^(ab|cd)*$',
  String.raw`^(?:[^"\\]|\\.)*$`,
  '^(a+b)+$',
  // Ambiguous, but whatever follows it is a match.
  '(a|a)*',
  '^([^>]+)*(>|$)',
  String.raw`(a+)*([\s\S]*|X)$`,
  // A power of the length.
  'a*a*a*b',
])('no text does: %s', (pattern) => expect(exponential(pattern)).toBe(false))

it.each([String.raw`^(?=.{1,20}$)(a+)+$`, String.raw`(a(?=b))+`, String.raw`(a+)\1`])(
  'says so of what it cannot read: %s',
  (pattern) => expect(() => positionsOf(pattern)).toThrow(Unreadable),
)
