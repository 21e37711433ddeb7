import { z } from 'zod'
import type { FileChange, Report, RuleContext } from '../../../src/model/index.ts'
import { changesLines, defineRule, pathOn } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES } from '../../../src/parse/code/index.ts'
import { criticalPlaces } from '../critical-places.ts'
import { parseTest } from '../parsed-tests.ts'
import { isTestSupport } from '../test-files.ts'
import { PRAGMA_WORDS, type Pragma, pragmas } from './pragmas.ts'

export default defineRule({
  title: 'Critical code taken out of coverage',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 8,
  files: globsOf(LANGUAGES),
  namesUnread: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    const places = await criticalPlaces(context)
    for (const change of context.changes) {
      const path = pathOn(change, 'head')
      const where = path === undefined ? undefined : places.ofFile(path)
      if (path === undefined || !where || isTestSupport(path)) continue
      if (change.unread) {
        if (change.unread !== 'symlink' && change.unread !== 'submodule')
          context.incomplete(`${path}: ${change.unread}`)
        continue
      }
      for (const { word, region } of await added(context, change, path)) {
        yield {
          location: { side: 'head', path, region },
          subject: `coverage ${word} ${await lineAfter(context, path, region.endLine)}`,
          message: `${word} takes code of the critical path “${where.name}” out of what coverage counts: whether it is tested can no longer be seen.`,
          fix: 'Test the code and leave the pragma out; where it cannot run in a test, say why beside the pragma and waive this finding.',
          ...(where.level && { level: where.level }),
        }
      }
    }
  },
})

/** The pragmas of a file that this change wrote. One that moved within the file is none. */
async function added(context: RuleContext, change: FileChange, path: string): Promise<Pragma[]> {
  const content = await context.changeSet.head.read(path)
  if (content.kind !== 'text' || !PRAGMA_WORDS.test(content.text)) return []
  const head = await parseTest(context, 'head', path)
  const found = (head ? pragmas(head.root) : []).filter(({ region }) => changesLines(change, 'head', region))
  if (found.length === 0) return []
  const basePath = pathOn(change, 'base')
  const base = basePath === undefined ? undefined : await parseTest(context, 'base', basePath)
  const moved = (base ? pragmas(base.root) : []).filter(({ region }) => changesLines(change, 'base', region))
  for (const { word } of moved) {
    const at = found.findIndex((pragma) => pragma.word === word)
    if (at >= 0) found.splice(at, 1)
  }
  return found
}

/** The code that a pragma stands on or before: which of many alike it is. */
async function lineAfter({ changeSet }: RuleContext, path: string, line: number): Promise<string> {
  const content = await changeSet.head.read(path)
  if (content.kind !== 'text') return ''
  const lines = content.text.split('\n')
  return `${lines[line - 1] ?? ''} ${lines[line] ?? ''}`.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
}
