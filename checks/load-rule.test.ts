import { expect, test } from 'vitest'
import { rules } from './index.ts'
import { loadRule } from './load-rule.ts'

test('every rule of the registry is found by its id, as it stands there', async () => {
  for (const { id, family, title, level, status, files } of rules)
    expect(await loadRule(id)).toMatchObject({ id, family, title, level, status, files })
})

test.each([
  '',
  'insecure-patterns',
  'insecure-patterns/none',
  '../src/model/rule',
  'a/b/c',
  'insecure-patterns/..',
])('there is no rule %j', async (id) => {
  await expect(loadRule(id)).rejects.toThrow(/no rule|Cannot find module|no such file/)
})

test('a rule that is not there is said by its path', async () => {
  await expect(loadRule('insecure-patterns/none')).rejects.toThrow(/insecure-patterns\/none/)
})
