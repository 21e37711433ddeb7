import type { Dialect } from '../migrations/operation.ts'

const MYSQL =
  /\bauto_increment\b|\bengine\s*=|`[^`]+`|\bunsigned\b|\bcharacter\s+set\b|^alter\s+(?:ignore\s+)?table\s+\S+\s+(?:[^;]*,\s*)?(?:modify|change|drop\s+(?:foreign|primary)\s+key|drop\s+index|drop\s+key|add\s+(?:unique\s+|fulltext\s+)?(?:index|key))\b|^rename\s+table\b|^drop\s+index\s+\S+\s+on\b|^create\s+fulltext\b/i
const SQLITE = /\bautoincrement\b|^pragma\b|\bwithout\s+rowid\b|\bstrict ?;?$/i

/**
 * The dialect that statements are written in which PostgreSQL's parser refuses, by words that only that one has: backquotes
 * are SQLite's too, so its own words come first.
 */
export function dialectOfRefused(
  statements: readonly string[],
): Extract<Dialect, 'mysql' | 'sqlite'> | undefined {
  // Runs of white space would make the expressions above slow.
  const texts = statements.map((text) =>
    text
      .replaceAll(/'(?:[^'\\]|''|\\.)*'|--[^\n]*|\/\*[\s\S]*?\*\//g, "''")
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
  if (texts.some((text) => SQLITE.test(text))) return 'sqlite'
  return texts.some((text) => MYSQL.test(text)) ? 'mysql' : undefined
}
