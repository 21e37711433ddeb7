import { z } from 'zod'
import type { Report } from '../../../src/model/index.ts'
import { changesLines, defineRule, pathOn } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES } from '../../../src/parse/code/index.ts'
import { parsedTests, parseTest } from '../parsed-tests.ts'
import { SKIP_WORDS, skips } from './skips.ts'

export default defineRule({
  title: 'Test newly skipped',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 8,
  files: globsOf(LANGUAGES),
  namesUnread: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    for await (const { change, path, language, root } of parsedTests(context, 'head', SKIP_WORDS)) {
      const basePath = pathOn(change, 'base')
      const base = basePath === undefined ? undefined : await parseTest(context, 'base', basePath)
      // A skip that was there before and only moved is not this change's.
      const known = new Set(base && skips(base.root, base.language).map(({ title }) => title))
      for (const { node, word, title } of skips(root, language)) {
        if (known.has(title) || !changesLines(change, 'head', node.region)) continue
        yield {
          location: { side: 'head', path, region: node.region },
          subject: `skip ${title}`,
          message: `${word} switches off ${title === '' ? 'tests of this file' : `“${title}”`}: what it guarded is no longer tested.`,
          fix: 'Mend the test or the code it found wanting; if it must wait, say why and until when where it is skipped, and track it.',
        }
      }
    }
  },
})
