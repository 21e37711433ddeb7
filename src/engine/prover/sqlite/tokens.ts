/** A word, name, literal or sign of SQLite's SQL, without white space and comments. */
export interface Token {
  text: string
  /** Offset in the script, in UTF-16 units. */
  start: number
}

/** What SQLite's tokenizer knows (https://www.sqlite.org/lang_keywords.html, tokenize.c): a quote that does not end takes all. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)|[\w$\u0080-\uffff]+|\|\||<=|>=|<>|!=|==|->>?|\S/g

export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: text, index } of sql.matchAll(TOKEN))
    if (!text.startsWith('--') && !text.startsWith('/*')) tokens.push({ text, start: index })
  return tokens
}

/** One spelling for what SQLite reads alike: layout, comments, case and quotes of names. */
export function normalized(sql: string): string {
  return spell(tokensOf(sql).map(({ text }) => text))
}

export function spell(tokens: readonly string[]): string {
  return tokens
    .map((text) => plain(text))
    .join(' ')
    .replaceAll(/ (?=[,)])|(?<=\() /g, '')
}

/** A name without its quotes, in lower case: SQLite's names have none. Text in single quotes stays. */
export function plain(text: string): string {
  const [first] = text
  if (first === "'") return text
  const bare = first === '"' || first === '`' || first === '[' ? text.slice(1, -1) : text
  return bare.toLowerCase()
}
