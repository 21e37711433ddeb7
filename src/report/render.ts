import type { Review } from '../model/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Excerpts } from './excerpt/index.ts'
import { toHtml } from './html/html.ts'
import { toJson } from './json/json.ts'
import { toMarkdown } from './markdown/markdown.ts'
import { toRdjson, toRdjsonl } from './rdjson/rdjson.ts'
import { toSarif } from './sarif/sarif.ts'
import { toTerminal } from './terminal/terminal.ts'

export const FORMATS = [
  'terminal',
  'json',
  'sarif',
  'html',
  'markdown',
  'rdjson',
  'rdjsonl',
  'code-scanning',
] as const
export type Format = (typeof FORMATS)[number]

/** What single formats can use; each takes its own and leaves the rest. */
export interface RenderOptions {
  /** terminal */
  colour?: boolean
  /** terminal: columns. */
  width?: number
  /** html: what was reviewed. */
  title?: string
  /** html: lines of source around the findings. */
  excerpts?: Excerpts
  /** sarif, code-scanning: version of the program. */
  version?: string
  /** code-scanning: tells runs of one commit apart. */
  category?: string
}

/** A review in one of the formats: text that ends in a line end (`rdjsonl` without findings is empty), the same bytes for the same input. */
export function render(
  format: Format,
  review: Review,
  catalogue: Catalogue,
  options: RenderOptions = {},
): string {
  const renderers: Record<Format, () => string> = {
    terminal: () => toTerminal(review, catalogue, options),
    json: () => toJson(review, catalogue),
    sarif: () => toSarif(review, catalogue, options),
    html: () => toHtml(review, catalogue, options),
    markdown: () => toMarkdown(review, catalogue),
    rdjson: () => toRdjson(review, catalogue),
    'code-scanning': () => toSarif(review, catalogue, { ...options, codeScanning: true }),
    rdjsonl: () => toRdjsonl(review, catalogue),
  }
  return renderers[format]()
}
