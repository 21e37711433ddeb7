/** SQLite's extended result codes (https://www.sqlite.org/rescode.html) as the SQLSTATE that says the same. */
const STATES: Readonly<Record<number, string>> = {
  7: '53200', // SQLITE_NOMEM
  13: '53100', // SQLITE_FULL
  18: '54000', // SQLITE_TOOBIG
  23: '0A000', // SQLITE_AUTH: the authorizer refused it
  275: '23514', // SQLITE_CONSTRAINT_CHECK
  787: '23503', // SQLITE_CONSTRAINT_FOREIGNKEY
  1299: '23502', // SQLITE_CONSTRAINT_NOTNULL
  1555: '23505', // SQLITE_CONSTRAINT_PRIMARYKEY
  2067: '23505', // SQLITE_CONSTRAINT_UNIQUE
}

/** SQLITE_ERROR says the rest in words. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  // Functions, modules and collations of the application are not here.
  [
    /^no such (?:function|module|collation sequence)|no such tokenizer|too many|parser stack overflow|out of memory/i,
    '0A000',
  ],
  [/^Cannot add a NOT NULL column with default value NULL/, '23502'],
  [/syntax error|^incomplete input|^unrecognized token/, '42601'],
  [/no such (?:table|view|index|trigger)/, '42P01'],
  [/^duplicate column name/, '42701'],
  [/no such column|has no column named/, '42703'],
  [/already exists|there is already/, '42P07'],
]

/** @param error what `node:sqlite` threw; errors of other kinds are thrown on */
export function stateOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') throw error
  const { errcode, message } = error
  const word = (errcode & 0xff) === 1 ? WORDS.find(([pattern]) => pattern.test(message))?.[1] : undefined
  const other = (errcode & 0xff) === 19 ? '23000' : '42000'
  return { code: word ?? STATES[errcode] ?? STATES[errcode & 0xff] ?? other, message }
}
