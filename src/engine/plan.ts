import type { Config } from '../../config/index.ts'
import { isIgnored, ruleSettings } from '../../config/index.ts'
import type { ChangeSet, FileChange, Rule, RuleOutcome, UnreadReason } from '../model/index.ts'
import { matcher, pathOn } from '../model/index.ts'

/** A rule that this change starts, with the changes it is about. */
export interface Planned {
  rule: Rule
  changes: FileChange[]
  /** Changed files that the rule wanted and that have no text to look at. */
  notLookedAt: string[]
}

/** What such a path is, in words. Links to elsewhere are looked at as what they are: nothing is in them. */
const UNREAD: Record<UnreadReason, string | undefined> = {
  absent: undefined,
  symlink: undefined,
  submodule: undefined,
  binary: 'binary content',
  'lfs-pointer': 'a Git LFS pointer, its content is not in the repository',
  oversized: 'larger than the limit',
  'invalid-utf8': 'not UTF-8 text',
  unavailable: 'could not be read',
}

/** Chooses the rules that a change concerns; the others are skipped with the reason. */
export function plan(
  changeSet: ChangeSet,
  rules: readonly Rule[],
  config: Config,
  only?: (path: string) => boolean,
): { planned: Planned[]; skipped: RuleOutcome[] } {
  const candidates = changeSet.changes.filter((change) =>
    paths(change).some((path) => (!only || only(path)) && !isIgnored(config, path)),
  )
  const planned: Planned[] = []
  const skipped: RuleOutcome[] = []
  for (const rule of rules) {
    const skip = (reason: string): void => void skipped.push({ kind: 'skipped', ruleId: rule.id, reason })
    const wanted = matcher(rule.files)
    const touched = candidates.filter((change) => paths(change).some(wanted))
    const enabled = touched.filter((change) => ruleSettings(config, rule, change.path).enabled)
    if (enabled.length > 0) {
      planned.push({ rule, changes: enabled, notLookedAt: unread(rule, enabled) })
    } else if (touched.length > 0 || !ruleSettings(config, rule).enabled) {
      skip(
        rule.status === 'preview' ? 'preview, not enabled in the configuration' : 'off in the configuration',
      )
    } else skip('no changed file concerns it')
  }
  return { planned, skipped }
}

/**
 * Changed files that a rule names by their kind and that could not be read: a `.sql` with a NUL byte in it
 * must not pass for checked. A rule over all files does not claim every picture.
 */
function unread(rule: Rule, changes: readonly FileChange[]): string[] {
  if (rule.namesUnread) return []
  const named = matcher(rule.files.filter((glob) => !/^[*/]+$/.test(glob)))
  return changes.flatMap((change) => {
    const words = change.unread && UNREAD[change.unread]
    if (words === undefined || !(named(change.path) || change.unread === 'unavailable')) return []
    return [`${change.path}: ${words}`]
  })
}

function paths(change: FileChange): string[] {
  return [pathOn(change, 'head'), pathOn(change, 'base')].filter((path) => path !== undefined)
}
