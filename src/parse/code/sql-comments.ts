/**
 * Spans of the comments of an SQL text, in PostgreSQL's grammar with MySQL's additions: `--`, `#` alone on
 * its line, nested block comments; strings, quoted names and dollar quotes are stepped over.
 */
export function sqlComments(text: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = []
  // What can hide a comment, or is one. A word comes whole, so that the $ of `a$b$` opens no dollar quote.
  const token = /--|#|\/\*|\b[eE]'|['"`]|\$(?:[A-Za-z_]\w*)?\$|\w[\w$]*/g
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match
    const start = match.index
    const end = endOfToken(text, found, start)
    if (end === undefined) continue
    if (found === '--' || found === '#' || found === '/*') spans.push({ start, end })
    token.lastIndex = end
  }
  return spans
}

/** Where what begins at `start` ends; undefined where it is nothing to step over. */
function endOfToken(text: string, found: string, start: number): number | undefined {
  const after = start + found.length
  if (found === '--') return endOfLine(text, start)
  // PostgreSQL has the operators # and #>: only alone on its line is it surely MySQL's comment.
  if (found === '#') return atLineStart(text, start) ? endOfLine(text, start) : undefined
  if (found === '/*') return endOfBlock(text, start)
  if (found === "'" || found === '"' || found === '`') return endOfQuote(text, found, after, false)
  // Only E'' strings have backslash escapes (PostgreSQL 18, section 4.1.2.2).
  if (found.endsWith("'")) return endOfQuote(text, "'", after, true)
  if (found.startsWith('$')) {
    const close = text.indexOf(found, after)
    return close < 0 ? undefined : close + found.length
  }
  return undefined
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}

function atLineStart(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === ''
}

/** A doubled quote stands for itself: it closes a string and opens the next at once, which comes to the same. */
function endOfQuote(text: string, quote: string, from: number, escapes: boolean): number {
  for (let at = from; ; at++) {
    const close = text.indexOf(quote, at)
    if (close < 0) return text.length
    let backslashes = 0
    while (text[close - 1 - backslashes] === '\\' && close - backslashes > from) backslashes++
    if (!escapes || backslashes % 2 === 0) return close + 1
    at = close
  }
}

/** PostgreSQL nests block comments; an unclosed one ends with the text. */
function endOfBlock(text: string, start: number): number {
  const edge = /\/\*|\*\//g
  edge.lastIndex = start
  let depth = 0
  for (let match = edge.exec(text); match; match = edge.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return edge.lastIndex
  }
  return text.length
}
