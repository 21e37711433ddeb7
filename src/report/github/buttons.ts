import { createHash } from 'node:crypto'
import type { Finding } from '../../model/index.ts'
import type { Action } from './payload.ts'
import { RECHECK } from './payload.ts'

/** Says everything in the check run and in the diff, whatever the limits. */
export const SHOW_ALL: Action = {
  label: 'Show everything',
  identifier: 'show-all',
  description: 'Also what was held back, and why.',
}

/** Days for which the button waives: long enough for a release, too short to forget. */
export const BUTTON_DAYS = 14

/** Buttons of a family's check run: at most three, as GitHub has it. */
export function buttonsOf(findings: readonly Finding[]): Action[] {
  const shown = findings.filter(({ verdict }) => verdict.shown)
  const [rule, ...others] = new Set(shown.map(({ ruleId }) => ruleId))
  return [
    RECHECK,
    // A button speaks of one rule: of several, nobody could tell which.
    ...(rule !== undefined && others.length === 0 ? [waiveButton(rule)] : []),
    ...(findings.length > 0 ? [SHOW_ALL] : []),
  ]
}

function waiveButton(ruleId: string): Action {
  return {
    label: 'Waive all of this',
    identifier: identifierOf(ruleId),
    description: `All of this one rule, for ${BUTTON_DAYS} days.`,
  }
}

/** Of the rules given, the one that a button waives; undefined for any other button. */
export function ruleOfButton(identifier: string, ruleIds: Iterable<string>): string | undefined {
  return isWaiveButton(identifier) ? [...ruleIds].find((id) => identifierOf(id) === identifier) : undefined
}

export function isWaiveButton(identifier: string): boolean {
  return identifier.startsWith('waive:')
}

/** GitHub keeps 20 characters: no rule's id fits. */
function identifierOf(ruleId: string): string {
  return `waive:${createHash('sha256').update(ruleId).digest('hex').slice(0, 12)}`
}
