import { Source } from '../code/index.ts'

/** A directive of nginx's configuration, with the block that it may open. */
export interface Directive {
  name: string
  args: string[]
  start: number
  end: number
  block: Directive[]
}

export type ReadNginx =
  | { kind: 'read'; source: Source; directives: Directive[] }
  | { kind: 'unread'; detail: string }

const MAX_LENGTH = 1_000_000
const MAX_DEPTH = 50
/** A word, a text in quotes, a sign, or a comment. Words may hold `{` only as `${name}` and in expressions with a quantifier. */
const TOKEN =
  /\s+|#[^\n]*|"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|[{};]|(?:\\[^]|\$\{\w+\}|\{\d+(?:,\d*)?\}|[^\s{};\\])+/y

/** The directives of a file, as https://nginx.org/en/docs/beginners_guide.html#conf_structure has them. Nothing is included. */
export function readNginx(text: string): ReadNginx {
  const refuse = (detail: string): ReadNginx => ({ kind: 'unread', detail })
  if (text.length > MAX_LENGTH)
    return refuse(`oversized: ${text.length} characters, the bound is ${MAX_LENGTH}`)
  const root: Directive[] = []
  const open: Directive[][] = [root]
  let words: { text: string; start: number }[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined) return refuse(`syntax: at offset ${start}`)
    if (/^(?:\s|#)/.test(token)) continue
    const into = open.at(-1)
    if (token === '}') {
      if (open.length === 1 || words.length > 0) return refuse(`syntax: at offset ${start}`)
      open.pop()
    } else if (token === ';' || token === '{') {
      const [head, ...rest] = words
      if (!head || !into) return refuse(`syntax: at offset ${start}`)
      const directive: Directive = {
        name: head.text,
        args: rest.map((word) => word.text),
        start: head.start,
        end: start + 1,
        block: [],
      }
      into.push(directive)
      words = []
      if (token === '{') open.push(directive.block)
      if (open.length > MAX_DEPTH) return refuse(`too-deep: more than ${MAX_DEPTH} blocks in each other`)
    } else words.push({ text: token.replace(/^(["'])([^]*)\1$/, '$2'), start })
  }
  return open.length === 1 && words.length === 0
    ? { kind: 'read', source: new Source(text), directives: root }
    : refuse('syntax: it ends inside of a block or a directive')
}
