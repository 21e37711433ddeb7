/** One statement of a script, without its semicolon and the comments around it. Offsets count UTF-16 units. */
export interface SqlPiece {
  text: string
  start: number
  end: number
}

export interface SqlComment {
  /** What it says, without its markers. */
  text: string
  start: number
  end: number
}

export interface SplitScript {
  statements: SqlPiece[]
  comments: SqlComment[]
}

const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const WORD = /[A-Za-z_][\w$]*/y
const DELIMITER = /delimiter[ \t]+(\S+)[^\n]*/iy
/** `CREATE [OR REPLACE] [DEFINER=…] TRIGGER|PROCEDURE|FUNCTION|EVENT`, whose body may be BEGIN … END. */
const ROUTINE = /^create\s(?:[^;]*?\s)?(?:trigger|procedure|function|event)\s/i

/**
 * Takes a script apart at its semicolons without knowing its dialect: strings, quoted names, dollar quotes,
 * nested comments, BEGIN … END bodies of routines and MySQL's DELIMITER lines are respected. Never throws;
 * an unclosed string or comment reaches to the end. Linear in the text.
 * @param backslashEscapes in every string, as MySQL has it (PostgreSQL: only in `E'…'`)
 */
export function splitSql(text: string, backslashEscapes = false): SplitScript {
  const statements: SqlPiece[] = []
  const comments: SqlComment[] = []
  let delimiter = ';'
  let start = -1
  let end = 0
  let depth = 0
  let routine: boolean | undefined
  let at = 0
  const flush = (): void => {
    if (start >= 0) statements.push({ text: text.slice(start, end), start, end })
    start = -1
    depth = 0
    routine = undefined
  }
  const take = (to: number): void => {
    if (start < 0) start = at
    at = Math.min(to, text.length)
    end = at
  }
  while (at < text.length) {
    const char = text.charAt(at)
    const comment = commentAt(text, at)
    if (comment) {
      comments.push(comment)
      at = comment.end
    } else if (/\s/.test(char)) at++
    else if (depth === 0 && text.startsWith(delimiter, at)) {
      flush()
      at += delimiter.length
    } else if (char === "'" || char === '"' || char === '`') take(closingQuote(text, at, backslashEscapes))
    else if (char === '$') take(dollarQuoteEnd(text, at) ?? at + 1)
    else {
      const word = matchAt(WORD, text, at)
      if (word === undefined) {
        take(at + 1)
        continue
      }
      if (start < 0) {
        const line = matchAt(DELIMITER, text, at)
        if (line !== undefined) {
          delimiter = /\s(\S+)/.exec(line)?.[1] ?? ';'
          at += line.length
          continue
        }
      }
      take(at + word.length)
      if (delimiter !== ';') continue
      if (word.toLowerCase() === 'begin') {
        routine ??= ROUTINE.test(text.slice(start, Math.min(at, start + 2000)))
        if (routine) depth++
      } else if (depth > 0) depth += bodyDepth(word, text, at)
    }
  }
  flush()
  return { statements, comments }
}

/** How a word inside a routine's body changes its nesting. */
function bodyDepth(word: string, text: string, after: number): number {
  const lower = word.toLowerCase()
  // `END CASE` closes what CASE opened: its END is counted, its CASE is not.
  if (lower === 'case') return /\bend\s+$/i.test(text.slice(Math.max(0, after - 12), after - 4)) ? 0 : 1
  // `END IF`, `END LOOP`… close what is not counted as opened.
  if (lower === 'end')
    return /^\s+(?:if|loop|while|repeat|for)\b/i.test(text.slice(after, after + 20)) ? 0 : -1
  return 0
}

function commentAt(text: string, at: number): SqlComment | undefined {
  const two = text.slice(at, at + 2)
  // MySQL takes `#` as a comment; PostgreSQL has operators that begin with it, never first in a line.
  const hash = two.startsWith('#') && beginsLine(text, at)
  if (two === '--' || hash) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    return { text: text.slice(at + (hash ? 1 : 2), end).trim(), start: at, end }
  }
  // MySQL executes what stands in `/*! … */`.
  if (two !== '/*' || text[at + 2] === '!') return undefined
  let depth = 1
  let end = at + 2
  while (end < text.length && depth > 0) {
    if (text.startsWith('/*', end)) depth++
    else if (text.startsWith('*/', end)) depth--
    else {
      end++
      continue
    }
    end += 2
  }
  const inner = text.slice(at + 2, end).replace(/\*\/$/, '')
  return { text: inner.replaceAll(/^[ \t]*\*+/gm, '').trim(), start: at, end }
}

function beginsLine(text: string, at: number): boolean {
  let i = at - 1
  while (i >= 0 && (text[i] === ' ' || text[i] === '\t')) i--
  return i < 0 || text[i] === '\n'
}

function closingQuote(text: string, at: number, backslashEscapes: boolean): number {
  const quote = text.charAt(at)
  const escapeString = /[eE]/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at - 2))
  const escapes = quote === "'" && (backslashEscapes || escapeString)
  for (let i = at + 1; i < text.length; i++) {
    if (escapes && text[i] === '\\') i++
    else if (text[i] === quote) {
      if (text[i + 1] !== quote) return i + 1
      i++
    }
  }
  return text.length
}

function dollarQuoteEnd(text: string, at: number): number | undefined {
  if (/[\w$]/.test(text.charAt(at - 1))) return undefined
  const tag = matchAt(DOLLAR_TAG, text, at)
  if (tag === undefined) return undefined
  const close = text.indexOf(tag, at + tag.length)
  return close < 0 ? text.length : close + tag.length
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
