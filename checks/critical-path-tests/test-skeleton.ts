import type { RuleContext, TestSkeleton } from '../../src/model/index.ts'
import { type Skeleton, skeletonOf } from '../../src/parse/skeleton/index.ts'
import type { ChangedFunction } from './changed-functions.ts'
import { isTestFile } from './test-files.ts'

/** Lines of a comment that people still read. */
const MOST_LINES = 40
const MOST_CHARACTERS = 4000
/** Branches that are tried one after the other, until the text is short enough. */
const BRANCHES = [8, 4, 2, 1]

/**
 * A test of a changed function to start from, short enough for a comment: a case for each new branch, fewer where they are many.
 * Undefined where a test cannot call it, or no framework of its language is known.
 * @param target the test file to extend, where it is known
 */
export async function testSkeleton(
  context: RuleContext,
  { change, name, region, isNew, newBranches }: ChangedFunction,
  target?: string,
): Promise<TestSkeleton | undefined> {
  if (name === '') return undefined
  for (const most of BRANCHES) {
    const found = await skeletonOf({
      snapshot: context.changeSet.head,
      path: change.path,
      functions: [{ name, line: region.startLine, branches: newBranches.slice(0, most), usual: isNew }],
      isTest: isTestFile,
      ...(target !== undefined && { target }),
    })
    if (found.kind === 'none') return undefined
    const text = shortEnough(found)
    if (text !== undefined) {
      const { path, exists, language } = found
      return { path, exists, language, text }
    }
    if (newBranches.length < most / 2) return undefined
  }
  return undefined
}

/** The whole, or else the cases alone. */
function shortEnough({ text, cases }: Skeleton): string | undefined {
  return [text, cases].find((one) => one.split('\n').length <= MOST_LINES && one.length <= MOST_CHARACTERS)
}
