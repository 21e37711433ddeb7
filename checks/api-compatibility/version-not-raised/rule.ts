import { z } from 'zod'
import { defineRule, type RelatedLocation } from '../../../src/model/index.ts'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import { comparisonsOf, options } from '../compatibility-rule.ts'
import { diffDescriptions } from '../diff/diff.ts'
import { quote } from '../diff/naming.ts'
import {
  breaking,
  isAddition,
  raised,
  type Step,
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
      const added = broken.length > 0 ? undefined : additionOf(one, step)
      const needed = broken.length > 0 ? 'major' : added ? 'minor' : 'none'
      if (step !== undefined && STEPS.indexOf(step) >= STEPS.indexOf(needed)) continue
      const causes = [
        ...broken.slice(0, RELATED).map(({ side, node, words }) => ({ side, node, message: words })),
        ...(added ? [{ side: 'head' as const, node: added, message: 'what was added' }] : []),
      ]
      for (const node of [before, after, ...causes.map((cause) => cause.node)]) places.want(node)
      const related = causes.map(({ side, node, message }): RelatedLocation => ({
        side,
        path: node.tree.path,
        region: places.region(node),
        message,
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

/** Something that was not there before; looked for only where the answer matters, for it costs a comparison. */
function additionOf({ base, head, changes }: ComparedDescription, step?: Step): SpecNode | undefined {
  if (step === 'major' || step === 'minor' || breaking(changes).length > 0) return undefined
  return diffDescriptions(head, base).changes.find(isAddition)?.node
}
