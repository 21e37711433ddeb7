import { Marked, type Tokens } from 'marked'
import { escapeHtml, escapeHtmlCode, type Html, safeUrl, trusted } from '../escape/index.ts'

export interface MarkdownOptions {
  /** Turns an address in a page into the one to write: links between pages are relative in the repository. */
  resolve?: (href: string) => string
}

/** A page of the project as HTML. Raw HTML in it is shown, not obeyed; images become links to them. */
export function renderMarkdown(markdown: string, options: MarkdownOptions = {}): Html {
  return trusted(instance(options).parse(markdown, { async: false }))
}

/** One paragraph, without the paragraph around it. */
export function renderInline(markdown: string, options: MarkdownOptions = {}): Html {
  return trusted(instance(options).parseInline(markdown, { async: false }))
}

function instance({ resolve = (href) => href }: MarkdownOptions): Marked {
  const anchor = (href: string, text: string): string =>
    `<a href="${escapeHtml(safeUrl(resolve(href)))}">${text}</a>`
  return new Marked({
    renderer: {
      html: ({ text }) => (/^\s*<!--[\s\S]*?-->\s*$/.test(text) ? '' : escapeHtml(text)),
      link({ href, tokens }) {
        return anchor(href, this.parser.parseInline(tokens))
      },
      image: ({ href, text }) => anchor(href, escapeHtml(text)),
      heading({ tokens, depth, text }) {
        const id = text
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]+/gu, '-')
          .replace(/^-|-$/g, '')
        return `<h${depth} id="${escapeHtml(id)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      table(token) {
        const row = (cells: Tokens.TableCell[], tag: string): string =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>\n`
        return `<div class="table"><table><thead>${row(token.header, 'th')}</thead><tbody>${token.rows
          .map((cells) => row(cells, 'td'))
          .join('')}</tbody></table></div>\n`
      },
      code: ({ text, lang }) => code(text, lang ?? ''),
    },
  })
}

/** A fence of a rule's page says which file it is, of which side, and which lines are reported. */
function code(text: string, info: string): string {
  const attributes = new Map(
    info.split(/\s+/).flatMap((word) => {
      const at = word.indexOf('=')
      return at > 0 ? [[word.slice(0, at), word.slice(at + 1)] as const] : []
    }),
  )
  const reported = new Set((attributes.get('reports') ?? '').split(',').map(Number))
  const lines = text
    .split('\n')
    .map((line, index) =>
      reported.has(index + 1)
        ? `<span class="line-reported">${escapeHtmlCode(line)}</span>`
        : escapeHtmlCode(line),
    )
  const block = `<pre><code>${lines.join('\n')}</code></pre>\n`
  const file = attributes.get('file')
  if (file === undefined) return block
  const side = attributes.get('side')
  const caption = [file, ...(side === undefined ? [] : [side])].map(escapeHtml).join(' · ')
  return `<figure><figcaption>${caption}</figcaption>${block}</figure>\n`
}
