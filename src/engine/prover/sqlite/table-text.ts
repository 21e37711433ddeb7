import { plain, spell, tokensOf } from './tokens.ts'

/** What `CREATE TABLE` says and no pragma tells. */
export interface TableText {
  /** Expressions of CHECK, one spelling each. */
  checks: string[]
  /** `strict`, `without rowid`, `autoincrement`; the module of a virtual table. */
  options: string
  /** Of columns, by name in lower case: collation and expression, where there are. */
  columns: Map<string, string>
}

export function readTableText(sql: string): TableText {
  const tokens = tokensOf(sql).map(({ text }) => text)
  const words = tokens.map((text) => text.toLowerCase())
  const table: TableText = { checks: [], options: '', columns: new Map() }
  if (words[1] === 'virtual') return { ...table, options: spell(tokens.slice(words.indexOf('using'))) }
  const open = words.indexOf('(')
  let depth = 0
  let column: string | undefined
  for (let at = open; at >= 0 && at < tokens.length; at++) {
    const word = words[at]
    if (word === ')') depth--
    if (depth === 1 && (at === open + 1 || words[at - 1] === ',')) column = plain(tokens[at] ?? '')
    if (depth === 1 && word === 'check' && words[at + 1] === '(')
      table.checks.push(spell(inBrackets(tokens, at + 1)))
    if (depth === 1 && column !== undefined) {
      const more =
        word === 'collate'
          ? `COLLATE ${plain(tokens[at + 1] ?? '')}`
          : word === 'as' && words[at + 1] === '('
            ? `AS (${spell(inBrackets(tokens, at + 1))})`
            : undefined
      if (more !== undefined)
        table.columns.set(column, [table.columns.get(column), more].filter(Boolean).join(' '))
    }
    if (word === '(') depth++
    if (depth === 0 && at > open) {
      table.options = spell(tokens.slice(at + 1).toSorted())
      break
    }
  }
  if (words.includes('autoincrement')) table.options += ' autoincrement'
  return table
}

/** @param open where the bracket stands */
function inBrackets(tokens: readonly string[], open: number): string[] {
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at] === '(') depth++
    if (tokens[at] === ')' && --depth === 0) return tokens.slice(open + 1, at)
  }
  return tokens.slice(open + 1)
}
