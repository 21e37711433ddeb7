import { parseSync } from 'libpg-query'

/** One statement of a script, or what stands around statements. */
export interface Piece {
  text: string
  statement: boolean
}

/** A script that is known to parse, taken apart so that the pieces put together are the script. */
export function piecesOf(sql: string): Piece[] {
  const bytes = Buffer.from(sql, 'utf8')
  const pieces: Piece[] = []
  let at = 0
  const add = (end: number, statement: boolean): void => {
    if (end > at) pieces.push({ text: bytes.subarray(at, end).toString('utf8'), statement })
    at = Math.max(at, end)
  }
  const { stmts = [] } = parseSync(sql) as { stmts?: { stmt_location?: number; stmt_len?: number }[] }
  for (const { stmt_location: start = 0, stmt_len: length } of stmts) {
    const raw = bytes.subarray(start, length ? start + length : undefined).toString('utf8')
    const own = raw.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)+/, '')
    add(start + Buffer.byteLength(raw) - Buffer.byteLength(own), false)
    const end = start + Buffer.byteLength(raw)
    add(bytes[end] === 0x3b ? end + 1 : end, true)
  }
  add(bytes.length, false)
  return pieces
}
