/** A word of a `.proto` text. Offsets are UTF-16 code units, the end exclusive; lines are 1-based. */
export interface Token {
  kind: 'word' | 'number' | 'string' | 'symbol' | 'end'
  /** As written; of a string, what stands between its quotes. */
  text: string
  start: number
  end: number
  line: number
}

const PATTERN =
  /(?<space>\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<word>[A-Za-z_]\w*)|(?<number>\.?\d(?:[\w.]|(?<=[eE])[+-])*)|(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|[\s\S]/gy

// A string may lack its end: to look for it from each quote of a line again would take the square of its length.

/** The words of a text, without comments. The last is always an `end`; no text makes this fail. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let line = 1
  for (const match of text.matchAll(PATTERN)) {
    const [all] = match
    const { space, word, number, string } = match.groups ?? {}
    const [start, end] = [match.index, match.index + all.length]
    if (space !== undefined) {
      for (let at = all.indexOf('\n'); at >= 0; at = all.indexOf('\n', at + 1)) line++
      continue
    }
    const kind = word ? 'word' : number ? 'number' : string ? 'string' : 'symbol'
    tokens.push({ kind, text: string ? all.slice(1, -1) : all, start, end, line })
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length, line })
  return tokens
}
