import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Family, matcher, type Rule, type RuleDefinition, type RuleGroup } from '../src/model/index.ts'
import { parsePage, type RulePage } from './page.ts'
import { familyFolders, ruleFolders } from './registry.generated.ts'

export type { Example, RulePage } from './page.ts'

/** All families, by id. */
export const families: readonly Family[] = familyFolders.map((folder) => ({
  ...folder.definition,
  id: folder.id,
}))

/** All rules, by id. A rule's id is the path of its folder. */
export const rules: readonly Rule[] = ruleFolders.map((folder) => {
  const family = folder.id.slice(0, folder.id.indexOf('/'))
  return { ...definitionOf(folder, family), id: folder.id, family }
})

/** A family's rules by its groups, in their order; one group without a name where the family has none. */
export function groupedRules(family: Family): { group?: RuleGroup; rules: Rule[] }[] {
  const mine = rules.filter((rule) => rule.family === family.id)
  const { groups } = family
  if (!groups) return [{ rules: mine }]
  const named = groups.map((group) => ({ group, names: matcher(group.rules ?? []) }))
  const rest = groups.find((group) => !group.rules)
  const byGroup = Map.groupBy(mine, ({ id }) => {
    const name = id.slice(family.id.length + 1)
    return named.find(({ names }) => names(name))?.group ?? rest
  })
  return groups.map((group) => ({ group, rules: byGroup.get(group) ?? [] }))
}

const pages = new Map<string, RulePage>()

/**
 * The page of a rule, read once.
 * @throws Error when there is no such rule.
 */
export function pageOf(ruleId: string): RulePage {
  let page = pages.get(ruleId)
  if (!page) {
    if (!ruleFolders.some((folder) => folder.id === ruleId)) throw new Error(`no rule ${ruleId}`)
    page = parsePage(readFileSync(new URL(`./${ruleId}/rule.md`, import.meta.url), 'utf8'), ruleId)
    pages.set(ruleId, page)
  }
  return page
}

export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id)
}

function definitionOf(folder: { id: string; definition?: RuleDefinition }, family: string): RuleDefinition {
  if (folder.definition) return folder.definition
  const fromData = families.find((candidate) => candidate.id === family)?.fromData
  if (!fromData) throw new Error(`${folder.id}: its family takes no rule.yml`)
  const data: unknown = parse(readFileSync(new URL(`./${folder.id}/rule.yml`, import.meta.url), 'utf8'))
  return fromData(data, folder.id)
}
