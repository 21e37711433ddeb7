import { families, findRule, pageOf, rules } from '../../checks/index.ts'
import { findModule, type Links } from '../../config/index.ts'
import type { Rule } from '../model/index.ts'
import type { Catalogue, RuleInfo } from './catalogue.ts'

/** The catalogue of the rules and modules that this version ships. */
export function makeCatalogue(links: Links): Catalogue {
  return {
    links,
    rules,
    rule: (id) => {
      const rule = findRule(id)
      return rule && describe(rule)
    },
    family: (id) => families.find((family) => family.id === id),
    module: findModule,
  }
}

function describe(rule: Rule): RuleInfo {
  const { title, what, why, fix, markdown } = pageOf(rule.id)
  const { id, family, level, confidence, status, module, cwe = [] } = rule
  return { id, family, title, what, why, fix, markdown, level, confidence, status, module, cwe }
}
