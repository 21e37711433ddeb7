import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule } from '../../src/engine/run-rule.ts'
import unreachedFunction from './unreached-function/rule.ts'

async function remarks(base: Record<string, string>, head: Record<string, string>): Promise<string[]> {
  const changeSet = memoryChangeSet(base, { ...base, ...head })
  const found = await runRule({
    rule: {
      ...unreachedFunction,
      id: 'critical-path-tests/unreached-function',
      family: 'critical-path-tests',
    },
    changeSet,
    changes: changeSet.changes,
    options: {},
    now: new Date('2026-01-15T12:00:00Z'),
    signal: AbortSignal.timeout(20_000),
  })
  return found.remarks.map(({ message }) => message)
}

const BASE = Object.fromEntries(
  ['a', 'b', 'c', 'd', 'e'].flatMap((name) => [
    [`app/jobs/${name}_job.rb`, `class ${name.toUpperCase()}Job\n  def perform\n    1\n  end\nend\n`],
    [`spec/jobs/${name}_job_spec.rb`, `RSpec.describe ${name.toUpperCase()}Job do\nend\n`],
  ]),
)
const CODE = 'class PayJob\n  def perform(a)\n    raise "no" if a < 0\n    a\n  end\nend\n'

test('a new file among others that have their tests is told where its test would be', async () => {
  expect(await remarks(BASE, { 'app/jobs/pay_job.rb': CODE })).toEqual([
    'app/jobs/pay_job.rb has no test file, and 5 of the 5 files beside it have one: spec/jobs/pay_job_spec.rb would be it, after the manner of spec/jobs/a_job_spec.rb',
  ])
})

test.each([
  [
    'has one',
    { 'app/jobs/pay_job.rb': CODE, 'spec/jobs/pay_job_spec.rb': 'RSpec.describe PayJob do\nend\n' },
  ],
  ['has nothing to get wrong', { 'app/jobs/pay_job.rb': 'class PayJob\nend\n' }],
  ['stands elsewhere', { 'lib/pay.rb': CODE }],
  ['was there before', { 'app/jobs/a_job.rb': CODE }],
])('nothing is said of a file that %s', async (_, head) => {
  expect(await remarks(BASE, head)).toEqual([])
})
