import { defineRule } from '../../../src/model/index.ts'
import { comparisonsOf, options } from '../compatibility-rule.ts'
import { FILES } from '../find-descriptions.ts'

export default defineRule({
  title: 'API description unreadable',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 5,
  files: FILES,
  outsideDiff: true,
  options,
  async *check(context) {
    const { unreadable, dead, notLookedAt, places } = await comparisonsOf(context)
    for (const what of notLookedAt) context.incomplete(what)
    for (const { side, path, why, region } of unreadable) {
      yield {
        location: { side, path, region: region ?? { startLine: 1, endLine: 1 } },
        subject: why,
        // Whoever mends a broken description is not to be stopped for what it was.
        level: side === 'base' ? 'warning' : 'error',
        message: `${path} ${side === 'base' ? '(before the change) ' : ''}${why}, so not all of the API was compared.`,
      }
    }
    for (const { node, ref, why } of dead) {
      yield {
        location: { side: 'head' as const, path: node.tree.path, region: places.region(node) },
        subject: `$ref ${ref}`,
        message: `The reference ${ref} was not followed: ${why}.`,
      }
    }
  },
})
