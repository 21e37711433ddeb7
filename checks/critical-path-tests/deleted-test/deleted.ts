import type { FileChange, RuleContext } from '../../../src/model/index.ts'
import { changesLines, pathOn } from '../../../src/model/index.ts'
import { parseTest } from '../parsed-tests.ts'
import { type TestCase, testCases } from '../test-cases.ts'
import { isTestFile } from '../test-files.ts'
import { words } from '../words-of-change.ts'

/** A test that is in the base and, under whatever name, not in the head. */
export interface Deleted {
  test: TestCase
  title: string
  words: ReadonlySet<string>
}

/** Share of a test's words that another one must have to be taken for the same one, rewritten. */
const ALIKE = 0.6

/** The tests of one changed file that this change deleted, in source order. */
export async function deletedTests(context: RuleContext, change: FileChange): Promise<Deleted[]> {
  const basePath = pathOn(change, 'base')
  const base = basePath === undefined ? undefined : await parseTest(context, 'base', basePath)
  if (!base) return []
  const head = await headTests(context)
  const here = new Set((head.byPath.get(change.path) ?? []).map(({ name }) => name))
  const found: Deleted[] = []
  for (const test of testCases(base.root, base.language)) {
    const title = titleOf(test)
    const gone = changesLines(change, 'base', test.node.region) && !here.has(test.name)
    if (!gone || head.titles.has(title) || head.bodies.has(bodyOf(test))) continue
    const said = new Set(words(test.body.text))
    if (head.touched.some((other) => share(said, other) >= ALIKE)) continue
    found.push({ test, title, words: new Set([...said, ...words(title)]) })
  }
  return found
}

interface HeadTests {
  byPath: Map<string, TestCase[]>
  titles: Set<string>
  bodies: Set<string>
  /** Words of every test that this change wrote or edited. */
  touched: ReadonlySet<string>[]
}

/** The tests of every changed test file, as they are now. */
function headTests(context: RuleContext): Promise<HeadTests> {
  return context.shared('deleted-test:head', async () => {
    const found: HeadTests = { byPath: new Map(), titles: new Set(), bodies: new Set(), touched: [] }
    for (const change of context.changeSet.changes) {
      const path = pathOn(change, 'head')
      if (path === undefined || change.unread || !isTestFile(path)) continue
      const parsed = await parseTest(context, 'head', path)
      const tests = parsed ? testCases(parsed.root, parsed.language) : []
      found.byPath.set(path, tests)
      for (const test of tests) {
        found.titles.add(titleOf(test))
        found.bodies.add(bodyOf(test))
        if (changesLines(change, 'head', test.node.region)) found.touched.push(new Set(words(test.body.text)))
      }
    }
    return found
  })
}

function titleOf({ name }: TestCase): string {
  return name.split(' > ').at(-1) ?? name
}

function bodyOf({ body }: TestCase): string {
  return body.text.replaceAll(/\s+/g, '')
}

function share(part: ReadonlySet<string>, whole: ReadonlySet<string>): number {
  let common = 0
  for (const word of part) if (whole.has(word)) common++
  return part.size === 0 ? 1 : common / part.size
}
