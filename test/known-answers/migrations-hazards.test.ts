import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { linesOf, ruleOf } from './migrations/compared.ts'
import { comparedPage } from './migrations/page.ts'
import { TOOLS } from './migrations/tools.ts'

describe.each(TOOLS.map((tool) => [tool.title, tool] as const))('%s', (_, tool) => {
  test.each(tool.rules.map((rule) => [rule.id, rule] as const))('%s', async (__, rule) => {
    const { ours, because, bad = [], good = [] } = rule
    // A case or a reason.
    expect(ours.length > 0 ? bad.length > 0 : because !== undefined).toBe(true)
    for (const name of ours) expect(ruleOf(name).status).not.toBe('deprecated')
    const outcomes = await Promise.all([...bad, ...good].map((snippet) => linesOf(tool, rule, snippet)))
    for (const [i, { said, marked }] of outcomes.entries()) {
      expect(marked.length > 0).toBe(i < bad.length)
      expect(said).toEqual(marked)
    }
  })
})

test('the page says what the cases hold: `npm run compare:hazards`', () => {
  const page = new URL('../../docs/hazards-compared.md', import.meta.url)
  expect(readFileSync(page, 'utf8')).toBe(comparedPage())
})
