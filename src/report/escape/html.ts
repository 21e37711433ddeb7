import { visible, visibleCode } from './visible.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** HTML source that is safe to put in. Only `html` and `trusted` make one. */
export class Html {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

/** Text of unknown origin for an element or a quoted attribute. Unseen characters become visible escapes. */
export function escapeHtml(text: string): string {
  return entities(visible(text))
}

/** As `escapeHtml` for source code: line feeds stay. */
export function escapeHtmlCode(text: string): string {
  return entities(visibleCode(text))
}

/** Our own HTML, for instance what `marked` made of a page of the project. Never for anything of a pull request. */
export function trusted(source: string): Html {
  return new Html(source)
}

type Value = Html | string | number | undefined | false | readonly Value[]

/** A template whose values are escaped unless they are `Html`. Absent values leave nothing behind. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(parts.map((part, index) => part + write(values[index])).join(''))
}

/**
 * An address for `href`: http, https or a path of the same site; anything else becomes `#`, so that
 * no configured link can carry a script.
 */
export function safeUrl(url: string): string {
  return /^(https?:\/\/|\/(?!\/)|#|\.{0,2}\/)/i.test(url) ? url : '#'
}

/** Plain text in which words between backticks are code. */
export function prose(text: string): Html {
  const parts = text.split(/`([^`]+)`/)
  return new Html(
    parts
      .map((part, index) => (index % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
      .join(''),
  )
}

/** As `prose` for text of several lines; the style keeps the line feeds. */
export function proseLines(text: string): Html {
  return new Html(
    text
      .split(/\r\n|\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => prose(line).source)
      .join('\n'),
  )
}

function write(value: Value): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.source
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  return value.map(write).join('')
}

function entities(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
