import { type CST, Lexer, type LineCounter, Parser } from 'yaml'
import { MAX_ALIASES, MAX_DEPTH, MAX_LENGTH, MAX_TOKENS } from './limits.ts'

/** What is wrong at an offset of the text. */
export interface TextProblem {
  offset: number
  message: string
  hint?: string
}

/** Tokens of a YAML text, or why it is not read at all. Bounded: nothing here recurses. */
export function readTokens(text: string, lines: LineCounter): CST.Token[] | TextProblem {
  if (text.length > MAX_LENGTH) {
    return { offset: 0, message: `the file is too large: ${text.length} characters of at most ${MAX_LENGTH}` }
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/.exec(text)
  if (control) {
    lines.lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
    return {
      offset: control.index,
      message: `the file is not text: it contains the character ${codePoint(control[0])}`,
      hint: 'save it as UTF-8 without control characters',
    }
  }
  const tokens: CST.Token[] = []
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  let count = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (++count > MAX_TOKENS) {
      return { offset: parser.offset, message: `the file is too large: more than ${MAX_TOKENS} tokens` }
    }
    tokens.push(...parser.next(lexeme))
  }
  tokens.push(...parser.end())
  return tooMuch(tokens) ?? tokens
}

/** The first place that nests deeper, or has more anchors and aliases, than anything meant to be read. */
function tooMuch(tokens: readonly CST.Token[]): TextProblem | undefined {
  let aliases = 0
  const stack: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    const { token, depth } = entry
    if (depth > MAX_DEPTH) {
      return { offset: token.offset, message: `the file nests deeper than ${MAX_DEPTH} levels` }
    }
    if ((token.type === 'anchor' || token.type === 'alias') && ++aliases > MAX_ALIASES) {
      return { offset: token.offset, message: `the file has more than ${MAX_ALIASES} anchors and aliases` }
    }
    for (const child of childrenOf(token)) stack.push({ token: child, depth: depth + 1 })
  }
  return undefined
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return [...token.start, ...(token.value ? [token.value] : [])]
  if (!('items' in token)) return []
  const children: CST.Token[] = []
  for (const { start, key, sep, value } of token.items) {
    children.push(...start, ...(sep ?? []))
    if (key) children.push(key)
    if (value) children.push(value)
  }
  return children
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
