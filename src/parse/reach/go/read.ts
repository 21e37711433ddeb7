import { parseCode } from '../../code/index.ts'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import { GoFile } from './file.ts'

/** Bounds of what recursion can walk. */
const MAX_DEPTH = 600

/** Reads a Go file. What cannot be parsed, or no person writes, is left unread with its reason. */
export async function readGo(text: string): Promise<FactsOrWhyNot> {
  const parsed = await parseCode(text, 'go', { maxDepth: MAX_DEPTH })
  if (parsed.kind === 'unparsed') return { kind: 'unread', why: parsed.detail }
  return { kind: 'read', facts: new GoFile(parsed.root).facts() }
}
