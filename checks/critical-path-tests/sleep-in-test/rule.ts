import { z } from 'zod'
import type { Report } from '../../../src/model/index.ts'
import { changesLines, defineRule, pathOn } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES, type Language } from '../../../src/parse/code/index.ts'
import { parsedTests, parseTest } from '../parsed-tests.ts'
import { SLEEP_WORDS, sleeps } from './sleeps.ts'

const WITH_TESTS: readonly Language[] = LANGUAGES.filter((name) => name !== 'rust' && name !== 'elixir')

export default defineRule({
  title: 'Fixed sleep in a test',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 8,
  files: globsOf(WITH_TESTS),
  namesUnread: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    for await (const { change, path, language, root } of parsedTests(context, 'head', SLEEP_WORDS)) {
      const found = sleeps(root, language)
      if (found.length === 0) continue
      const basePath = pathOn(change, 'base')
      const base = basePath === undefined ? undefined : await parseTest(context, 'base', basePath)
      const before = (base ? sleeps(base.root, base.language) : []).map(({ node }) => node.text)
      const counts = countOf(before)
      const now = countOf(found.map(({ node }) => node.text))
      const told = new Set<string>()
      for (const { node, test } of found) {
        // As many as before: one that moved.
        if ((now.get(node.text) ?? 0) <= (counts.get(node.text) ?? 0)) continue
        const subject = `sleep ${test.name} ${node.text}`
        if (told.has(test.name) || !changesLines(change, 'head', node.region)) continue
        told.add(test.name)
        yield {
          location: { side: 'head', path, region: node.region },
          subject,
          message: `“${test.name}” waits with ${node.text}: too short on a slow machine, and time lost on every other run.`,
          fix: 'Wait for what the test needs: poll until it holds with a deadline, await the event or the promise itself, or move a fake clock.',
        }
      }
    }
  },
})

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}
