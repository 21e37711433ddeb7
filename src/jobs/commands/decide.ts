import { lastDay, refusedByPolicy } from '../../../config/index.ts'
import { codeSpan, escapeMarkdown } from '../../report/escape/index.ts'
import type { Command } from '../../report/github/index.ts'
import { count } from '../../report/words.ts'
import type { Outcome } from './command-store.ts'
import { keyOf } from './command-store.ts'
import type { CommandContext } from './context.ts'
import { dayOf, type Decision, type Scope } from './decisions.ts'
import { ruleNamed } from './rule-named.ts'

const refused = (text: string): Outcome => ({ kind: 'refused', text })

/** `waive` and `false-positive`: accepted at once where the person may, else written down until somebody who may approves. */
export async function accept(command: Command, context: CommandContext): Promise<Outcome> {
  const isFalsePositive = command.name === 'false-positive'
  if (isFalsePositive && !context.thread) {
    return refused('A false positive is said in the thread of its finding: answer there.')
  }
  const scope = await scopeOf(command, context)
  if ('problem' in scope) return refused(scope.problem)
  const { rights, now, pull, author, decisions } = context
  if (!(await rights.atLeast('write')) && !(await mayAnyway(context)))
    return refused(noRight('accept findings'))
  const loaded = await context.config()
  if (!loaded.ok) return refused(loaded.problem)
  const { waiverPolicy: policy } = loaded.config
  const { until, reason = '' } = command
  if (until !== undefined) {
    if (until < dayOf(now)) return refused(`${codeSpan(until)} is over: name a day to come.`)
    const last = lastDay(policy, now)
    if (until > last) {
      return refused(
        `${codeSpan(until)} is too far away: ${codeSpan('waiver-policy')} allows ${count(policy.maxDays, 'day')}, ` +
          `to ${codeSpan(last)} at most.`,
      )
    }
  }
  for (const ruleId of scope.byRule.keys()) {
    const why = refusedByPolicy({ check: ruleId, expires: until ?? '', given: '' }, ruleId, policy, now)
    if (why !== undefined) return refused(`${codeSpan(ruleId)}: ${escapeMarkdown(why)}.`)
  }
  const { may, unseen } = await rights.mayApprove(policy)
  const isOwn = policy.secondPerson && author?.toLowerCase() === rights.login.toLowerCase()
  const approved = may && !isOwn
  for (const [ruleId, fingerprints] of scope.byRule) {
    await decisions.give({
      repoId: context.repoId,
      pull: pull.number,
      ruleId,
      ...(scope.fingerprints && { fingerprints }),
      reason,
      ...(until !== undefined && { expires: until }),
      askedBy: rights.login,
      ...(approved && { approvedBy: rights.login }),
      givenAt: keyOf(context.comment),
    })
  }
  const what = isFalsePositive ? 'Dismissed as a false positive' : `Waived until ${codeSpan(until ?? '')}`
  const about = `${describeScope(scope)}. Reason: ${escapeMarkdown(reason)}`
  if (!approved) {
    const why = isOwn
      ? 'the author of a pull request needs a second person'
      : 'you cannot approve it yourself'
    return {
      kind: 'waits',
      text:
        `Asked for, and not in force yet: ${escapeMarkdown(why)}. ` +
        `${approversWords(policy.approvers)} can answer ${codeSpan('/roadmap approve')} here.${unseenWords(unseen)}\n\n${what}: ${about}`,
    }
  }
  await context.review('decision')
  return { kind: 'done', text: `${what}: ${about}` }
}

/** `approve`: what waits comes into force, where the person may and did not ask for it alone. */
export async function approve(command: Command, context: CommandContext): Promise<Outcome> {
  const scope = await scopeOf(command, context, { mayBeAll: true })
  if ('problem' in scope) return refused(scope.problem)
  const { rights, decisions, now, author } = context
  const loaded = await context.config()
  if (!loaded.ok) return refused(loaded.problem)
  const { waiverPolicy: policy } = loaded.config
  const { may, unseen } = await rights.mayApprove(policy)
  if (!may)
    return refused(
      `${noRight('approve waivers')} ${approversWords(policy.approvers)} can.${unseenWords(unseen)}`,
    )
  const waiting = await decisions.waiting(context.repoId, context.pull.number, scope)
  if (waiting.length === 0) return refused('Nothing waits for approval here.')
  const login = rights.login.toLowerCase()
  if (policy.secondPerson && author?.toLowerCase() === login) {
    return refused('The author of a pull request cannot approve its waivers here: a second person can.')
  }
  const fit = waiting.filter(
    ({ ruleId, expires }) =>
      (expires === undefined || expires >= dayOf(now)) &&
      refusedByPolicy({ check: ruleId, expires: expires ?? '', given: '' }, ruleId, policy, now) ===
        undefined,
  )
  if (fit.length === 0) return refused('What was asked for is over, or can no longer be waived.')
  await decisions.approve(
    fit.map(({ id }) => id),
    rights.login,
  )
  await context.review('decision')
  return { kind: 'done', text: `Approved:\n\n${listOf(fit)}` }
}

/** `unwaive`: takes back what holds or waits. */
export async function unwaive(command: Command, context: CommandContext): Promise<Outcome> {
  const scope = await scopeOf(command, context, { mayBeAll: true })
  if ('problem' in scope) return refused(scope.problem)
  const { rights, decisions } = context
  if (!(await rights.atLeast('write')) && !(await mayAnyway(context))) {
    return refused(noRight('take waivers back'))
  }
  const all = await decisions.revoke(context.repoId, context.pull.number, scope, rights.login)
  if (all.length === 0) {
    const whole = context.thread ? ` A whole rule is named: ${codeSpan('/roadmap unwaive <rule>')}.` : ''
    return refused(
      `Nothing was waived here by command.${whole} Waivers of the configuration are taken back in its file.`,
    )
  }
  await context.review('decision')
  return { kind: 'done', text: `Taken back:\n\n${listOf(all)}` }
}

/** Who the policy names may ask and take back too, whatever the role. */
async function mayAnyway(context: CommandContext): Promise<boolean> {
  const loaded = await context.config()
  return loaded.ok && (await context.rights.mayApprove(loaded.config.waiverPolicy)).may
}

interface Found extends Scope {
  /** Fingerprints of each rule; empty for all findings of it. */
  byRule: Map<string, string[]>
}

/** What a command speaks of: the findings of the thread, those of one rule of it, or a rule on the pull request. */
async function scopeOf(
  command: Command,
  { thread, decisions, repoId, pull }: CommandContext,
  { mayBeAll = false } = {},
): Promise<Found | { problem: string }> {
  const named = command.rule === undefined ? undefined : ruleNamed(command.rule)
  if (named && 'problem' in named) return named
  const ruleId = named?.id
  if (thread) {
    const known = await decisions.findingsOf(repoId, { kind: 'pull', number: pull.number })
    const byRule = new Map<string, string[]>()
    for (const fingerprint of thread.fingerprints) {
      const rule = known.get(fingerprint) ?? (thread.ruleIds.length === 1 ? thread.ruleIds[0] : undefined)
      if (rule === undefined || (ruleId !== undefined && rule !== ruleId)) continue
      byRule.set(rule, [...(byRule.get(rule) ?? []), fingerprint])
    }
    if (byRule.size === 0) {
      const rules = thread.ruleIds.map(codeSpan).join(', ')
      return {
        problem:
          ruleId === undefined ? 'The findings of this thread are gone.' : `This thread is about ${rules}.`,
      }
    }
    return { ruleId, fingerprints: [...byRule.values()].flat(), byRule }
  }
  if (ruleId === undefined && !mayBeAll) {
    return {
      problem:
        'Which rule? Name it, or answer in the thread of a finding: ' +
        `${codeSpan(`/roadmap ${command.name} <rule> …`)}.`,
    }
  }
  return { ruleId, byRule: new Map(ruleId === undefined ? [] : [[ruleId, []]]) }
}

function describeScope({ fingerprints, byRule }: Found): string {
  const rules = [...byRule.keys()].map(codeSpan).join(', ')
  return fingerprints
    ? `${count(fingerprints.length, 'finding')} of ${rules}`
    : `every finding of ${rules} on this pull request`
}

function listOf(decisions: readonly Decision[]): string {
  const lines = new Set(
    decisions.map(({ ruleId, expires, reason, askedBy }) => {
      const end = expires === undefined ? 'a false positive' : `until ${codeSpan(expires)}`
      return `- ${codeSpan(ruleId)}, ${end}, asked for by ${codeSpan(`@${askedBy}`)}: ${escapeMarkdown(reason)}`
    }),
  )
  const shown = [...lines].slice(0, 20)
  return [...shown, ...(lines.size > shown.length ? [`- and ${lines.size - shown.length} more`] : [])].join(
    '\n',
  )
}

function noRight(what: string): string {
  return `You have no right to ${what} in this repository.`
}

function approversWords(approvers: readonly string[]): string {
  const words = approvers.map((one) =>
    one.startsWith('@') ? codeSpan(one) : `people with the role ${codeSpan(one.toLowerCase())}`,
  )
  const text = words.join(', ')
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function unseenWords(unseen: readonly string[]): string {
  if (unseen.length === 0) return ''
  return ` The App may not see who is in ${unseen.map(codeSpan).join(', ')}: it lacks the permission ${codeSpan('members: read')}.`
}
