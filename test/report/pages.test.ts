import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { defaultConfig, makeLinks, modules, tracks } from '../../config/index.ts'
import { renderMarkdown } from '../../src/report/html/markdown.ts'
import { addressesOf } from '../../src/report/pages/addresses.ts'
import {
  renderIndex,
  renderModulePage,
  renderRulePage,
  renderTrackPage,
} from '../../src/report/pages/index.ts'

const links = makeLinks({ config: defaultConfig(), appUrl: 'https://review.example' })

const pages: readonly [string, string | undefined][] = [
  ['the first page', renderIndex(links)],
  ...modules.map(({ number }): [string, string | undefined] => [
    `module ${number}`,
    renderModulePage(number, links),
  ]),
  ...tracks().map(({ number }): [string, string | undefined] => [
    `track ${number}`,
    renderTrackPage(number, links),
  ]),
  ...rules.map(({ id }): [string, string | undefined] => [`rule ${id}`, renderRulePage(id, links)]),
]

test.each(pages)('%s runs nothing, loads nothing, and links to addresses only', (_name, page) => {
  const all = elements(parse(page ?? ''))
  expect(all.filter(({ tagName }) => tagName === 'h1')).not.toHaveLength(0)
  for (const { tagName, attrs } of all) {
    expect(['script', 'img', 'link', 'iframe', 'object', 'form']).not.toContain(tagName)
    for (const { name, value } of attrs) {
      expect(name).not.toMatch(/^on|^style$|^src/)
      if (name === 'href') expect(value).toMatch(/^(https?:\/\/|\/|#.)/)
    }
  }
})

test('the first page leads to every module, every track and every rule', () => {
  const addresses = new Set(
    elements(parse(renderIndex(links))).flatMap(({ attrs }) =>
      attrs.filter(({ name }) => name === 'href').map(({ value }) => value),
    ),
  )
  for (const { number } of modules) expect(addresses).toContain(`https://review.example/roadmap/${number}`)
  for (const { number } of tracks()) expect(addresses).toContain(`https://review.example/tracks/${number}`)
  for (const { id } of rules) expect(addresses).toContain(`https://review.example/rules/${id}`)
})

test('a page that is not there is no page', () => {
  expect(renderModulePage(99, links)).toBeUndefined()
  expect(renderModulePage(Number.NaN, links)).toBeUndefined()
  expect(renderTrackPage(9, links)).toBeUndefined()
  expect(renderRulePage('../../package', links)).toBeUndefined()
  expect(renderRulePage('__proto__', links)).toBeUndefined()
})

test('a module lists the rules that it teaches', () => {
  const rule = rules.find(({ id }) => id === 'insecure-patterns/sql-injection')
  if (!rule) throw new Error('the rule is there')
  const markdown = '# X\n\n## Rules\n<!-- generated:rules -->\nstale\n<!-- /generated:rules -->\n'
  // Until its page has the block, the module has no list; with it, the list is made from the rules.
  const page = renderModulePage(rule.module, links) ?? ''
  if (page.includes('Rules that enforce it')) expect(page).toContain(`href="${links.rule(rule.id)}"`)
  expect(renderMarkdown(markdown).source).not.toContain('generated:')
})

test.each([
  ['05-api-design-integration.md#idempotency', 'https://review.example/roadmap/5#idempotency'],
  [
    '../../../checks/insecure-patterns/sql-injection/rule.md',
    'https://review.example/rules/insecure-patterns/sql-injection',
  ],
  ['../kpis.yml', 'https://github.com/roadmap-review/roadmap-review/blob/main/config/roadmap/kpis.yml'],
  ['https://www.rfc-editor.org/rfc/rfc9457', 'https://www.rfc-editor.org/rfc/rfc9457'],
  ['#trade-offs', '#trade-offs'],
])('in a module, %s leads to %s', (href, address) => {
  expect(addressesOf('config/roadmap/modules/04-databases-data-modeling.md', links)(href)).toBe(address)
})

test('raw HTML in a page is shown, and no address can carry a script', () => {
  const { source } = renderMarkdown('A <script>x</script> <b>b</b> [a](javascript:x) ![i](https://a.b/i.png)')
  expect(elements(parse(source)).map(({ tagName }) => tagName)).toEqual([
    'html',
    'head',
    'body',
    'p',
    'a',
    'a',
  ])
  expect(source).not.toContain('href="javascript')
})

function elements(node: DefaultTreeAdapterTypes.Node): DefaultTreeAdapterTypes.Element[] {
  return [
    ...('tagName' in node ? [node] : []),
    ...('childNodes' in node ? node.childNodes.flatMap(elements) : []),
  ]
}
