import { expect, test } from 'vitest'
import type { Review, RuleOutcome } from '../model/index.ts'
import { gaps } from './words.ts'

function gapsOf(...outcomes: RuleOutcome[]): ReturnType<typeof gaps> {
  return gaps({ outcomes, notLookedAt: ['the diff is too large'] } as unknown as Review)
}

function incomplete(ruleId: string, ...notLookedAt: string[]): RuleOutcome {
  return { kind: 'incomplete', ruleId, findings: 0, notLookedAt }
}

test('a file that several rules of a family could not read is named once for the family', () => {
  expect(
    gapsOf(
      incomplete('a/one', 'big.js: too large', 'x.js: binary'),
      incomplete('a/two', 'big.js: too large'),
      incomplete('b/one', 'big.js: too large'),
    ),
  ).toEqual([
    { kind: 'incomplete', ruleId: 'a/* (2 rules)', text: 'big.js: too large' },
    { kind: 'incomplete', ruleId: 'a/one', text: 'x.js: binary' },
    { kind: 'incomplete', ruleId: 'b/one', text: 'big.js: too large' },
    { kind: 'unread', text: 'the diff is too large' },
  ])
})

test('every rule that failed is named by itself', () => {
  const failed = (ruleId: string): RuleOutcome => ({ kind: 'failed', ruleId, error: 'crashed' })
  expect(gapsOf(failed('a/one'), failed('a/two')).map(({ ruleId }) => ruleId)).toEqual([
    'a/one',
    'a/two',
    undefined,
  ])
})
