import { expect, test } from 'vitest'
import { families, groupedRules, rules } from './index.ts'

test.each(families)('each rule of $id is in one of its groups, and no group is empty', (family) => {
  const groups = groupedRules(family)
  const ids = groups.flatMap((group) => group.rules.map(({ id }) => id))
  expect(ids.toSorted()).toEqual(rules.flatMap(({ id }) => (id.startsWith(`${family.id}/`) ? id : [])))
  for (const group of groups) expect(group.rules).not.toEqual([])
})

test('a rule that no group names is in the one that names none', () => {
  const family = families.find(({ groups }) => groups)
  if (!family) throw new Error('a family has groups')
  const rest = groupedRules(family).find(({ group }) => group && !group.rules)
  expect(rest?.rules.map(({ id }) => id)).toContain('api-compatibility/operation-removed')
})
