import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { families, groupedRules, rules } from '../../checks/index.ts'
import { parseConfig } from '../../config/index.ts'
import { adapters } from '../../src/parse/migrations/index.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/migrations.md'), 'utf8')

test('every example is valid, with the rules and options that there are', () => {
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example)
  expect(examples.length).toBeGreaterThan(0)
  for (const example of examples) {
    const result = parseConfig(`version: 1\n${example}`, {
      path: 'example',
      rules,
      now: new Date('2026-11-22'),
    })
    expect(result.ok ? [] : result.problems).toEqual([])
  }
})

test('it leads to every group of rules, and names every tool', () => {
  const family = families.find(({ id }) => id === 'migration-rollback')
  if (!family) throw new Error('the family is there')
  for (const { group } of groupedRules(family))
    expect(page).toContain(`rules.md#${(group?.title ?? '').toLowerCase().replaceAll(' ', '-')}`)
  for (const { title } of adapters) expect(page.toLowerCase()).toContain(title.toLowerCase())
})
