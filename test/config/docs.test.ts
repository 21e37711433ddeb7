import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configJsonSchema, defaultConfig, parseConfig } from '../../config/index.ts'
import { rules } from './rules.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8')
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)

test('every example of the page is a valid configuration', () => {
  expect(examples.length).toBeGreaterThan(6)
  for (const example of examples) {
    const text = example.includes('version: 1') ? example : `version: 1\n${example}`
    const result = parseConfig(text, { path: 'example', rules, now: new Date('2026-11-22') })
    expect({ example, ok: result.ok, problems: result.ok ? [] : result.problems }).toEqual({
      example,
      ok: true,
      problems: [],
    })
  }
})

test('the page names every key of the schema', () => {
  const { properties } = configJsonSchema([]) as { properties: Record<string, { properties?: object }> }
  for (const [key, { properties: inner }] of Object.entries(properties)) {
    const names = key === 'checks' || !inner ? [key] : Object.keys(inner).map((name) => `${key}.${name}`)
    for (const name of names) expect(page).toContain(`| \`${name}\` |`)
  }
})

test('the page gives the defaults that are in force', () => {
  const { mode, preview, gate, review } = defaultConfig()
  const values = {
    mode,
    preview,
    'gate.fail-on': gate.failOn,
    'review.max-inline': review.maxInline,
    'review.group-after': review.groupAfter,
    'review.drafts': review.drafts,
    'review.min-level': review.minLevel,
  }
  for (const [key, value] of Object.entries(values)) expect(page).toContain(`| \`${key}\` | \`${value}\` |`)
})
