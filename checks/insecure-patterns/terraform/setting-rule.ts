import { defineRule, type RuleDefinition } from '../../../src/model/index.ts'
import { byKind, mistakesIn, type Setting, TERRAFORM, terraformOptions, wrongSettings } from './resources.ts'

type Words = Pick<RuleDefinition, 'title' | 'level' | 'confidence' | 'status' | 'module'> & { cwe: number[] }

/** A rule that is a table of what resources must and must not say. */
export function settingRule(words: Words, settings: readonly Setting[]): RuleDefinition {
  const kinds = byKind(settings)
  return defineRule({
    ...words,
    files: TERRAFORM,
    options: terraformOptions,
    check: (context) => mistakesIn(context, (block, kind, name) => wrongSettings(kinds, block, kind, name)),
  })
}
