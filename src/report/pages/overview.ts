import { families, groupedRules } from '../../../checks/index.ts'
import { type Links, modules, tracks } from '../../../config/index.ts'
import type { Family, Rule } from '../../model/index.ts'
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
      ${families.map((family) => familySection(family, links))}`,
    footer: html`roadmap-review`,
  })
}

/** A family with the rules of each of its groups; where there are groups, a list leads to them. */
function familySection(family: Family, links: Links) {
  const parts = groupedRules(family).map(({ group, rules }) => ({
    group,
    rules,
    anchor: `${family.id}-${(group?.title ?? '').toLowerCase().replaceAll(/[^a-z]+/g, '-')}`,
  }))
  const isGrouped = parts.length > 1
  return html`<section>
    <h3 id="${family.id}">${family.title}</h3>
    <p class="muted">${family.description}</p>
    ${
      isGrouped &&
      html`<p class="facts">
        ${parts.map(
          ({ group, rules, anchor }) =>
            html`<a class="pill" href="#${anchor}">${group?.title} ${rules.length}</a> `,
        )}
      </p>`
    }
    ${parts.map(
      ({ group, rules, anchor }) =>
        html`${
          group &&
          html`<h4 id="${anchor}">${group.title}</h4>
            <p class="muted">${group.description}</p>`
        }
        ${ruleList(rules, links)}`,
    )}
  </section>`
}

function ruleList(rules: readonly Rule[], links: Links) {
  return html`<ul class="rules card">
    ${rules.map(
      ({ id, title, level, status }) =>
        html` <li>
          <span><span class="pill ${level}">${level}</span></span>
          <span
            ><a href="${safeUrl(links.rule(id))}">${title}</a>${
              status !== 'stable' && html` <span class="pill">${status}</span>`
            }<br /><span class="mono">${id}</span></span
          >
        </li>`,
    )}
  </ul>`
}
