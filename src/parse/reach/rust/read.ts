import { parseCode } from '../../code/index.ts'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import { RustFile } from './file.ts'

/** Bounds of what recursion can walk. */
const MAX_DEPTH = 600

/** Reads a Rust file. What cannot be parsed, or no person writes, is left unread with its reason. */
export async function readRust(text: string): Promise<FactsOrWhyNot> {
  const parsed = await parseCode(text, 'rust', { maxDepth: MAX_DEPTH })
  if (parsed.kind === 'unparsed') return { kind: 'unread', why: parsed.detail }
  return { kind: 'read', facts: new RustFile(parsed.root).facts() }
}
