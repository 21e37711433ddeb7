import { type ConfigNode, itemsOf, valueAt } from '../../../src/parse/config-tree/index.ts'

/** The word that stands for every verb, where a rule of a role has it for every resource too. */
export function everyVerb(rule: ConfigNode): ConfigNode | undefined {
  const verbs = itemsOf(valueAt(rule, 'verbs')).find(isStar)
  return verbs && itemsOf(valueAt(rule, 'resources')).some(isStar) ? verbs : undefined
}

export const isEverything = (rule: ConfigNode): boolean => everyVerb(rule) !== undefined

const isStar = (node: ConfigNode): boolean => node.kind === 'scalar' && node.text === '*'
