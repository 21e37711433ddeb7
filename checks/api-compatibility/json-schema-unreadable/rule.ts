import { defineRule } from '../../../src/model/index.ts'
import { FILES } from '../find-descriptions.ts'
import { options, schemaComparisonsOf } from '../json-schema/schema-rule.ts'
import { unreadableReports } from '../reporting/unreadable.ts'

export default defineRule({
  title: 'JSON Schema unreadable',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 5,
  files: FILES,
  outsideDiff: true,
  options,
  async *check(context) {
    const comparisons = await schemaComparisonsOf(context)
    for (const what of comparisons.notLookedAt) context.incomplete(what)
    yield* unreadableReports(comparisons, 'its schemas were not compared')
  },
})
