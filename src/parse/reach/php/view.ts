import { SyntaxNode } from '../../code/index.ts'
import { Source } from '../../code/source.ts'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import { FactWriter } from '../fact-writer.ts'
import { CONTAINER } from './words.ts'

const MAX_LENGTH = 1_000_000

/** Reads a template of Blade by its words: which code it calls on what it is handed. A test that starts the framework may render it. */
export function readView(text: string): FactsOrWhyNot {
  if (text.length > MAX_LENGTH) return { kind: 'unread', why: `more than ${MAX_LENGTH} characters` }
  const writer = new FactWriter()
  const root = new SyntaxNode(new Source(text), 'file', true, undefined, 0, text.length, undefined)
  writer.unit('module', '', root, 0, { entry: [CONTAINER] })
  for (const [, member = ''] of text.matchAll(/(?:->|::)\s?(\w{1,100})/g)) writer.property(0, member)
  for (const [, full = ''] of text.matchAll(/\\?((?:[A-Z]\w{0,60}\\)+[A-Z]\w{0,60})/g)) {
    writer.import(full, [[full.slice(full.lastIndexOf('\\') + 1), full]], 'lazy', 0)
    writer.name(0, full)
  }
  for (const [, name = ''] of text.matchAll(/(?<![\w>:$])([a-z_]\w{1,60})\(/g)) writer.name(0, name)
  const facts = writer.finish()
  facts.scope = ['\\*']
  return { kind: 'read', facts }
}
