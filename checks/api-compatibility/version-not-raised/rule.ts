import { z } from 'zod'
import { defineRule, type RelatedLocation } from '../../../src/model/index.ts'
import { comparisonsOf, options } from '../compatibility-rule.ts'
import { diffDescriptions } from '../diff/diff.ts'
import { quote } from '../diff/naming.ts'
import {
  breaking,
  isAddition,
  raised,
  stepBetween,
  STEPS,
  versionFrom,
  versionNode,
} from '../diff/version.ts'
import type { ComparedDescription } from '../compare-descriptions.ts'
import { FILES } from '../find-descriptions.ts'

const RELATED = 5

export default defineRule({
  title: 'API version not raised',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 5,
  files: FILES,
  outsideDiff: true,
  options: options.extend({
    /** Whether a version that stays as it is counts too. Most teams raise it when they release, or never. */
    unchanged: z.boolean().default(false),
  }),
  async *check(context) {
    const { compared, places } = await comparisonsOf(context)
    for (const one of compared) {
      const [before, after] = [versionNode(one.base), versionNode(one.head)]
      const [from, to] = [versionFrom(before?.value), versionFrom(after?.value)]
      // Below 1.0.0 anything may change at any time (Semantic Versioning 2.0.0, item 4).
      if (!before || !after || !from || !to || from[0] === 0) continue
      const step = stepBetween(from, to)
      if (step === 'none' && !context.options.unchanged) continue
      const broken = step === 'major' ? [] : breaking(one.changes)
      const needed = broken.length > 0 ? 'major' : isAdded(one, step) ? 'minor' : 'none'
      if (step !== undefined && STEPS.indexOf(step) >= STEPS.indexOf(needed)) continue
      for (const node of [before, after, ...broken.slice(0, RELATED).map(({ node }) => node)])
        places.want(node)
      const related = broken.slice(0, RELATED).map(({ side, node, words }): RelatedLocation => ({
        side,
        path: node.tree.path,
        region: places.region(node),
        message: words,
      }))
      const moved =
        step === 'none'
          ? `stays ${quote(after.value)}`
          : `goes from ${quote(before.value)} to ${quote(after.value)}`
      const what =
        step === undefined
          ? 'which is back'
          : needed === 'minor'
            ? 'but something was added: that is a minor version'
            : `but ${broken.length === 1 ? 'a change breaks' : `${broken.length} changes break`} clients: that is a major version`
      yield {
        location: { side: 'head' as const, path: after.tree.path, region: places.region(after) },
        relatedLocations: [
          {
            side: 'base' as const,
            path: before.tree.path,
            region: places.region(before),
            message: 'how it was before',
          },
          ...related,
        ],
        subject: 'info/version',
        message: `The version of the API ${moved}, ${what}.`,
        fix: `Write ${raised(from, step === undefined && needed === 'none' ? 'patch' : needed)}, or a later one.`,
      }
    }
  },
})

/** Whether something came that was not there; asked only where the answer matters, for it costs a comparison. */
function isAdded({ base, head, changes }: ComparedDescription, step: string | undefined): boolean {
  if (step === 'major' || step === 'minor' || breaking(changes).length > 0) return false
  return diffDescriptions(head, base).changes.some(isAddition)
}
