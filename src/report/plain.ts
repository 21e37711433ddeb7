import { marked, type Token, type Tokens } from 'marked'

/** Markdown of the project's pages as plain text on one line: marks gone, code and link texts kept. */
export function plainText(markdown: string): string {
  return marked
    .lexer(markdown)
    .map(textOf)
    .filter((text) => text !== '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function textOf(token: Token): string {
  if (token.type === 'list') return (token as Tokens.List).items.map((item) => textOf(item)).join(' ')
  if ('tokens' in token && Array.isArray(token.tokens)) return token.tokens.map(textOf).join('')
  if (token.type === 'codespan') return `\`${(token as Tokens.Codespan).text}\``
  if (token.type === 'space' || token.type === 'hr' || token.type === 'html') return ''
  if (token.type === 'br') return ' '
  return 'text' in token && typeof token.text === 'string' ? token.text : ''
}
