import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { configJsonSchema } from './index.ts'
import { rules } from '../test/config/rules.ts'

const schema = configJsonSchema(rules)
const validate = new Ajv({ strict: true, strictTypes: false }).compile(schema)
const ok = (value: unknown): boolean => validate({ version: 1, ...(value as object) })

test('editors get draft-07 with every rule, family and option by its name in the file', () => {
  expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#')
  const { checks } = schema.properties as { checks: { properties: Record<string, unknown> } }
  for (const name of ['*', 'insecure-patterns/*', ...rules.map(({ id }) => id)]) {
    expect(checks.properties).toHaveProperty([name])
  }
  expect(JSON.stringify(checks.properties['insecure-patterns/sql'])).toMatch(/"max-length".*"arg-index"/)
})

test.each([
  ['nothing more', {}],
  ['a level', { checks: { 'insecure-patterns/sql': 'warning', '*': 'off' } }],
  [
    'options',
    { checks: { 'insecure-patterns/sql': { level: 'note', 'max-length': 2, sinks: [{ name: 'x' }] } } },
  ],
  ['options of a family', { checks: { 'api-compatibility/*': { specs: ['a'] } } }],
  ['a rule of a newer version', { checks: { 'a/b': { anything: 1 } } }],
  ['a key of a newer version', { brandNew: 1, review: { also: 2 } }],
  ['an override', { overrides: [{ paths: ['a'], checks: { 'insecure-patterns/*': 'error' } }] }],
  [
    'a waiver',
    { waivers: [{ check: 'insecure-patterns/sql', paths: ['a'], reason: 'r', expires: '2027-01-01' }] },
  ],
])('it takes %s', (_name, value) => {
  expect(ok(value) || validate.errors).toBe(true)
})

test.each([
  ['a wrong mode', { mode: 'loud' }],
  ['a wrong level', { checks: { 'insecure-patterns/sql': 'critical' } }],
  [
    'a wrong level in an override',
    { overrides: [{ paths: ['a'], checks: { 'insecure-patterns/*': 'loud' } }] },
  ],
  ['a wrong option', { checks: { 'insecure-patterns/sql': { 'max-length': 'x' } } }],
  ['a waiver without a reason', { waivers: [{ check: '*', paths: ['a'], expires: '2027-01-01' }] }],
])('it marks %s', (_name, value) => {
  expect(ok(value)).toBe(false)
})
