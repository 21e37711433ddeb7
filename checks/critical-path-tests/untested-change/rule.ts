import { z } from 'zod'
import type { Report, RuleContext } from '../../../src/model/index.ts'
import { defineRule } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES } from '../../../src/parse/code/index.ts'
import { sayOwners } from '../critical-owners.ts'
import { criticalPlaces } from '../critical-places.ts'
import { testSkeleton } from '../test-skeleton.ts'
import { type Untested, untestedChanges } from '../untested.ts'

/** Comments of one pull request: after them, the rest is told in the last one. */
const MOST = 5
export default defineRule({
  title: 'Critical code changed without a test that reaches it',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 8,
  files: globsOf(LANGUAGES),
  namesUnread: true,
  readsCoverage: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    if (context.criticalPaths.length === 0) return
    const places = await criticalPlaces(context)
    for (const { path, unread } of context.changes) {
      if (unread && unread !== 'symlink' && unread !== 'submodule' && places.ofFile(path))
        context.incomplete(`${path}: ${unread}`)
    }
    await sayOwners(context, places)
    const found = await untestedChanges(context)
    for (const [index, one] of found.entries()) {
      if (index === MOST) break
      const report = await withSkeleton(context, one)
      const left = index === MOST - 1 ? found.length - MOST : 0
      const more = left === 1 ? 'One more place' : `${left} more places`
      yield left > 0 ? { ...report, message: `${report.message} ${more} of this change are alike.` } : report
    }
  },
})

async function withSkeleton(context: RuleContext, { report, changed, target }: Untested): Promise<Report> {
  const skeleton = changed && (await testSkeleton(context, changed, target))
  if (!skeleton) return report
  const fix = `Add a ${skeleton.exists ? 'case for it to' : 'test of it, for instance in'} ${skeleton.path}.`
  return { ...report, fix, skeleton }
}
