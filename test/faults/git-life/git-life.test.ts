import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GitHubWithApp } from '../../end-to-end/github.ts'
import { live } from './live.ts'
import { markedLines } from './marked-lines.ts'
import { gitLife } from './steps.ts'

// `npm run faults:git-life` lives many more.
test('whatever becomes of a branch, its findings keep their comments', { timeout: 120_000 }, async () => {
  await using github = await GitHubWithApp.start({}, markedLines)
  await fc.assert(
    fc.asyncProperty(gitLife({ min: 5, max: 6 }), async (one) => {
      expect(await live(github, one)).toEqual([])
    }),
    { numRuns: process.env['EVERY_CASE'] === '1' ? 20 : 2, seed: 7, endOnFailure: true },
  )
})
