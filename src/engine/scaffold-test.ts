import { changedFunctions } from '../../checks/critical-path-tests/changed-functions.ts'
import { isTestFile, isTestSupport } from '../../checks/critical-path-tests/test-files.ts'
import { type ChangeSet, type Snapshot, UserError } from '../model/index.ts'
import { codeFunctions } from '../parse/code/functions/index.ts'
import { languageOf, parseCode } from '../parse/code/index.ts'
import { type Skeleton, skeletonOf, type WantedFunction } from '../parse/skeleton/index.ts'
import { SharedValues } from './run-rule.ts'

export interface ScaffoldTestRequest {
  /** The tree that the test is written into. */
  tree: Snapshot
  path: string
  /** The file before and after; absent where there is nothing to compare it with. */
  change?: ChangeSet
  /** Functions to test, by name or as `Class.method`; left out: those that changed, and all where none did. */
  names?: readonly string[]
}

export interface ScaffoldedTest {
  skeleton: Skeleton
  /** Why these functions, in words. */
  because: string
}

/**
 * Writes a test to start from for functions of one file.
 * @throws UserError where there is nothing to test, or nothing that a test could call
 */
export async function scaffoldTest(request: ScaffoldTestRequest): Promise<ScaffoldedTest> {
  const { tree, path } = request
  if (isTestSupport(path)) throw new UserError(`${path} is test code itself`)
  const { functions, because } = await chosen(request)
  const skeleton = await skeletonOf({
    snapshot: tree,
    path,
    isTest: isTestFile,
    ...(functions && { functions }),
  })
  if (skeleton.kind === 'none') throw new UserError(`no test of ${path} can be begun: ${skeleton.why}`)
  return { skeleton, because }
}

async function chosen({
  tree,
  path,
  change,
  names,
}: ScaffoldTestRequest): Promise<{ functions?: WantedFunction[]; because: string }> {
  if (names && names.length > 0) return { functions: await named(tree, path, names), because: 'asked for' }
  const [file] = change?.changes ?? []
  if (!change || !file) return { because: change ? 'nothing changed' : 'nothing to compare it with' }
  const shared = new SharedValues()
  const changed = await changedFunctions(
    {
      changeSet: change,
      shared: (key, make) => shared.get(key, make),
      incomplete: (what) => {
        throw new UserError(`cannot read ${what}`)
      },
    },
    file,
  )
  const functions = changed
    .filter(({ name }) => name !== '')
    .map(({ name, region, isNew, newBranches }) => ({
      name,
      line: region.startLine,
      ...(!isNew && { branches: newBranches }),
    }))
  return functions.length === 0
    ? { because: 'no function changed' }
    : { functions, because: 'changed against the base' }
}

async function named(tree: Snapshot, path: string, names: readonly string[]): Promise<WantedFunction[]> {
  const language = languageOf(path)
  const content = await tree.read(path)
  const parsed = language && content.kind === 'text' ? await parseCode(content.text, language) : undefined
  if (!language || parsed?.kind !== 'parsed') throw new UserError(`cannot read ${path} as code`)
  const functions = codeFunctions(parsed.root, language).filter(({ name }) => name !== '')
  return names.flatMap((wanted) => {
    const found = functions.filter(({ name, owner }) => wanted === name || wanted === `${owner}.${name}`)
    if (found.length === 0) {
      const known = functions.map(({ name, owner }) => (owner === '' ? name : `${owner}.${name}`))
      throw new UserError(
        `${path} has no function ${wanted}; it has ${known.slice(0, 20).join(', ') || 'none'}`,
      )
    }
    return found.map(({ name, region }) => ({ name, line: region.startLine }))
  })
}
