import { defineRule } from '../../../src/model/index.ts'
import { asyncComparisonsOf, options } from '../asyncapi/async-rule.ts'
import { FILES } from '../find-descriptions.ts'
import { unreadableReports } from '../reporting/unreadable.ts'

export default defineRule({
  title: 'AsyncAPI document unreadable',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 5,
  files: FILES,
  outsideDiff: true,
  options,
  async *check(context) {
    const comparisons = await asyncComparisonsOf(context)
    for (const what of comparisons.notLookedAt) context.incomplete(what)
    yield* unreadableReports(comparisons, 'not all of the API was compared')
  },
})
