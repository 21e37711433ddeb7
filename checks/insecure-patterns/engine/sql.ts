import type { Piece } from './values.ts'

/** A verb with the word that must follow it somewhere: English sentences begin with these verbs too. */
const STATEMENT =
  /^(?:\(\s*|\{\s*(?:\?\s*=\s*)?)?(?:select\b[^]*\bfrom\b|insert\s+(?:ignore\s+)?into\b|replace\s+into\b|update\b[^]*\bset\b|delete\s+from\b|merge\s+into\b|with\b[^]*\b(?:select|insert|update|delete)\b|from\s+[\w.]+\s[^]*\bwhere\b|call\s+[\w\0])/i

/** A part of a statement that compares. */
const CONDITION = /[=<>]|\b(?:i?like|in|between|is)\b/i

const MARK = '\u{0}'

/** What is looked at of a text: longer statements are generated, and the expressions here are not all linear. */
const MAX_STATEMENT = 20_000
const MAX_BEFORE = 400

/**
 * The hole of an SQL text that should have been a parameter, if there is one. What stands between quotes or
 * after a comparison is a value and never an identifier, so there the text is wrong whoever calls it; table
 * names, columns and whole clauses cannot be parameters, so there only what a request brings counts.
 */
export function unsafeHole(pieces: readonly Piece[], need: 'statement' | 'fragment'): Piece | undefined {
  const text = pieces.map((piece) => ('text' in piece ? piece.text : MARK)).join('')
  const looksLike = need === 'statement' ? STATEMENT : CONDITION
  if (!looksLike.test(text.trimStart().slice(0, MAX_STATEMENT))) return undefined
  let quotes = 0
  let before = ''
  for (const piece of pieces) {
    if ('text' in piece) {
      quotes += piece.text.split("'").length - 1
      before = (before + piece.text).slice(-MAX_BEFORE)
      continue
    }
    if (isUnsafe(piece.origin, quotes % 2 === 1 ? 'quoted' : place(before))) return piece
    before += MARK
  }
  return undefined
}

type Place = 'quoted' | 'value' | 'other'

function isUnsafe(origin: Exclude<Piece, { text: string }>['origin'], where: Place): boolean {
  if (origin === 'request') return true
  if (where === 'quoted') return origin === 'parameter' || origin === 'unknown'
  return where === 'value' && origin === 'parameter'
}

function place(before: string): Place {
  if (/(?:[=<>]|\b(?:i?like|between))\s*(?:\(\s*)?$/i.test(before)) return 'value'
  return /\bvalues\s*\((?:[^()]*,)?\s*$/i.test(before) ? 'value' : 'other'
}
