import { z } from 'zod'
import type { Report } from '../../../src/model/index.ts'
import { changesLines, defineRule } from '../../../src/model/index.ts'
import { globsOf, type SyntaxNode } from '../../../src/parse/code/index.ts'
import { parsedTests } from '../parsed-tests.ts'
import { runnerCall } from '../test-cases.ts'

/** What stands in every focus that is known here. */
const FOCUS_WORDS = /\bonly\b|\bf(?:it|describe|context|specify)\b|focus/
const FOCUSED_ROOTS = new Set(['fit', 'fdescribe', 'fcontext'])

export default defineRule({
  title: 'Focused test: the others no longer run',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 8,
  files: globsOf(['javascript', 'typescript', 'tsx', 'ruby']),
  namesUnread: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    for await (const { change, path, language, root } of parsedTests(context, 'head', FOCUS_WORDS)) {
      for (const node of root.walk()) {
        const focus = language === 'ruby' ? rubyFocus(node) : scriptFocus(node)
        if (!focus || !changesLines(change, 'head', focus.node.region)) continue
        yield {
          location: { side: 'head', path, region: focus.node.region },
          subject: `${focus.word} ${focus.title}`,
          message: `${focus.word} leaves only ${focus.title === '' ? 'this test' : `“${focus.title}”`} to run: every other test of the file is skipped without a word.`,
          fix: `Remove the focus (${focus.word}) before merging.`,
        }
      }
    }
  },
})

interface Focus {
  node: SyntaxNode
  word: string
  title: string
}

function scriptFocus(node: SyntaxNode): Focus | undefined {
  const call = runnerCall(node)
  if (!call) return undefined
  const only = call.modifiers.includes('only')
  // `describe.only.each(rows)` is itself the callee of the call that carries the title.
  if (node.parent?.type === 'call_expression' && node.field === 'function') return undefined
  if (!only && !(FOCUSED_ROOTS.has(call.root) && call.title !== undefined)) return undefined
  return { node: call.callee, word: only ? `${call.root}.only` : call.root, title: call.title ?? '' }
}

function rubyFocus(node: SyntaxNode): Focus | undefined {
  if (node.type !== 'call') return undefined
  const method = node.child('method')
  if (!method || !node.child('block') || node.child('receiver')) return undefined
  const title = node.child('arguments')?.namedChildren[0]?.text.replaceAll(/^['"]|['"]$/g, '') ?? ''
  if (/^f(?:it|describe|context|specify)$/.test(method.text))
    return { node: method, word: method.text, title }
  if (!/^(?:it|describe|context|specify)$/.test(method.text)) return undefined
  const metadata = node
    .child('arguments')
    ?.namedChildren.slice(1)
    .find(({ text }) => text === ':focus' || /^:?focus(?::|\s*=>)\s*true$/.test(text))
  return metadata && { node: metadata, word: metadata.text, title }
}
