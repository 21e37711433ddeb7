/** Files whose code is read for what it asks of the database; of others (SQL, Ruby, Python) the adapters do that. */
const SCRIPTS = /\.(?:[cm]?[jt]sx?|php)$/
/** Strings, numbers and constants; members (`.addColumn`, `->string`) and keys (`allowNull :`). */
const TOKENS =
  /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|(?<=(?:\.|->|::) )\w+|(?<=[{,] )\w+(?= :(?!:))|\b\d[\w.]*|\b(?:true|false|null)\b/gs
/** How identifiers are made, and how a promise or a loop is written, is nothing that a schema shows. */
const WITHOUT_TRACE = new Set(
  'then catch finally all forEach map log info warn error debug randomUUID v4 up down exports default'.split(
    ' ',
  ),
)

/**
 * What the code of a way up says to the database: texts, numbers, members and keys, in their order, without the names of
 * variables, types, control flow and layout. Equal for what a formatter, a linter's fix or a codemod makes of it.
 * @param code tokens as `Part.code` has them
 */
export function essence(path: string, code: string): string {
  if (!SCRIPTS.test(path)) return code
  const tokens: string[] = []
  for (const [token] of code.matchAll(TOKENS)) {
    if (WITHOUT_TRACE.has(token)) continue
    tokens.push(/^['"`]/.test(token) ? `'${token.slice(1, -1).replaceAll(/\s+/g, ' ').trim()}'` : token)
  }
  return tokens.join(' ')
}
