import { type Html, html, trusted } from '../escape/index.ts'
import { STYLE } from './style.ts'

/** Three stops on a road. */
const MARK = trusted(
  `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M6 20c0-5 12-4 12-9S9 8 9 4"/><circle cx="6" cy="20" r="1.6" fill="currentColor"/><circle cx="18" cy="11" r="1.6" fill="currentColor"/><circle cx="9" cy="4" r="1.6" fill="currentColor"/></svg>`,
)

export interface Shell {
  /** Plain text for the window's title. */
  title: string
  /** Right end of the top line. */
  aside?: Html
  /** Address behind the name in the top line. */
  home?: string
  style: string
  body: Html
  footer: Html
}

/**
 * A whole document without script and without a single request. The policy says so to the browser too: should an
 * escape ever fail, nothing runs and nothing is loaded.
 */
export function document(shell: Shell): string {
  const brand = html`${MARK}Roadmap review`
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${shell.title}</title>
        <style>
          ${trusted(STYLE + shell.style)}
        </style>
      </head>
      <body>
        <header class="top">
          ${
            shell.home === undefined
              ? html`<span class="brand">${brand}</span>`
              : html`<a class="brand" href="${shell.home}">${brand}</a>`
          }${shell.aside}
        </header>
        <main>${shell.body}</main>
        <footer>${shell.footer}</footer>
      </body>
    </html> `
  return `${page.source.trimEnd()}\n`
}
