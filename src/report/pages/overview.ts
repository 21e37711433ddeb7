import { families, rules } from '../../../checks/index.ts'
import { type Links, modules, tracks } from '../../../config/index.ts'
import { html, safeUrl } from '../escape/index.ts'
import { document } from '../html/shell.ts'
import { PAGE_STYLE } from '../html/style.ts'

/** The first page: the modules, the tracks through them, and the rules by family. */
export function renderIndex(links: Links): string {
  return document({
    title: 'Senior Backend Roadmap · roadmap-review',
    style: PAGE_STYLE,
    body: html`<section class="intro">
        <h1>Senior Backend Roadmap</h1>
        <p>
          ${modules.length} modules on what holds a backend together, and the rules that hold pull requests to
          them. Every finding of a review links to one of these pages.
        </p>
      </section>
      <ul class="grid">
        ${modules.map(
          ({ number, title, summary }) =>
            html` <li class="card">
              <span class="number">${String(number).padStart(2, '0')}</span
              ><a href="${safeUrl(links.module(number))}">${title}</a>
              <p>${summary}</p>
            </li>`,
        )}
      </ul>
      <h2>Tracks</h2>
      <ul class="grid">
        ${tracks().map(
          ({ number: trackNumber, title, summary, modules: numbers }) =>
            html` <li class="card">
              <a href="${safeUrl(links.track(trackNumber))}">${title}</a>
              <p>${summary}</p>
              <p>
                ${numbers.map(
                  (number) =>
                    html`<a class="mono" href="${safeUrl(links.module(number))}"
                      >${String(number).padStart(2, '0')}</a
                    > `,
                )}
              </p>
            </li>`,
        )}
      </ul>
      <h2>Rules</h2>
      ${families.map(
        ({ id, title, description }) =>
          html`<section>
            <h3>${title}</h3>
            <p class="muted">${description}</p>
            <ul class="grid">
              ${rules
                .filter(({ family }) => family === id)
                .map(
                  (rule) =>
                    html` <li class="card">
                      <span class="pill ${rule.level}">${rule.level}</span><br /><a
                        href="${safeUrl(links.rule(rule.id))}"
                        >${rule.title}</a
                      >
                      <p class="mono">${rule.id}</p>
                    </li>`,
                )}
            </ul>
          </section>`,
      )}`,
    footer: html`roadmap-review`,
  })
}
