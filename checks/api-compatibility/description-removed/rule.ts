import { defineRule } from '../../../src/model/index.ts'
import { readOperations } from '../../../src/parse/openapi/operations.ts'
import { comparisonsOf, options } from '../compatibility-rule.ts'
import { FILES } from '../find-descriptions.ts'

export default defineRule({
  title: 'API description removed',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 5,
  files: FILES,
  outsideDiff: true,
  options,
  async *check(context) {
    const { removed, places } = await comparisonsOf(context)
    for (const { description, node } of removed) {
      const { path } = description
      const operations = readOperations(description).length
      yield {
        location: { side: 'base' as const, path, region: places.region(node) },
        subject: 'description',
        message: `The API description ${path} with ${operations} operations is removed, and no new one describes the same API.`,
      }
    }
  },
})
