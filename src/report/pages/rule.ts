import { families, findRule, pageOf } from '../../../checks/index.ts'
import { findModule, type Links } from '../../../config/index.ts'
import { html, safeUrl } from '../escape/index.ts'
import { renderMarkdown } from '../html/markdown.ts'
import { document } from '../html/shell.ts'
import { PAGE_STYLE } from '../html/style.ts'
import { addressesOf } from './addresses.ts'

/** The page of a rule as a whole HTML document; undefined where there is no such rule. */
export function renderRulePage(id: string, links: Links, home = '/'): string | undefined {
  const rule = findRule(id)
  if (!rule) return undefined
  const module = findModule(rule.module)
  const family = families.find((candidate) => candidate.id === rule.family)
  return document({
    title: `${rule.title} · roadmap-review`,
    home,
    aside: html`<span class="mono">${id}</span>`,
    style: PAGE_STYLE,
    body: html`<article class="page card">
      <p class="facts">
        <span class="pill ${rule.level}">${rule.level}</span>
        <span class="pill">${rule.confidence} confidence</span>
        <span class="pill">${rule.status}</span>${rule.cwe?.map(
          (number) =>
            html` <a class="pill" href="https://cwe.mitre.org/data/definitions/${number}.html"
              >CWE-${number}</a
            >`,
        )}
      </p>
      ${renderMarkdown(pageOf(id).markdown, { resolve: addressesOf(`checks/${id}/rule.md`, links) })}
    </article>`,
    footer: html`${family?.title}${
      module &&
      html` · <a href="${safeUrl(links.module(module.number))}">Module ${module.number}: ${module.title}</a>`
    }`,
  })
}
