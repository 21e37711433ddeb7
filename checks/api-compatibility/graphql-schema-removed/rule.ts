import { defineRule } from '../../../src/model/index.ts'
import { FILES, options, schemasOf } from '../graphql/graphql-rule.ts'

export default defineRule({
  title: 'GraphQL schema removed',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 5,
  files: FILES,
  namesUnread: true,
  outsideDiff: true,
  options,
  async *check(context) {
    for (const { path, schema } of (await schemasOf(context)).removed) {
      yield {
        location: { side: 'base' as const, path, region: { startLine: 1, endLine: 1 } },
        subject: 'schema',
        message: `The GraphQL schema of ${path} with ${schema.types.size} types is removed, and no new one has most of them.`,
      }
    }
  },
})
