import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { parseConfig } from '../../config/index.ts'

const docs = join(import.meta.dirname, '../../docs')
const page = readFileSync(join(docs, 'insecure-patterns.md'), 'utf8')

test('every example is valid, with the rules that there are', () => {
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example)
  expect(examples.length).toBeGreaterThan(0)
  for (const example of examples) {
    const result = parseConfig(`version: 1\n${example}`, {
      path: 'example',
      rules,
      now: new Date('2026-11-24'),
    })
    expect(result.ok ? [] : result.problems).toEqual([])
  }
})

test('every rule that is named is there, and every page that is linked', () => {
  const ids = new Set(rules.map(({ id }) => id))
  for (const [id] of page.matchAll(/(?<!checks\/)insecure-patterns\/[a-z][\w-]+/g)) expect(ids).toContain(id)
  const linked = [...page.matchAll(/\]\(([^)#:]+)/g)].map(([, to = '']) => to)
  expect(linked.filter((to) => !existsSync(join(docs, to)))).toEqual([])
})
