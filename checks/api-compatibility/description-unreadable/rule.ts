import { defineRule } from '../../../src/model/index.ts'
import { comparisonsOf, options } from '../compatibility-rule.ts'
import { clip } from '../diff/naming.ts'
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
    const before = new Set(unreadable.filter(({ side }) => side === 'base').map(keyOf))
    const after = new Set(unreadable.filter(({ side }) => side === 'head').map(keyOf))
    for (const part of unreadable) {
      const { side, path, why, region } = part
      // What was there before and still is, is said once.
      if (side === 'base' && after.has(keyOf(part))) continue
      yield {
        location: { side, path, region: region ?? { startLine: 1, endLine: 1 } },
        subject: why,
        // Nobody is to be stopped for what a description was before.
        level: before.has(keyOf(part)) ? 'warning' : 'error',
        message: `${path} ${side === 'base' ? '(before the change) ' : ''}${why}, so not all of the API was compared.`,
      }
    }
    for (const { node, ref, why, side, old } of dead) {
      yield {
        location: { side, path: node.tree.path, region: places.region(node) },
        subject: `$ref ${ref}`,
        ...(old && { level: 'warning' as const }),
        message: `The reference ${clip(ref, 200)} ${side === 'base' ? '(before the change) ' : ''}was not followed: ${clip(why, 300)}.`,
      }
    }
  },
})

function keyOf({ path, why }: { path: string; why: string }): string {
  return `${path} ${why}`
}
