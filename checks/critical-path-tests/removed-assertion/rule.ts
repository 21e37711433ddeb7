import { z } from 'zod'
import type { Report, RuleContext } from '../../../src/model/index.ts'
import { defineRule, pathOn } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES, type Language } from '../../../src/parse/code/index.ts'
import { parsedTests, parseTest } from '../parsed-tests.ts'
import { testCases } from '../test-cases.ts'
import { removedWords, words } from '../words-of-change.ts'
import { ASSERTION_WORDS, assertions, callNames, normalise, shape } from './assertions.ts'
import { weakened } from './weakened.ts'

const WITH_TESTS: readonly Language[] = LANGUAGES.filter((language) => language !== 'rust')

export default defineRule({
  title: 'Assertion removed or weakened in a test that stays',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 8,
  files: globsOf(WITH_TESTS),
  namesUnread: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    for await (const { change, path, language, root } of parsedTests(context, 'base', ASSERTION_WORDS)) {
      const basePath = pathOn(change, 'base')
      const base = basePath === undefined ? undefined : await parseTest(context, 'base', basePath)
      if (basePath === undefined || !base) continue
      const after = new Map(testCases(root, language).map((test) => [test.name, test]))
      const elsewhere = new Set(
        [...after.values()].flatMap(({ body }) => assertions(body, language).map(normalise)),
      )
      const tests = testCases(base.root, base.language)
      const asked = new Set(tests.flatMap(({ body }) => assertions(body, language).map(normalise)))
      const fresh = new Set([...elsewhere].filter((text) => !asked.has(text)).map(shape))
      for (const test of tests) {
        const head = after.get(test.name)
        if (!head) continue
        const before = assertions(test.body, language)
        const kept = assertions(head.body, language).map(normalise)
        // The same question with other values, in whichever test of the file, is the question rewritten.
        const gone = before.filter(
          (node) => !elsewhere.has(normalise(node)) && !fresh.has(shape(normalise(node))),
        )
        const known = new Set(before.map(normalise))
        const weaker = weakened(before, assertions(head.body, language), language)
        if (weaker) {
          yield {
            location: { side: 'head', path, region: weaker.after.region },
            relatedLocations: [
              {
                side: 'base',
                path: basePath,
                region: weaker.before.region,
                message: 'what it asserted before',
              },
            ],
            subject: `weakened ${test.name} ${normalise(weaker.after)}`,
            message: `“${test.name}” asserts less than before: ${weaker.how}.`,
            fix: 'Assert the exact value that the code is meant to give; where it truly varies, assert what stays the same about it.',
          }
          continue
        }
        // An assertion that was rewritten, or moved into a helper, is another way to ask the same.
        const rewritten =
          kept.length >= before.length ||
          kept.some((text) => !known.has(text)) ||
          callsMore(callNames(head.body), callNames(test.body))
        const first = gone[0]
        if (
          !first ||
          rewritten ||
          (await subjectIsGone(
            context,
            gone.map(({ text }) => text),
          ))
        )
          continue
        yield {
          location: { side: 'base', path: basePath, region: first.region },
          relatedLocations: [
            {
              side: 'head',
              path,
              region: { ...head.node.region, endLine: head.node.region.startLine },
              message: 'the test as it is now',
            },
          ],
          subject: `assertion ${test.name} ${gone.map(normalise).join(' ')}`,
          message: `“${test.name}” lost ${gone.length === 1 ? 'an assertion' : `${gone.length} assertions`} and got none instead${kept.length === 0 ? ': it now passes whatever the code does' : ''}.`,
          fix: 'Put the assertion back, or assert what the code is meant to do now.',
        }
      }
    }
  },
})

function callsMore(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): boolean {
  return [...now].some(([name, count]) => count > (before.get(name) ?? 0))
}

/** Whether what the assertions speak of was removed from the code by this change: then they had to go. */
async function subjectIsGone(context: RuleContext, texts: readonly string[]): Promise<boolean> {
  const removed = await removedWords(context)
  return texts.every((text) => words(text).some((word) => removed.has(word)))
}
