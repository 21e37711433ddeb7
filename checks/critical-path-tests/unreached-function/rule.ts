import { z } from 'zod'
import type { Region, Report, RuleContext } from '../../../src/model/index.ts'
import { defineRule, matcher } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES } from '../../../src/parse/code/index.ts'
import { type ChangedFunction, changedFunctions } from '../changed-functions.ts'
import { coverageEvidence } from '../coverage-evidence.ts'
import { functionCoverage } from '../covered-lines.ts'
import { criticalPlaces } from '../critical-places.ts'
import { conventionalTests } from '../conventions.ts'
import { changedCode, isProduct } from '../production.ts'
import { ecosystemOf, testEvidence } from '../evidence.ts'
import { saySiblings } from '../sibling-tests.ts'
import { testSkeleton } from '../test-skeleton.ts'

/** Components are looked at, in a browser or a story, more than they are called. */
const isView = matcher(['**/*.{jsx,tsx}', '**/*.stories.*'])
/** Comments of one pull request: after them, the rest is told in the last one. */
const MOST = 5

export default defineRule({
  title: 'No test reaches what was written',
  level: 'note',
  confidence: 'high',
  status: 'stable',
  module: 8,
  files: globsOf(LANGUAGES),
  namesUnread: true,
  readsCoverage: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    await saySiblings(context)
    const found = await unreached(context)
    for (const [index, { changed, target }] of found.slice(0, MOST).entries()) {
      const left = index === MOST - 1 ? found.length - MOST : 0
      const more =
        left === 0 ? '' : ` So it is with ${left} more function${left === 1 ? '' : 's'} of this change.`
      const line = changed.line
      const skeleton = await testSkeleton(context, changed)
      yield {
        location: { side: 'head', path: changed.change.path, region: { startLine: line, endLine: line } },
        subject: changed.shown,
        message: `${changed.shown} ${changed.isNew ? 'is new' : 'has a new branch'}, and no test of this repository reaches it.${more}`,
        fix: `Call it from a test, for instance in ${skeleton?.path ?? target}.`,
        ...(skeleton && { skeleton }),
      }
    }
  },
})

interface Unreached {
  changed: ChangedFunction
  /** The test file to write or to extend. */
  target: string
}

async function unreached(context: RuleContext): Promise<Unreached[]> {
  const places = await criticalPlaces(context)
  const known = new Set((await context.changeSet.head.entries()).map(({ path }) => path))
  const found: Unreached[] = []
  const untested = new Map<string, number>()
  for (const change of changedCode(context)) {
    const ecosystem = ecosystemOf(change.path)
    if (!ecosystem?.saysUnreached || !isProduct(change.path) || isView(change.path)) continue
    // There the rule for critical paths speaks.
    if (places.ofFile(change.path)) continue
    // What ran is known better: there coverage speaks, or has nothing to say.
    const coverage = await coverageEvidence(context)
    const held = await coverage?.of(change)
    if (coverage?.distrust === undefined && held) continue
    const evidence = await testEvidence(context, ecosystem)
    if (!evidence) continue
    const told: ChangedFunction[] = []
    for (const changed of await changedFunctions(context, change)) {
      if (places.of({ ...changed, path: change.path })) continue
      if (changed.name === '' || !hasMoreToGetWrong(changed) || evidence.of(changed)?.kind !== 'none')
        continue
      // Coverage that is not trusted may say that it did not run: then it has its comment.
      if (held && functionCoverage(changed, held).uncovered.length > 0) continue
      // A function inside another is reached with it.
      if (told.some(({ region }) => isWithin(changed.region, region))) continue
      told.push(changed)
      const folder = evidence?.untestedPackage(change.path)
      if (folder !== undefined) untested.set(folder, (untested.get(folder) ?? 0) + 1)
      else {
        const places = conventionalTests(change.path)
        const target = places.find((path) => known.has(path)) ?? places[0] ?? 'a test file beside it'
        found.push({ changed, target })
      }
    }
  }
  for (const [folder, count] of untested) {
    const where = folder === '' ? 'This repository' : folder
    context.remark({
      message: `${where} has no test that loads its code: ${count} changed function${count === 1 ? ' is' : 's are'} reached by none`,
    })
  }
  return found
}

function isWithin(inner: Region, outer: Region): boolean {
  return inner.startLine >= outer.startLine && inner.endLine <= outer.endLine
}

/** What is new, or decides something new; what only hands a value on has nothing to get wrong. */
function hasMoreToGetWrong({ isNew, newBranches, region, size }: ChangedFunction): boolean {
  return newBranches.length > 0 || (isNew && (size > 1 || region.endLine - region.startLine >= 3))
}
