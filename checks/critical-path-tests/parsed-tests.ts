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

/** The changed test files of one side, parsed; one that cannot be is named as not looked at. */
export async function* parsedTests(context: RuleContext, side: Side): AsyncGenerator<ParsedTest> {
  for (const change of context.changes) {
    const path = pathOn(change, side)
    if (path === undefined || change.unread || !isTestFile(change.path)) continue
    const parsed = await parseTest(context, side, path)
    if (parsed) yield { change, path, language: parsed.language, root: parsed.root }
  }
}

/** One file's tree, parsed once for all rules of the family. Undefined where it is absent or cannot be parsed. */
export async function parseTest(
  context: RuleContext,
  side: Side,
  path: string,
): Promise<{ language: Language; root: SyntaxNode } | undefined> {
  const language = languageOf(path)
  if (!language) return undefined
  return context.shared(`test:${side}:${path}`, async () => {
    const content = await context.changeSet[side].read(path)
    if (content.kind !== 'text') return undefined
    const parsed = await parseCode(content.text, language)
    if (parsed.kind === 'parsed') return { language, root: parsed.root }
    if (side === 'head') context.incomplete(`${path}: ${parsed.detail}`)
    return undefined
  })
}
