import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { families, groupedRules, rules } from '../../checks/index.ts'
import { parseConfig } from '../../config/index.ts'

const page = read('docs/api-compatibility.md')
const examples = [
  ...examplesOf(page),
  ...examplesOf(read('README.md')).filter((text) => text.startsWith('version:')),
]
const family = families.find(({ id }) => id === 'api-compatibility')
const mine = rules.filter((rule) => rule.family === 'api-compatibility')

function read(path: string): string {
  return readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
}

function examplesOf(text: string): string[] {
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example)
}

test('every example is valid, with the rules and options that there are', () => {
  expect(examples.length).toBeGreaterThan(5)
  for (const example of examples) {
    const result = parseConfig(example.startsWith('version: 1') ? example : `version: 1\n${example}`, {
      path: 'example',
      rules,
      now: new Date('2026-11-22'),
    })
    expect({ example, problems: result.ok ? [] : result.problems }).toEqual({ example, problems: [] })
  }
})

test('it leads to every group of rules, and says how many there are', () => {
  if (!family) throw new Error('the family is there')
  for (const { group, rules: all } of groupedRules(family)) {
    const anchor = (group?.title ?? '').toLowerCase().replaceAll(' ', '-')
    const [, count] = new RegExp(String.raw`\[([^\]]+)\]\(rules\.md#${anchor}\)`).exec(page) ?? []
    expect({ anchor, count }).toEqual({
      anchor,
      count: Number(count) >= 0 ? String(all.length) : (expect.any(String) as string),
    })
  }
})

test('it names every option that rules share, and every rule that is off by default', () => {
  const options = mine.flatMap((rule) =>
    Object.keys(z.toJSONSchema(rule.options, { io: 'input' }).properties ?? {}),
  )
  const shared = new Set(options.filter((name) => options.filter((other) => other === name).length > 1))
  const written = [...shared].map((name) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
  expect(written.length).toBeGreaterThan(8)
  for (const name of written) expect(page).toMatch(new RegExp(String.raw`\b${name}\b`))
  for (const { id, status } of mine) if (status === 'preview') expect(page).toContain(id.split('/')[1])
})
