import { defineRule } from '../../../src/model/index.ts'
import { entries, child } from '../../../src/parse/openapi/node.ts'
import { asyncComparisonsOf, options } from '../asyncapi/async-rule.ts'
import { FILES } from '../find-descriptions.ts'

export default defineRule({
  title: 'AsyncAPI document removed',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 5,
  files: FILES,
  outsideDiff: true,
  options,
  async *check(context) {
    const { removed, places } = await asyncComparisonsOf(context)
    for (const { description, node } of removed) {
      const channels = entries(child(description.root, 'channels')).length
      yield {
        location: { side: 'base' as const, path: description.path, region: places.region(node) },
        subject: 'description',
        message: `The AsyncAPI document ${description.path} with ${channels} channels is removed, and no new one describes the same API.`,
      }
    }
  },
})
