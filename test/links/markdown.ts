import { Marked, type Tokens } from 'marked'

const marked = new Marked()

export interface MarkdownLinks {
  links: string[]
  /** What a `#` may name: headings as GitHub slugs them, and ids written in HTML. */
  anchors: Set<string>
}

/** Links, images and anchors of a Markdown text; what stands in code is none. */
export function readMarkdown(text: string): MarkdownLinks {
  const links: string[] = []
  const anchors = new Set<string>()
  void marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push((token as Tokens.Link).href)
    if (token.type === 'html') {
      for (const [, id] of token.raw.matchAll(/\s(?:id|name)="([^"]+)"/g)) anchors.add(id ?? '')
      for (const [, href] of token.raw.matchAll(/\s(?:href|src)="([^"]+)"/g)) links.push(href ?? '')
    }
    if (token.type === 'heading') {
      const slug = slugOf(plain((token as Tokens.Heading).tokens))
      let name = slug
      for (let count = 1; anchors.has(name); count += 1) name = `${slug}-${count}`
      anchors.add(name)
    }
  })
  return { links, anchors }
}

/** As GitHub makes them: lower case, no punctuation, a hyphen for each space. */
function slugOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}

function plain(tokens: readonly Tokens.Generic[]): string {
  return tokens
    .map((token) =>
      token.tokens ? plain(token.tokens) : String('text' in token ? token['text'] : token.raw),
    )
    .join('')
}
