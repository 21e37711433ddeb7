import { z } from 'zod'
import { defineRule, type Family, type Rule, UserError } from '../../../src/model/index.ts'
import type { CustomRule } from '../../../config/index.ts'
import { patternRule, type RuleGroup } from '../engine/definition.ts'
import type { RuleLanguage } from '../engine/ir.ts'
import { type Knowledge, knowledgeOf, withOwn } from '../engine/knowledge.ts'
import { type CustomRuleData, customRuleSchema } from './schema.ts'

/** Family of the rules that repositories bring. */
export const CUSTOM_FAMILY: Family = {
  id: 'custom',
  title: 'Custom rules',
  description: "The team's own rules, from `.roadmap/rules` and `.roadmap.yml`.",
  module: 7,
}

/** A rule of a repository, with the words that ours have on their pages. */
export interface OwnRule extends Rule {
  data: Pick<CustomRuleData, 'title' | 'why' | 'fix' | 'url' | 'examples'>
}

/**
 * Rules of one configuration, which look at a file together, those aside that have sources or cleaners of their own. They
 * belong to one review: another one's repository has others.
 * What this version cannot read, such as a kept version of a shared rule, fails by its name when it is run.
 */
export function customRules(written: readonly CustomRule[]): OwnRule[] {
  const together: RuleGroup = { name: CUSTOM_FAMILY.id, rules: new Map() }
  return written.map(({ id, data }) => {
    const parsed = customRuleSchema.safeParse(data)
    if (!parsed.success) return unreadable(id, z.prettifyError(parsed.error))
    const rule = parsed.data
    const { sources, cleaners } = rule
    const known = new Map<RuleLanguage, Knowledge>()
    const alone: RuleGroup = {
      name: id,
      rules: new Map(),
      knowledge: (language) => {
        let knowledge = known.get(language)
        if (!knowledge)
          known.set(language, (knowledge = withOwn(knowledgeOf(language), { sources, cleaners })))
        return knowledge
      },
    }
    const definition = patternRule(rule, id, sources || cleaners ? alone : together)
    return { ...definition, id, family: CUSTOM_FAMILY.id, data: rule }
  })
}

function unreadable(id: string, why: string): OwnRule {
  const definition = defineRule({
    title: id,
    level: 'error',
    confidence: 'high',
    status: 'stable',
    module: CUSTOM_FAMILY.module,
    files: ['**'],
    namesUnread: true,
    options: z.looseObject({}),
    // oxlint-disable-next-line require-yield -- it has nothing to say but that it cannot run
    check: async function* refuse(): AsyncIterable<never> {
      throw new UserError(`this version cannot read the rule: ${why}`)
    },
  })
  return { ...definition, id, family: CUSTOM_FAMILY.id, data: { title: id } }
}
