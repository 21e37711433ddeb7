import type { FileChange, RuleContext } from '../../src/model/index.ts'
import { languageOf } from '../../src/parse/code/index.ts'
import { missingTest } from '../../src/parse/skeleton/missing-test.ts'
import { type ChangedFunction, changedFunctions } from './changed-functions.ts'
import { changedCode, isProduct } from './production.ts'
import { isTestFile, isTestSupport } from './test-files.ts'

/** New files that are named one by one. */
const MOST = 5

/** Says of new files that those around them have a test file, and they have none. */
export async function saySiblings(context: RuleContext): Promise<void> {
  const added = changedCode(context).filter(({ status, path }) => status === 'added' && isProduct(path))
  if (added.length === 0) return
  const tests: string[] = []
  const sources: string[] = []
  for (const { kind, path } of await context.changeSet.head.entries()) {
    if (kind !== 'file' || languageOf(path) === undefined) continue
    if (isTestFile(path)) tests.push(path)
    else if (!isTestSupport(path) && isProduct(path)) sources.push(path)
  }
  let said = 0
  for (const change of added) {
    const missing = missingTest(change.path, tests, sources)
    if (!missing || !(await hasCode(context, change)) || ++said > MOST) continue
    context.remark({
      message: `${change.path} has no test file, and ${missing.kept} of the ${missing.neighbours} files beside it have one: ${missing.path} would be it, after the manner of ${missing.like}`,
      location: { side: 'head', path: change.path },
    })
  }
}

/** Whether there is something in it to get wrong: what only declares needs no test. */
async function hasCode(context: RuleContext, change: FileChange): Promise<boolean> {
  const found: ChangedFunction[] = await changedFunctions(context, change)
  return found.some(({ name, size, newBranches }) => name !== '' && (size > 1 || newBranches.length > 0))
}
