import { describe, expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { kpis, modules, trackMarkdown, tracks } from './index.ts'

const SECTIONS = ['Who it is for', 'Modules, in order', 'Evidence', 'KPIs owned', 'Rules to keep sharp']

describe.each(tracks())('track $number, $slug', ({ number, modules: taken }) => {
  const [, ...parts] = trackMarkdown(number).split(/^## /m)
  const sections = new Map(
    parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n'))]),
  )
  const section = (title: string): string => sections.get(title) ?? ''

  test('has its sections, in order', () => {
    expect([...sections.keys()]).toEqual(SECTIONS)
  })

  test('its list leads to the modules of its front matter, in their order and by their titles', () => {
    const links = [...section('Modules, in order').matchAll(/^\d+\. \[([^\]]+)\]\(([^)]+)\):/gm)]
    const expected = taken.map((wanted) => {
      const module = modules.find((candidate) => candidate.number === wanted)
      return [module?.title, `../modules/${String(wanted).padStart(2, '0')}-${module?.slug}.md`]
    })
    expect(links.map(([, title, path]) => [title, path])).toEqual(expected)
  })

  test('asks for three pieces of evidence, and says how to check each', () => {
    const items = section('Evidence')
      .split(/^\d+\. /m)
      .slice(1)
    expect(items).toHaveLength(3)
    for (const item of items) expect(item).toContain('*Check:*')
  })

  test('the KPIs and rules that it names exist', () => {
    const titles = new Set(kpis().map(({ title }) => title))
    const owned = ownedBy(section('KPIs owned'))
    expect(owned.length).toBeGreaterThanOrEqual(3)
    expect(owned.filter((title) => !titles.has(title))).toEqual([])
    const named = [...trackMarkdown(number).matchAll(/`([a-z-]+\/(?:[a-z-]+|\*))`/g)].map(([, id]) => id)
    const known = new Set(rules.flatMap(({ id, family }) => [id, `${family}/*`]))
    expect(named.filter((id) => id !== undefined && !known.has(id))).toEqual([])
  })
})

test('every KPI is owned by some track', () => {
  const owned = new Set(tracks().flatMap(({ number }) => ownedBy(trackMarkdown(number))))
  expect(kpis().filter(({ title }) => !owned.has(title))).toEqual([])
})

function ownedBy(markdown: string): string[] {
  return [...markdown.matchAll(/^- \*\*([^*]+)\*\*:/gm)].flatMap(([, title]) => title ?? [])
}
