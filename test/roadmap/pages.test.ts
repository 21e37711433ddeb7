import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { modules } from '../../config/index.ts'
import { isEmpty, linksIn, runnable, SECTIONS, sectionsOf } from './pages.ts'

describe.each(modules)('module $number, $slug', ({ number, slug }) => {
  const sections = sectionsOf(number)
  const section = (title: string) => sections.find((one) => one.title === title)?.tokens ?? []

  test('says what it settles, then has every section, in order', () => {
    expect(sections.map(({ title }) => title)).toEqual(['', ...SECTIONS])
  })

  test('no section is empty', () => {
    // The first token is the title: what must not be empty is the text after it.
    const [intro, ...others] = sections
    expect(isEmpty(intro?.tokens.slice(1) ?? [])).toBe(false)
    expect(others.filter(({ tokens }) => isEmpty(tokens)).map(({ title }) => title)).toEqual([])
  })

  test('its KPIs and rules are marked for the generator, once each', () => {
    for (const [title, block] of [
      ['KPIs it moves', 'kpis'],
      ['Rules that enforce it', 'rules'],
    ] as const) {
      const raw = section(title)
        .map((token) => token.raw)
        .join('')
      const marks = raw.match(/<!-- \/?generated:\w+ -->/g)
      expect(marks).toEqual([`<!-- generated:${block} -->`, `<!-- /generated:${block} -->`])
    }
  })

  test('what good looks like is a list of at least five statements', () => {
    const lists = section('What good looks like').filter((token) => token.type === 'list')
    const statements = lists.flatMap((list) => ('items' in list ? (list.items as unknown[]) : []))
    expect(statements.length).toBeGreaterThanOrEqual(5)
  })

  test('the reference pattern has code that runs', () => {
    expect(runnable().some(({ name }) => name.startsWith(`${number} ${slug},`))).toBe(true)
  })

  test('what it links to in the repository is there', () => {
    const folder = new URL('../../config/roadmap/modules/', import.meta.url)
    const links = sections.flatMap(({ tokens }) => linksIn(tokens)).filter((link) => !URL.canParse(link))
    expect(links.filter((link) => !existsSync(new URL(link, folder)))).toEqual([])
  })

  test('further reading is at least five different pages, over https', () => {
    const links = linksIn(section('Further reading'))
    const places = links.map((link) => link.replace(/\/$/, ''))
    expect(places.length).toBeGreaterThanOrEqual(5)
    expect(new Set(places).size).toBe(places.length)
    expect(links.filter((link) => !URL.canParse(link) || !link.startsWith('https://'))).toEqual([])
  })
})
