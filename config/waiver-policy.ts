import { z } from 'zod'
import { matchesRule } from './file/patterns.ts'
import type { Waiver } from './types.ts'

/** Roles of a repository by which somebody may decide, the least first. GitHub's own names. */
export const ROLES = ['triage', 'write', 'maintain', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Who may accept findings, for how long, and which never. */
export interface WaiverPolicy {
  /** Longest time of a waiver, in days from today. */
  maxDays: number
  /** Roles (and those above), `@user`, `@organisation/team`; any of them approves. */
  approvers: string[]
  /** Whether the author of a pull request needs somebody else to approve. */
  secondPerson: boolean
  /** Rules that cannot be waived: ids, `<family>/*` or `*`. */
  notWaivable: string[]
}

/** What holds where nobody says otherwise: a waiver has an end, and who can merge can accept. */
export const DEFAULT_POLICY: WaiverPolicy = {
  maxDays: 366,
  approvers: ['write'],
  secondPerson: false,
  notWaivable: [],
}

export const APPROVER = /^(?:triage|write|maintain|admin|@[\w-]+(?:\/[\w.-]+)?)$/i

export const waiverPolicySchema = z.strictObject({
  'max-days': z
    .int()
    .min(1)
    .max(3_660)
    .optional()
    .describe('Longest time of a waiver, in days. Default: 366.'),
  approvers: z
    .array(z.string())
    .min(1)
    .max(100)
    .optional()
    .describe('Who approves: triage, write, maintain, admin (and above), @user, @organisation/team.'),
  'second-person': z
    .boolean()
    .optional()
    .describe('Whether a waiver that the author of a pull request asks for needs somebody else.'),
  'not-waivable': z
    .array(z.string())
    .max(1_000)
    .optional()
    .describe('Rules that cannot be waived: ids, <family>/* or *.'),
})

/** Why a waiver does not hold although its day has not come; undefined where it holds. */
export function refusedByPolicy(
  { check, expires, given }: Pick<Waiver, 'check' | 'expires' | 'given'>,
  ruleId: string,
  policy: WaiverPolicy,
  now: Date,
): string | undefined {
  const pattern = policy.notWaivable.find((one) => matchesRule(one, ruleId))
  if (pattern !== undefined) return `waiver-policy says that ${pattern} cannot be waived`
  // How long a decision by command may hold was looked at when it was made.
  if (given === undefined && expires > lastDay(policy, now)) {
    return `the waiver of ${check} ends on ${expires}, and waiver-policy allows ${policy.maxDays} days from today`
  }
  return undefined
}

/** Last day, as ISO date, that a waiver of today may have. */
export function lastDay(policy: WaiverPolicy, now: Date): string {
  return new Date(now.getTime() + policy.maxDays * 86_400_000).toISOString().slice(0, 10)
}
