import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { GitHubWithApp } from '../../end-to-end/github.ts'
import { live } from './live.ts'
import { markedLines } from './marked-lines.ts'
import { gitLife } from './steps.ts'

/**
 * `npm run faults:git-life -- [--runs 200] [--seed n] [--shrink]`: so many random lives of a branch, in real repositories, reviewed by the
 * app. Ends with 1 and a life that breaks the law, if one does; `--shrink` looks for the shortest, which takes long.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string' },
    shrink: { type: 'boolean' },
  },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
const started = performance.now()
await using github = await GitHubWithApp.start({}, markedLines)
const result = await fc.check(
  fc.asyncProperty(gitLife({ min: 4, max: 12 }), async (one) => {
    const broken = await live(github, one)
    if (broken.length > 0) throw new Error(broken.join('\n'))
  }),
  { numRuns: Number(values.runs), seed, endOnFailure: values.shrink !== true },
)
const seconds = ((performance.now() - started) / 1000).toFixed(0)
process.stdout.write(`${result.numRuns} lives, seed ${seed}, ${seconds} s\n`)
if (result.failed) {
  const why = result.errorInstance instanceof Error ? result.errorInstance.message : ''
  process.stdout.write(`${why}\n${JSON.stringify(result.counterexample)}\n`)
  process.exitCode = 1
}
