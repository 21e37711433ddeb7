import { defineRule } from '../../../src/model/index.ts'
import { asyncComparisonsOf, options } from '../asyncapi/async-rule.ts'
import { clip } from '../diff/naming.ts'
import { FILES } from '../find-descriptions.ts'

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
    const { unreadable, dead, notLookedAt, places } = await asyncComparisonsOf(context)
    for (const what of notLookedAt) context.incomplete(what)
    const keys = (on: 'base' | 'head'): Set<string> =>
      new Set(unreadable.flatMap(({ side, path, why }) => (side === on ? `${path} ${why}` : [])))
    const [before, after] = [keys('base'), keys('head')]
    for (const { side, path, why, region } of unreadable) {
      const key = `${path} ${why}`
      // What was there before and still is, is said once, and stops nobody.
      if (side === 'base' && after.has(key)) continue
      yield {
        location: { side, path, region: region ?? { startLine: 1, endLine: 1 } },
        subject: why,
        level: side === 'base' || before.has(key) ? ('warning' as const) : ('error' as const),
        message: `${path} ${side === 'base' ? '(before the change) ' : ''}${why}, so not all of the API was compared.`,
      }
    }
    for (const { node, ref, why } of dead) {
      yield {
        location: { side: 'head' as const, path: node.tree.path, region: places.region(node) },
        subject: `$ref ${ref}`,
        // What a URL names may well be there: it is never fetched.
        level: /^[a-z][a-z0-9+.-]*:/i.test(ref) ? ('warning' as const) : ('error' as const),
        message: `The reference ${clip(ref, 200)} was not followed: ${clip(why, 300)}.`,
      }
    }
  },
})
