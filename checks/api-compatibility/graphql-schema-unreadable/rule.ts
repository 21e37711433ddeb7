import { defineRule } from '../../../src/model/index.ts'
import { FILES, options, schemasOf } from '../graphql/graphql-rule.ts'

export default defineRule({
  title: 'GraphQL schema unreadable',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 5,
  files: FILES,
  namesUnread: true,
  outsideDiff: true,
  options,
  async *check(context) {
    for (const { side, path, problem, before } of (await schemasOf(context)).unreadable) {
      yield {
        location: { side, path, region: problem.region ?? { startLine: 1, endLine: 1 } },
        subject: problem.message,
        // Nobody is to be stopped for what a document was before.
        level: before ? ('warning' as const) : ('error' as const),
        message: `${path} ${side === 'base' ? '(before the change) ' : ''}${problem.message}, so its schema was not compared.`,
      }
    }
  },
})
