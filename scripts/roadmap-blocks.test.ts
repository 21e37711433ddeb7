import { expect, test } from 'vitest'
import { families, rules } from '../checks/index.ts'
import { kpis } from '../config/index.ts'
import { ruleIndex, withBlocks } from './roadmap-blocks.ts'

const PAGE = [
  'before',
  '<!-- generated:kpis -->',
  'stale',
  '<!-- /generated:kpis -->',
  'between',
  '<!-- generated:rules -->',
  '<!-- /generated:rules -->',
  'after',
].join('\n')

test('a block holds the rules and KPIs of its module and no others, and the text around stays', () => {
  const page = withBlocks(PAGE, 4)
  expect(page).not.toContain('stale')
  expect(page.split('\n').filter((line) => ['before', 'between', 'after'].includes(line))).toHaveLength(3)
  for (const { id, module } of rules)
    expect([id, page.includes(`(../../../checks/${id}/`)]).toEqual([id, module === 4])
  for (const { title, modules } of kpis()) {
    expect([title, page.includes(`**${title}**`)]).toEqual([title, modules.includes(4)])
  }
})

test('blocks made twice are the same, and unknown or unclosed ones are left alone', () => {
  expect(withBlocks(withBlocks(PAGE, 4), 4)).toBe(withBlocks(PAGE, 4))
  for (const page of ['<!-- generated:other -->x<!-- /generated:other -->', '<!-- generated:kpis -->x']) {
    expect(withBlocks(page, 4)).toBe(page)
  }
})

test('a module without rules or KPIs says so', () => {
  expect(withBlocks(PAGE, 99)).toContain('No rule enforces this module yet.')
  expect(withBlocks(PAGE, 99)).toContain('No KPI is tied to this module yet.')
})

test('the index names every rule once, in the section of its family, one row each', () => {
  const index = ruleIndex()
  for (const { id } of rules) expect(index.split(`../checks/${id}/rule.md`)).toHaveLength(2)
  for (const { title } of families) expect(index).toContain(`\n## ${title}\n`)
  const rows = index.split('\n').filter((line) => line.startsWith('| ['))
  expect(rows).toHaveLength(rules.length)
  // Bars inside a cell are escaped, so that each row has the six columns of its head.
  for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(8)
})
