import type { FileChange, RuleContext, Side } from '../../src/model/index.ts'
import { pathOn } from '../../src/model/index.ts'
import { isTestSupport } from './test-files.ts'

/** Words of lines that this change removed from files that are no test. */
export function removedWords(context: RuleContext): Promise<ReadonlySet<string>> {
  return context.shared('removed-words', () => wordsOfLines(context, 'base'))
}

/** Words that this change took out of files that are no test, and put into none: what they name went away. */
export function goneWords(context: RuleContext): Promise<ReadonlySet<string>> {
  return context.shared('gone-words', async () => {
    const added = await wordsOfLines(context, 'head')
    return new Set([...(await removedWords(context))].filter((word) => !added.has(word)))
  })
}

async function wordsOfLines({ changeSet }: RuleContext, side: Side): Promise<Set<string>> {
  const found = new Set<string>()
  for (const change of changeSet.changes) {
    const path = pathOn(change, side)
    const ranges = rangesOn(change, side)
    if (path === undefined || change.unread || ranges.length === 0 || isTestSupport(path)) continue
    const content = await changeSet[side].read(path)
    if (content.kind !== 'text') continue
    const lines = content.text.split('\n')
    for (const { start, end } of ranges) {
      for (const line of lines.slice(start - 1, end)) for (const word of words(line)) found.add(word)
    }
  }
  return found
}

function rangesOn(change: FileChange, side: Side) {
  return side === 'head' ? change.added : change.removed
}

/** Words of three letters and more that may name a subject. */
export function words(text: string): string[] {
  return (text.match(/[\p{L}_$][\p{L}\d_$]{2,}/gu) ?? []).filter((word) => !COMMON.has(word))
}

/** Words of the assertion itself, which say nothing about its subject. */
const COMMON = new Set(
  'expect assert equal equals toBe toEqual toStrictEqual toHaveLength toThrow self this that true false null None nil undefined const let var await async return not strictEqual deepEqual assertEquals assertEqual assertThat assertTrue assertFalse assertNotNull require NoError Equal True False result response length size'.split(
    ' ',
  ),
)
