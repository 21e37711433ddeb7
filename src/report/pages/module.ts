import { families, groupedRules } from '../../../checks/index.ts'
import {
  findModule,
  type Kpi,
  kpis,
  type Links,
  moduleMarkdown,
  modules,
  tracks,
} from '../../../config/index.ts'
import { html, safeUrl } from '../escape/index.ts'
import { renderMarkdown } from '../html/markdown.ts'
import { document } from '../html/shell.ts'
import { PAGE_STYLE } from '../html/style.ts'
import { addressesOf } from './addresses.ts'

/** The page of a module as a whole HTML document; undefined where there is no such module. */
export function renderModulePage(number: number, links: Links, home = '/'): string | undefined {
  const module = findModule(number)
  if (!module) return undefined
  const file = `config/roadmap/modules/${String(number).padStart(2, '0')}-${module.slug}.md`
  const markdown = withGenerated(moduleMarkdown(number), number, links)
  const mine = tracks().filter((track) => track.modules.includes(number))
  const [previous, next] = [number - 1, number + 1].map((other) =>
    modules.find((one) => one.number === other),
  )
  return document({
    title: `${module.title} · Senior Backend Roadmap`,
    home,
    aside: html`<span class="muted">Module ${number} of ${modules.length}</span>`,
    style: PAGE_STYLE,
    body: html`<article class="page card">
      <p class="facts">
        ${mine.map((track) => html`<a class="pill" href="${safeUrl(links.track(track.number))}">${track.title}</a> `)}
      </p>
      ${renderMarkdown(markdown, { resolve: addressesOf(file, links) })}
    </article>`,
    footer: html`${previous && html`<a href="${safeUrl(links.module(previous.number))}">← ${previous.title}</a> `}${
      next && html`<a href="${safeUrl(links.module(next.number))}">${next.title} →</a>`
    }`,
  })
}

/** The lists in a page that are made from the rules and the KPIs are made again, so that they cannot be stale. */
function withGenerated(markdown: string, number: number, links: Links): string {
  const list: Readonly<Record<string, string>> = {
    rules: ruleLists(number, links),
    kpis: kpis()
      .filter(({ modules }) => modules.includes(number))
      .map(kpiLine)
      .join('\n'),
  }
  return markdown.replace(
    /<!-- generated:(\w+) -->[\s\S]*?<!-- \/generated:\1 -->/g,
    (_block, name: string) => list[name] || 'None yet.',
  )
}

/** The rules of a module, by family and group where they are of several. */
function ruleLists(number: number, links: Links): string {
  const lists = families.flatMap((family) =>
    groupedRules(family).flatMap(({ group, rules }) => {
      const lines = rules
        .filter((rule) => rule.module === number)
        .map(({ id, title }) => `- [${title}](<${links.rule(id)}>) \`${id}\``)
      return lines.length === 0 ? [] : { title: group?.title ?? family.title, lines }
    }),
  )
  return lists
    .map(({ title, lines }) => [...(lists.length > 1 ? [`### ${title}`, ''] : []), ...lines].join('\n'))
    .join('\n\n')
}

function kpiLine({ title, definition, better, target, unit }: Kpi): string {
  return `- **${title}**: ${definition} ${better === 'higher' ? 'At least' : 'At most'} ${target}${unit === 'count' ? '' : ` ${unit.replace('-', ' ')}`}.`
}
