import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { live } from './live.ts'
import { life } from './steps.ts'

/**
 * `npm run faults:life -- [--runs 50000] [--seed n]`: so many random lives of a pull request, in memory. Ends with 1 and the
 * shortest life found that breaks the law, if any does.
 */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '50000' }, seed: { type: 'string' } },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
const started = performance.now()
let steps = 0
const result = await fc.check(
  fc.asyncProperty(life, async (one) => {
    steps += one.steps.length
    const broken = await live(one)
    if (broken.length > 0) throw new Error(broken.join('\n'))
  }),
  { numRuns: Number(values.runs), seed },
)
const seconds = ((performance.now() - started) / 1000).toFixed(0)
process.stdout.write(`${result.numRuns} lives, ${steps} steps, seed ${seed}, ${seconds} s\n`)
if (result.failed) {
  const why = result.errorInstance instanceof Error ? result.errorInstance.message : ''
  process.stdout.write(`${why}\n${JSON.stringify(result.counterexample, undefined, 1)}\n`)
  process.exitCode = 1
}
