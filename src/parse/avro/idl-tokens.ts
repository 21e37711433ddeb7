import type { Region } from '../../model/index.ts'
import { LineIndex } from '../source-tree.ts'

export interface Token {
  kind: 'word' | 'text' | 'number' | 'mark' | 'end'
  /** The word without its backticks, the text without its quotes. */
  value: string
  /** In backticks: a name, whatever it would mean without them. */
  quoted: boolean
  region: Region
}

/** A text that is not Avro IDL, and where. */
export class NotIdl extends Error {
  override name = 'NotIdl'
  readonly region: Region

  constructor(message: string, region: Region) {
    super(message)
    this.region = region
  }
}

const SKIPPED = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const WORD = /(?:`[^`\n]*`|[\p{L}_$][\p{L}\p{N}_$]*)(?:[.-](?:`[^`\n]*`|[\p{L}_$][\p{L}\p{N}_$]*)){0,100}/uy
const TEXT = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'/y
const NUMBER = /[-+]?(?:\d[\w.+-]*|Infinity|NaN)/y
const MARK = /[{}()[\]<>;,=@:?]/y

/** The words and marks of an `.avdl` text; comments are left out. */
export function tokenize(text: string): Token[] {
  const lines = new LineIndex(text)
  const tokens: Token[] = []
  let at = 0
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  for (;;) {
    for (let skipped = match(SKIPPED); skipped !== undefined; skipped = match(SKIPPED)) at += skipped.length
    const region = (length: number): Region => {
      const { startLine, startColumn } = lines.region({ start: at, end: at + length })
      return {
        startLine,
        endLine: startLine,
        startColumn: startColumn ?? 1,
        endColumn: (startColumn ?? 1) + length,
      }
    }
    const push = (kind: Token['kind'], found: string, value = found): void => {
      tokens.push({ kind, value, quoted: found.includes('`'), region: region(found.length) })
      at += found.length
    }
    if (at >= text.length) {
      push('end', '')
      return tokens
    }
    const [word, string, number, mark] = [match(WORD), match(TEXT), match(NUMBER), match(MARK)]
    if (word !== undefined) push('word', word, word.replaceAll('`', ''))
    else if (string !== undefined) push('text', string, string.slice(1, -1))
    else if (number !== undefined) push('number', number)
    else if (mark !== undefined) push('mark', mark)
    else throw new NotIdl(`${JSON.stringify(text.charAt(at))} was not expected`, region(1))
  }
}
