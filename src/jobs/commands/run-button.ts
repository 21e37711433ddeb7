import { rules } from '../../../checks/index.ts'
import { lastDay } from '../../../config/index.ts'
import { getPullRequest, GitHubGone, type PullRequest } from '../../github/index.ts'
import { answerBody, BUTTON_DAYS, ruleOfButton, SHOW_ALL } from '../../report/github/index.ts'
import { codeSpan } from '../../report/escape/index.ts'
import { digestOfLine, type Outcome } from './command-store.ts'
import { accept } from './decide.ts'
import { Rights } from './rights.ts'
import { answer, type CommandDependencies, type CommandJob } from './run-command.ts'

/** A button of a check run that somebody pressed on one pull request. */
export interface ButtonJob extends Omit<CommandJob, 'comment'> {
  button: { pull: number; identifier: string; runId: number; by: string }
}

/**
 * Does what a button says, for whoever may. What is done shows in the check run; what is refused or waits is said in a
 * comment. Pressed or delivered twice, it is done once.
 */
export async function runButton(
  job: ButtonJob,
  dependencies: CommandDependencies,
  signal: AbortSignal,
): Promise<'answered' | 'nothing' | 'gone'> {
  const { github, commands, decisions, publicUrl } = dependencies
  const { pull: number, identifier, runId, by } = job.button
  const client = github.installation(job.installationId)
  const comment = { kind: 'button' as const, id: runId, pull: number, digest: '' }
  const known = await commands.read(job.repoId, comment)
  if (known.done[digestOfLine(identifier)]) return 'nothing'
  let pull: PullRequest
  try {
    pull = await getPullRequest(client, job, number, signal)
  } catch (error) {
    if (error instanceof GitHubGone) return 'gone'
    throw error
  }
  const command = { ...job, comment }
  const rights = new Rights(client, job, by, signal)
  let config: ReturnType<CommandDependencies['config']> | undefined
  const context = {
    repoId: job.repoId,
    pull,
    author: pull.author,
    comment,
    rights,
    decisions,
    now: new Date(),
    thread: undefined,
    config: () => (config ??= dependencies.config(pull, signal)),
    publicUrl,
    review: (reason: 'asked' | 'decision') => dependencies.review(command, reason),
    showAll: () => dependencies.showAll(command),
  }
  const ruleId = ruleOfButton(
    identifier,
    rules.map(({ id }) => id),
  )
  let outcome: Outcome
  if (identifier === SHOW_ALL.identifier) {
    if (!(await rights.atLeast('triage')) && pull.author?.toLowerCase() !== by.toLowerCase()) return 'nothing'
    await context.showAll()
    outcome = { kind: 'done', text: '' }
  } else if (ruleId === undefined) return 'nothing'
  else {
    const loaded = await context.config()
    const wanted = new Date(context.now.getTime() + BUTTON_DAYS * 86_400_000).toISOString().slice(0, 10)
    const last = loaded.ok ? lastDay(loaded.config.waiverPolicy, context.now) : wanted
    const until = wanted < last ? wanted : last
    const reason = 'by the button of the check run'
    outcome = await accept({ name: 'waive', rule: ruleId, until, reason, line: identifier }, context)
  }
  if (outcome.kind !== 'refused') await commands.recordDone(job.repoId, comment, identifier, outcome)
  if (outcome.kind === 'done') return 'answered'
  const line = `/roadmap waive ${ruleId ?? ''}`
  const body = `${codeSpan(`@${by}`)} pressed a button.\n\n${answerBody([{ line, ...outcome }])}`
  await answer(command, {}, body, undefined, dependencies, client, signal)
  return 'answered'
}
