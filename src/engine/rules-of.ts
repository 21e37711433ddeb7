import { rules } from '../../checks/index.ts'
import { customRules } from '../../checks/insecure-patterns/custom/index.ts'
import type { Config } from '../../config/index.ts'
import type { Rule } from '../model/index.ts'

/** The rules that this version ships and those that a configuration brings. */
export function rulesOf(config: Config): readonly Rule[] {
  return config.customRules.length > 0 ? [...rules, ...customRules(config.customRules)] : rules
}
