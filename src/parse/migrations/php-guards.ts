import type { SyntaxNode } from '../code/node.ts'

/** What the conditions around a statement say of when it runs. */
export interface Guard {
  /** Whether a condition looks whether something is there already. */
  exists?: true
  /** `sqlite` where it runs on SQLite alone, else `some` where a condition names a database. */
  database?: 'sqlite' | 'some'
}

const DATABASES =
  /['"](?:sqlite|mysql|mariadb|pgsql|postgres(?:ql)?|sqlsrv|mssql|oracle)['"]|\b(?:MySQL|Sqlite|SQLite|Postgre(?:s|SQL|Sql))\w*Platform\b/i

/** Conditions of `if`, `switch`, `match` and `?:` around a node in PHP, up to its method. */
export function guardOf(node: SyntaxNode): Guard {
  const guard: Guard = {}
  for (
    let [at, from] = [node.parent, node];
    at && at.type !== 'method_declaration';
    [at, from] = [at.parent, at]
  ) {
    const condition = at.child('condition')
    if (!condition || condition === from) continue
    const { text } = condition
    if (/\bhas(?:Table|Columns?|Index|ForeignKey)\s*\(|Exists\s*\(/.test(text)) guard.exists = true
    if (!DATABASES.test(text)) continue
    const otherwise = from.type.startsWith('else') || from.field === 'alternative'
    const isSqlite = /sqlite/i.test(text) && !/mysql|maria|pgsql|postgre|sqlsrv|mssql|oracle/i.test(text)
    const negated = /!==?|^\(?\s*!|<>/.test(text)
    // What every server runs, and only the tests' SQLite does not.
    if (isSqlite && negated !== otherwise) continue
    guard.database = isSqlite ? 'sqlite' : 'some'
  }
  return guard
}
