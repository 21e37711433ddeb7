import { parseCode } from '../../code/index.ts'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import { Reader } from './reader.ts'

/** Reads a C# file. */
export async function readCSharp(text: string): Promise<FactsOrWhyNot> {
  const parsed = await parseCode(text, 'c-sharp')
  if (parsed.kind === 'unparsed') return { kind: 'unread', why: parsed.detail }
  return { kind: 'read', facts: new Reader(parsed.root).read() }
}
