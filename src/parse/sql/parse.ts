import { loadModule, parseSync, type Node, type ParseResult } from 'libpg-query'
import { splitSql, type SqlComment, type SqlPiece } from './split.ts'

/** A statement with PostgreSQL's own syntax tree, or without one where its dialect is another. */
export interface SqlStatement extends SqlPiece {
  node?: Node
}

export interface SqlScript {
  statements: SqlStatement[]
  comments: SqlComment[]
}

/**
 * Above this the script is only split, not parsed: the tree of a data dump takes many times its size, and
 * the parser recurses. Counted in UTF-16 units.
 */
const MAX_PARSED = 256 * 1024
/** Statements that are parsed one by one; the rest of a longer script is only split. */
const MAX_SINGLE = 2000

/**
 * Takes a script apart into statements and comments. The PostgreSQL parser decides where it accepts the
 * text; otherwise (MySQL, SQLite, a template, an error) statements are split by a tokenizer and parsed one by one.
 * Never throws for anything in the text.
 */
export async function parseSql(text: string): Promise<SqlScript> {
  const split = splitSql(text)
  if (split.statements.length === 0 || text.length > MAX_PARSED) return split
  await loadModule()
  const whole = tryParse(text)?.stmts
  if (whole?.length === split.statements.length) {
    return { ...split, statements: split.statements.map((piece, i) => withNode(piece, whole[i]?.stmt)) }
  }
  const { statements, comments } = text.includes("\\'") ? splitSql(text, true) : split
  return {
    statements: statements.map((piece, i) =>
      i < MAX_SINGLE ? withNode(piece, tryParse(piece.text)?.stmts?.[0]?.stmt) : piece,
    ),
    comments,
  }
}

function withNode(piece: SqlPiece, node: Node | undefined): SqlStatement {
  return node ? { ...piece, node } : piece
}

function tryParse(sql: string): ParseResult | undefined {
  try {
    return parseSync(sql)
  } catch {
    // Not PostgreSQL, or nested beyond the parser's stack: the tokenizer's statements stand.
    return undefined
  }
}
