import { defineRule } from '../../../src/model/index.ts'
import { child } from '../../../src/parse/openapi/node.ts'
import { readOperations } from '../../../src/parse/openapi/operations.ts'
import { comparisonsOf, options, Places } from '../compatibility-rule.ts'
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
    const { removed } = await comparisonsOf(context)
    for (const description of removed) {
      const { root, path } = description
      const node = child(root, 'openapi') ?? child(root, 'swagger') ?? root
      const places = new Places()
      places.want(node)
      const operations = readOperations(description).length
      yield {
        location: { side: 'base' as const, path, region: places.region(node) },
        subject: 'description',
        message: `The API description ${path} with ${operations} operations is removed, and no new one describes the same API.`,
      }
    }
  },
})
