import { changesLines, findChange } from '../../model/index.ts'
import { IMPORTED } from '../imported/rule.ts'
import type { Filter } from './filter.ts'

/**
 * The place was not touched by this change: it is not what its author is asked about. A rule whose
 * effects show elsewhere than where the edit was made says so (`outsideDiff`) and is heard.
 */
export const outsideDiff: Filter = (
  { ruleId, location: { side, path, region } },
  { changeSet, rules, imported },
) => {
  const rule = rules.get(ruleId)
  if (rule?.outsideDiff) return undefined
  // What a log of the base does not have is new, wherever its end stands.
  if (rule?.family === IMPORTED && imported?.comparesWithBase) return undefined
  const change = findChange(changeSet, side, path)
  if (change && (!region || changesLines(change, side, region))) return undefined
  return { because: 'outside-diff' }
}
