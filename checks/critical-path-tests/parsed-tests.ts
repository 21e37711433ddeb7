import type { FileChange, RuleContext, Side } from '../../src/model/index.ts'
import { pathOn } from '../../src/model/index.ts'
import type { Language, SyntaxNode } from '../../src/parse/code/index.ts'
import { languageOf, parseCode } from '../../src/parse/code/index.ts'
import { isTestFile } from './test-files.ts'

export interface ParsedTest {
  change: FileChange
  path: string
  language: Language
  root: SyntaxNode
}

/**
 * The changed test files of the head, parsed; one that cannot be is named as not looked at.
 * @param side where changed lines are looked through: added ones in the head, removed ones in the base.
 * @param words what stands in a changed line wherever the rule has something to say: parsing is the costly part.
 */
export async function* parsedTests(
  context: RuleContext,
  side: Side,
  words: RegExp,
): AsyncGenerator<ParsedTest> {
  for (const change of context.changes) {
    const path = pathOn(change, 'head')
    if (path === undefined || !isTestFile(path)) continue
    if (change.unread) {
      if (change.unread !== 'symlink' && change.unread !== 'submodule')
        context.incomplete(`${path}: ${change.unread}`)
      continue
    }
    if (!(await changedLinesHave(context, change, side, words))) continue
    const parsed = await parseTest(context, 'head', path)
    if (parsed) yield { change, path, language: parsed.language, root: parsed.root }
  }
}

async function changedLinesHave(
  { changeSet }: RuleContext,
  change: FileChange,
  side: Side,
  words: RegExp,
): Promise<boolean> {
  const path = pathOn(change, side)
  const ranges = side === 'head' ? change.added : change.removed
  if (path === undefined || ranges.length === 0) return false
  const content = await changeSet[side].read(path)
  if (content.kind !== 'text') return false
  const lines = content.text.split('\n')
  return ranges.some(({ start, end }) => lines.slice(start - 1, end).some((line) => words.test(line)))
}

/** One file's tree, parsed once for all rules of the family. Undefined where it is absent or cannot be parsed. */
export async function parseTest(
  context: RuleContext,
  side: Side,
  path: string,
): Promise<{ language: Language; root: SyntaxNode } | undefined> {
  const language = languageOf(path)
  if (!language) return undefined
  const parsed = await context.shared(`test:${side}:${path}`, async () => {
    const content = await context.changeSet[side].read(path)
    return content.kind === 'text' ? parseCode(content.text, language) : undefined
  })
  if (parsed?.kind === 'parsed') return { language, root: parsed.root }
  if (parsed && side === 'head') context.incomplete(`${path}: ${parsed.detail}`)
  return undefined
}
