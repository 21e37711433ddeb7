import { expect, test } from 'vitest'
import { parseConfig } from './file/parse.ts'
import { findWaiver } from './paths.ts'
import type { ConfigResult, RuleDescriptor } from './types.ts'
import { z } from 'zod'

const now = new Date('2026-11-23T12:00:00Z')
const rules: RuleDescriptor[] = ['f/a', 'f/b'].map((id) => ({
  id,
  family: 'f',
  level: 'error',
  status: 'stable',
  options: z.strictObject({}),
}))
const parse = (policy: string, expires = '2026-12-01'): ConfigResult =>
  parseConfig(
    `version: 1\nwaivers:\n  - { check: f/a, paths: ["**"], reason: known, expires: ${expires} }\nwaiver-policy: ${policy}\n`,
    { path: '.roadmap.yml', rules, now },
  )
const holds = (result: ConfigResult): boolean =>
  result.ok && findWaiver(result.config, { ruleId: 'f/a', path: 'x' }, now) !== undefined

test('a waiver holds as far as the policy allows, and the review says where it does not', () => {
  expect(holds(parse('{}'))).toBe(true)
  for (const [policy, expires] of [
    ['{ max-days: 7 }', '2026-12-01'],
    ['{ not-waivable: [f/a] }', '2026-12-01'],
    ['{ not-waivable: ["f/*"] }', '2026-12-01'],
    ['{}', '2099-01-01'],
  ] as const) {
    const refused = parse(policy, expires)
    expect(holds(refused)).toBe(false)
    const notices = refused.ok ? refused.notices : []
    expect(notices).toMatchObject([{ level: 'warning', location: { region: { startLine: 3 } } }])
    expect(notices[0]?.message).toMatch(/^A waiver does not hold: .*waiver-policy/)
  }
  expect(holds(parse('{ not-waivable: [f/b], max-days: 8 }'))).toBe(true)
})

test.each([
  ['{ max-days: 0 }', 'max-days'],
  ['{ max-days: soon }', 'max-days'],
  ['{ approvers: [everybody] }', 'is no approver'],
  ['{ approvers: [read] }', 'is no approver'],
  ['{ approvers: [] }', 'approvers'],
  ['{ second-person: maybe }', 'second-person'],
  ['{ not-waivable: [f/x] }', 'there is no rule f/x'],
  ['{ aprovers: [write] }', 'aprovers'],
  ['[write]', 'waiver-policy'],
])('a policy that is not valid makes the file so: %s', (policy, message) => {
  const result = parse(policy)
  expect(result.ok).toBe(false)
  expect(!result.ok && result.problems.map((one) => one.message).join('\n')).toContain(message)
})
