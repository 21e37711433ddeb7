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

/** Whether it says which values are wrong, so that somebody who wrote one turned a guard off. */
const hasWrongValues = ({ asks, is, below }: Setting): boolean =>
  asks !== 'audit' && (is !== undefined || below !== undefined)

/** What is plainly wrong: values that are written, and defaults that are as bad. */
export const plainly = (settings: readonly Setting[]): Setting[] =>
  settings.flatMap((setting) => {
    if (setting.asks === 'always') return [setting]
    return hasWrongValues(setting) ? [{ ...setting, absent: false }] : []
  })

/** What is left for an audit. */
export const forAudit = (settings: readonly Setting[]): Setting[] =>
  settings.flatMap((setting) => {
    if (setting.asks === 'always') return []
    if (!hasWrongValues(setting)) return [setting]
    const { is: _is, below: _below, ...left } = setting
    return setting.absent ? [left] : []
  })
