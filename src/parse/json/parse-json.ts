import { createScanner, parse, printParseErrorCode, type ParseError } from 'jsonc-parser'
import {
  LineIndex,
  MAX_DEPTH,
  MAX_TEXT,
  placesOf,
  wantedTree,
  type SourceTree,
  type Span,
  type SyntaxProblem,
  type Wanted,
} from '../source-tree.ts'

/**
 * Reads strict JSON (RFC 8259). A duplicate key is a problem, and the last one counts (as most tools have it). The value comes from the engine's own parser; places are looked up in a second
 * pass, only when somebody asks for them: most texts of a review never need one.
 */
export function parseJson(path: string, text: string): SourceTree {
  const outline = outlineOf(text)
  const limit = limitProblem(text, outline)
  if (limit)
    return { path, text, value: undefined, problems: [limit], locate: (pointers) => locate(text, pointers) }
  try {
    const value: unknown = JSON.parse(text)
    const twice = outline.members === membersOf([value]) ? undefined : duplicateKey(text)
    return { path, text, value, problems: twice ? [twice] : [], locate: (pointers) => locate(text, pointers) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return {
      path,
      text,
      value: undefined,
      problems: [syntaxProblem(text, error)],
      locate: (pointers) => pointers.map(() => ({ startLine: 1, endLine: 1 })),
    }
  }
}

interface Outline {
  /** Offset of the bracket that goes past `MAX_DEPTH`, or -1. Recursive parsers would overflow behind it. */
  tooDeepAt: number
  /** Members of all objects, as written. */
  members: number
}

function limitProblem(text: string, { tooDeepAt }: Outline): SyntaxProblem | undefined {
  if (text.length > MAX_TEXT) return { message: `is larger than ${MAX_TEXT} characters` }
  if (tooDeepAt < 0) return undefined
  const region = new LineIndex(text).region({ start: tooDeepAt, end: tooDeepAt + 1 })
  return { message: `is nested deeper than ${MAX_DEPTH} levels`, region }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

function outlineOf(text: string): Outline {
  const outline = { tooDeepAt: -1, members: 0 }
  let depth = 0
  if (text.length > MAX_TEXT) return outline
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = endOfString(text, at)
      if (at < 0) break
    } else if (code === 0x3a) outline.members++
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_DEPTH) return { ...outline, tooDeepAt: at }
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return outline
}

/** Members of all objects of a value: fewer than were written where a key stood twice. */
function membersOf(value: object): number {
  let members = 0
  if (Array.isArray(value)) {
    for (const inner of value as unknown[])
      if (typeof inner === 'object' && inner !== null) members += membersOf(inner)
    return members
  }
  // Faster than Object.values on megabytes; what JSON.parse makes inherits nothing that is enumerable.
  for (const key in value) {
    members++
    const inner = (value as Record<string, unknown>)[key]
    if (typeof inner === 'object' && inner !== null) members += membersOf(inner)
  }
  return members
}

/** The first key that its object has already; the text is known to be JSON. */
function duplicateKey(text: string): SyntaxProblem | undefined {
  const scanner = createScanner(text, true)
  const stack: (Set<string> | undefined)[] = []
  let expectsKey = false
  for (let token = scanner.scan() as number; token !== EOF; token = scanner.scan() as number) {
    const keys = stack.at(-1)
    if (token === OPEN_BRACE || token === OPEN_BRACKET) {
      stack.push(token === OPEN_BRACE ? new Set() : undefined)
      expectsKey = token === OPEN_BRACE
    } else if (token === CLOSE_BRACE || token === CLOSE_BRACKET) {
      stack.pop()
      expectsKey = false
    } else if (token === COMMA) expectsKey = keys !== undefined
    else if (token === STRING && expectsKey && keys) {
      const name = scanner.getTokenValue()
      const start = scanner.getTokenOffset()
      if (keys.has(name)) {
        const region = new LineIndex(text).region({ start, end: start + scanner.getTokenLength() })
        return { message: 'is not JSON: duplicated key', region }
      }
      keys.add(name)
      expectsKey = false
    }
  }
  return undefined
}

/** Offset behind the bracket that closes the one at `open`; the text is known to be JSON. */
function endOfContainer(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = endOfString(text, at)
      if (at < 0) break
    } else if (code === 0x7b || code === 0x5b) depth++
    else if ((code === 0x7d || code === 0x5d) && --depth === 0) return at + 1
  }
  return text.length
}

function endOfString(text: string, quote: number): number {
  let end = quote
  for (;;) {
    end = text.indexOf('"', end + 1)
    if (end < 0) return -1
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return end
  }
}

/** jsonc-parser names the place of the first error; the engine's own message depends on its version. */
function syntaxProblem(text: string, cause: SyntaxError): SyntaxProblem {
  const errors: ParseError[] = []
  parse(text, errors, { disallowComments: true, allowTrailingComma: false })
  const first = errors[0]
  if (!first) return { message: `is not JSON: ${cause.message}` }
  const region = new LineIndex(text).region({ start: first.offset, end: first.offset + first.length })
  const words = printParseErrorCode(first.error).replace(/([a-z])([A-Z])/g, '$1 $2')
  return { message: `is not JSON: ${words.toLowerCase()}`, region }
}

// The values of jsonc-parser's const enum SyntaxKind, which type stripping cannot import.
const OPEN_BRACE = 1
const CLOSE_BRACE = 2
const OPEN_BRACKET = 3
const CLOSE_BRACKET = 4
const COMMA = 5
const COLON = 6
const STRING = 10
const EOF = 17

interface Frame {
  node: Wanted | undefined
  array: boolean
  index: number
  /** The key just read, until its value begins. */
  key: { name: string; start: number; end: number } | undefined
  /** Whether the next string is a key. */
  expectsKey: boolean
}

function locate(
  text: string,
  pointers: Parameters<SourceTree['locate']>[0],
): ReturnType<SourceTree['locate']> {
  const root = wantedTree(pointers)
  const found = new Map<Wanted, Span>()
  const scanner = createScanner(text, true)
  const stack: Frame[] = []
  for (let token = scanner.scan() as number; token !== EOF; token = scanner.scan() as number) {
    const frame = stack.at(-1)
    if (token === CLOSE_BRACE || token === CLOSE_BRACKET) stack.pop()
    else if (token === COMMA) {
      if (frame?.array) frame.index++
      else if (frame) frame.expectsKey = true
    } else if (token === STRING && frame?.expectsKey) {
      const start = scanner.getTokenOffset()
      frame.key = { name: scanner.getTokenValue(), start, end: start + scanner.getTokenLength() }
      frame.expectsKey = false
    } else if (token !== COLON) {
      const step = frame ? (frame.array ? String(frame.index) : frame.key?.name) : undefined
      const node = frame ? (step === undefined ? undefined : frame.node?.children?.get(step)) : root
      const container = token === OPEN_BRACE || token === OPEN_BRACKET
      if (node) {
        const start = scanner.getTokenOffset()
        const end = container ? (frame?.key?.end ?? start + 1) : start + scanner.getTokenLength()
        found.set(node, { start: frame?.key?.start ?? start, end })
      }
      if (container && !node?.children) {
        // Nothing in it is asked for: going over its brackets is ten times faster than over its tokens.
        scanner.setPosition(endOfContainer(text, scanner.getTokenOffset()))
      } else if (container) {
        const array = token === OPEN_BRACKET
        stack.push({ node, array, index: 0, key: undefined, expectsKey: !array })
      }
    }
  }
  return placesOf(pointers, found, root, text)
}
