import { type ParserOptions, parseSync, rawTransferSupported } from 'oxc-parser'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import type { Node } from './nodes.ts'
import { Reader } from './reader.ts'

/** Beyond this a file is generated or minified. */
const MAX_LENGTH = 2_000_000
/** Brackets inside one another beyond which no person wrote a file; the parser would run out of stack. */
const MAX_DEPTH = 1_000

/** Trees are handed over as memory instead of JSON: half the time. */
const RAW = rawTransferSupported()

/** Reads a JavaScript or TypeScript file. A syntax error, or a size that no person writes, leaves it unread. */
export function readScript(path: string, text: string): FactsOrWhyNot {
  if (text.length > MAX_LENGTH) return { kind: 'unread', why: `more than ${MAX_LENGTH} characters` }
  if (nestedDeeperThan(text, MAX_DEPTH)) return { kind: 'unread', why: 'nested too deeply' }
  const lang = path.endsWith('.tsx') ? 'tsx' : /\.[cm]?ts$/.test(path) ? 'ts' : 'jsx'
  // The option is missing from the published types.
  const options: ParserOptions & { experimentalRawTransfer: boolean } = { lang, experimentalRawTransfer: RAW }
  const { program, errors } = parseSync(path, text, options)
  if (errors.length > 0 && program.body.length === 0)
    return { kind: 'unread', why: errors[0]?.message ?? 'syntax error' }
  const reader = new Reader(text)
  reader.file(program as unknown as Node)
  return { kind: 'read', facts: reader.facts }
}

function nestedDeeperThan(text: string, limit: number): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x28 || code === 0x5b || code === 0x7b) {
      if (++depth > limit) return true
    } else if (code === 0x29 || code === 0x5d || code === 0x7d) depth = Math.max(0, depth - 1)
  }
  return false
}
