import fc from 'fast-check'
import { expect, test } from 'vitest'
import { live } from './live.ts'
import { life } from './steps.ts'

// fast-check prints the seed and the shortest life that breaks the law: `SEED=… npm run faults:life` lives it again.
test('no life of a pull request breaks the law', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(life, async (one) => {
      expect(await live(one)).toEqual([])
    }),
    { numRuns: 2_000, seed: 7 },
  )
})
