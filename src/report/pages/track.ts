import { findTrack, type Links, trackMarkdown, tracks } from '../../../config/index.ts'
import { html, safeUrl } from '../escape/index.ts'
import { renderMarkdown } from '../html/markdown.ts'
import { document } from '../html/shell.ts'
import { PAGE_STYLE } from '../html/style.ts'
import { addressesOf } from './addresses.ts'

/** The page of a track as a whole HTML document; undefined where there is no such track. */
export function renderTrackPage(number: number, links: Links, home = '/'): string | undefined {
  const track = findTrack(number)
  if (!track) return undefined
  const file = `config/roadmap/tracks/${String(number).padStart(2, '0')}-${track.slug}.md`
  const others = tracks().filter((other) => Math.abs(other.number - number) === 1)
  return document({
    title: `${track.title} · Senior Backend Roadmap`,
    home,
    aside: html`<span class="muted">Track ${number} of ${tracks().length}</span>`,
    style: PAGE_STYLE,
    body: html`<article class="page card">
      ${renderMarkdown(trackMarkdown(number), { resolve: addressesOf(file, links) })}
    </article>`,
    footer: html`${others.map((other) => html`<a href="${safeUrl(links.track(other.number))}">${other.title}</a> `)}`,
  })
}
