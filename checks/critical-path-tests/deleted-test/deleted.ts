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
/** The same of one that stands where it stood. */
const AKIN = 0.2

/** The tests of one changed file that this change deleted, in source order. */
export async function deletedTests(context: RuleContext, change: FileChange): Promise<Deleted[]> {
  const basePath = pathOn(change, 'base')
  const base = basePath === undefined ? undefined : await parseTest(context, 'base', basePath)
  if (!base) return []
  const head = await headTests(context)
  const now = head.byPath.get(change.path) ?? []
  const before = testCases(base.root, base.language)
  const here = new Set(now.map(({ name }) => name))
  const there = new Set(before.map(({ name }) => name))
  if (isRewritten(before, now, here, there)) return []
  const found: Deleted[] = []
  let kept: string | undefined
  for (const test of before) {
    if (here.has(test.name)) kept = test.name
    const title = titleOf(test)
    const gone = changesLines(change, 'base', test.node.region) && !here.has(test.name)
    if (!gone || head.titles.has(title) || head.bodies.has(bodyOf(test))) continue
    const said = new Set(words(test.body.text))
    if (head.touched.some((other) => share(said, other) >= ALIKE)) continue
    const instead = newAfter(kept, now, there)
    if (instead.some((other) => share(said, new Set(words(other.body.text))) >= AKIN)) continue
    // A test may only hand on to a helper: then its title says what it is about.
    if (instead.some((other) => share(parts(title), parts(titleOf(other))) > 0.5)) continue
    found.push({ test, title, words: new Set([...said, ...words(title)]) })
  }
  return found
}

/** Most tests of the file went and others came: its tests were written anew. */
function isRewritten(
  before: readonly TestCase[],
  now: readonly TestCase[],
  here: ReadonlySet<string>,
  there: ReadonlySet<string>,
): boolean {
  const gone = before.filter(({ name }) => !here.has(name)).length
  const fresh = now.filter(({ name }) => !there.has(name)).length
  return gone > 1 && gone * 2 >= before.length && fresh * 2 >= gone
}

/** The new tests that stand in the head between a test that stayed and the next that did. */
function newAfter(
  kept: string | undefined,
  now: readonly TestCase[],
  there: ReadonlySet<string>,
): readonly TestCase[] {
  const start = kept === undefined ? 0 : now.findIndex(({ name }) => name === kept) + 1
  const rest = now.slice(start)
  const next = rest.findIndex(({ name }) => there.has(name))
  return next < 0 ? rest : rest.slice(0, next)
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

/** `TestScrapeLoop`, `test_scrape_loop`, `scrape loop`: the words of a title in lower case. */
function parts(title: string): ReadonlySet<string> {
  const split = title.replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, ' ').toLowerCase()
  return new Set(split.match(/[\p{L}\d]+/gu))
}

function bodyOf({ body }: TestCase): string {
  return body.text.replaceAll(/\s+/g, '')
}

function share(part: ReadonlySet<string>, whole: ReadonlySet<string>): number {
  let common = 0
  for (const word of part) if (whole.has(word)) common++
  return part.size === 0 ? 1 : common / part.size
}
