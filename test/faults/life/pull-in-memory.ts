import { families } from '../../../checks/index.ts'
import { defaultConfig } from '../../../config/index.ts'
import { concludeFamily } from '../../../src/engine/conclude.ts'
import type { FileChange, Finding, Review, RuleOutcome } from '../../../src/model/index.ts'
import type { Catalogue } from '../../../src/report/catalogue.ts'
import { FINDINGS, type Presence } from './steps.ts'

export const FAMILY = 'insecure-patterns'
const RULES = [`${FAMILY}/tls-verification-disabled`, `${FAMILY}/weak-hash`] as const
const family = families.find(({ id }) => id === FAMILY)
if (!family) throw new Error('no such family')

/** Pages of rules play no part. */
export const catalogue: Catalogue = {
  links: {
    module: () => 'https://x.test/m',
    track: () => 'https://x.test/t',
    rule: () => 'https://x.test/r',
  },
  rules: [],
  rule: () => undefined,
  family: () => undefined,
  module: () => undefined,
}

export function fingerprintOf(number: number): string {
  return String(number).repeat(32)
}

export function ruleOf(number: number): string {
  return RULES[number < 4 ? 0 : 1]
}

/** What a commit of the model holds. */
export interface Commit {
  presence: ReadonlyMap<number, Presence>
  shift: number
  renamed: boolean
  unjudged?: 'failed' | 'incomplete' | 'unread'
}

/** The review that the engine would make of it. */
export function reviewOf(commit: Commit, headSha: string): Review {
  const [first, second] = RULES
  const { unjudged } = commit
  const findings = Array.from({ length: FINDINGS }, (_, number) => number)
    .filter((number) => commit.presence.get(number) !== 'gone' && isSeen(number, unjudged))
    .map((number) => findingOf(number, commit))
  const notLookedAt = unjudged === 'unread' ? ['big.ts is too large'] : []
  const count = (ruleId: string): number => findings.filter((one) => one.ruleId === ruleId).length
  const outcomes: RuleOutcome[] = [
    unjudged === 'failed'
      ? { kind: 'failed', ruleId: first, error: 'it threw' }
      : unjudged === 'incomplete'
        ? { kind: 'incomplete', ruleId: first, findings: count(first), notLookedAt: ['a.ts'] }
        : { kind: 'ran', ruleId: first, findings: count(first) },
    { kind: 'ran', ruleId: second, findings: count(second) },
  ]
  if (!family) throw new Error('no such family')
  const result = concludeFamily(family, outcomes, findings, notLookedAt.length > 0, defaultConfig())
  return {
    baseSha: '0'.repeat(40),
    headSha,
    conclusion: result.conclusion,
    families: [result],
    outcomes,
    findings,
    notices: [],
    notLookedAt,
  }
}

/** Whether a commit's review could say of a finding that it is gone. */
export function isJudged(number: number, { unjudged }: Commit): boolean {
  return unjudged === undefined || (unjudged !== 'unread' && ruleOf(number) !== RULES[0])
}

function isSeen(number: number, unjudged: Commit['unjudged']): boolean {
  if (unjudged === 'unread') return number % 2 === 0
  if (unjudged === undefined || ruleOf(number) !== RULES[0]) return true
  return unjudged === 'incomplete' && number % 2 === 0
}

/** The first and the fifth share a line. */
function findingOf(number: number, { presence, shift, renamed }: Commit): Finding {
  const line = 10 * ((number % 4) >> 1) + 1 + shift
  return {
    ruleId: ruleOf(number),
    level: 'error',
    confidence: 'high',
    fingerprint: fingerprintOf(number),
    subject: `finding ${number}`,
    message: `Finding ${number} is wrong`,
    location: {
      side: 'head',
      path: pathOf(number, renamed),
      region: { startLine: line, endLine: line },
    },
    verdict: presence.get(number) === 'waived' ? { shown: false, because: 'waived' } : { shown: true },
  }
}

function pathOf(number: number, renamed: boolean): string {
  return `${renamed ? 'moved/' : ''}${number % 2 === 0 ? 'a' : 'b'}.ts`
}

export function changesOf({ renamed }: Commit): FileChange[] {
  return [0, 1].map((number) => ({
    path: pathOf(number, renamed),
    ...(renamed
      ? { status: 'renamed' as const, previousPath: pathOf(number, false) }
      : { status: 'modified' as const }),
    added: [{ start: 1, end: 40 }],
    removed: [{ start: 1, end: 40 }],
    hunks: [{ base: { start: 1, end: 40 }, head: { start: 1, end: 40 } }],
  }))
}
