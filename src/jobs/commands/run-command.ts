import { createHash } from 'node:crypto'
import {
  type Client,
  type CommentRef,
  editAnswer,
  findAnswer,
  findingsOfThread,
  getPersonComment,
  getPullRequest,
  type GitHub,
  GitHubGone,
  type Logger,
  type PersonComment,
  postAnswer,
  type PullRequest,
  react,
  type Reaction,
  unreact,
} from '../../github/index.ts'
import {
  answerBody,
  type Command,
  MAX_COMMANDS,
  type ParsedCommand,
  parseCommands,
  wrongCommand,
} from '../../report/github/index.ts'
import { type CommandStore, digestOfLine, type Outcome } from './command-store.ts'
import type { CommandContext } from './context.ts'
import { accept, approve, unwaive } from './decide.ts'
import type { DecisionStore } from './decisions.ts'
import { Rights } from './rights.ts'
import { explain, help, showConfig } from './tell.ts'

/** A comment that may hold commands: a reference, and which version of its text was seen. */
export interface CommandJob {
  installationId: number
  owner: string
  repo: string
  repoId: number
  comment: CommentRef & {
    /** Digest of the text: another version of it has a job of its own, with the right of whoever wrote it. */
    digest: string
  }
  deferrals?: number
}

export interface CommandDependencies {
  github: GitHub
  log: Logger
  decisions: DecisionStore
  commands: CommandStore
  publicUrl: string | undefined
  /** The configuration of a pull request's base, as reviews read it. */
  config: (pull: PullRequest, signal: AbortSignal) => ReturnType<CommandContext['config']>
  review: (job: CommandJob, reason: 'asked' | 'decision') => Promise<void>
  showAll: (job: CommandJob) => Promise<void>
}

/** Commands that change something: each line of a comment is carried out once, however often it is delivered. */
const LASTING: ReadonlySet<Command['name']> = new Set([
  'waive',
  'unwaive',
  'approve',
  'false-positive',
  'recheck',
  'show-all',
])

export function digestOfBody(body: string): string {
  return createHash('sha256').update(body.replace(/\r\n?/g, '\n')).digest('hex').slice(0, 16)
}

/**
 * Carries out the commands of a comment and answers them: one reaction and one comment of ours, edited where the
 * comment is edited. Repeating it after a failure at any point ends in the same.
 */
export async function runCommand(
  job: CommandJob,
  dependencies: CommandDependencies,
  signal: AbortSignal,
): Promise<'answered' | 'nothing' | 'gone'> {
  const { github, commands } = dependencies
  const client = github.installation(job.installationId)
  const comment = await getPersonComment(client, job, job.comment, signal)
  if (!comment) return 'gone'
  // A bot that answers bots never ends; and whoever edits a comment of somebody else must not speak with their right.
  if (comment.type !== 'User' || digestOfBody(comment.body) !== job.comment.digest) return 'nothing'
  const parsed = parseCommands(comment.body)
  if (parsed.length === 0) return 'nothing'
  const pull = await pullOf(client, job, signal)
  if (!pull) return 'gone'
  const context = await contextOf(job, comment, pull, dependencies, client, signal)
  const known = await commands.read(job.repoId, job.comment)
  const parts = []
  for (const one of parsed) {
    const line = one.ok ? one.command.line : one.line
    const before = known.done[digestOfLine(line)]
    const outcome = before ?? (await carryOut(one, context))
    if (!before && one.ok && LASTING.has(one.command.name) && outcome.kind !== 'refused') {
      await commands.recordDone(job.repoId, job.comment, line, outcome)
      known.done[digestOfLine(line)] = outcome
    }
    parts.push({ line, ...outcome })
  }
  const more = parsed.length === MAX_COMMANDS ? `\n\n_A comment holds ${MAX_COMMANDS} commands at most._` : ''
  await answer(job, comment, `${answerBody(parts)}${more}`, reactionOf(parts), dependencies, client, signal)
  return 'answered'
}

async function carryOut(parsed: ParsedCommand, context: CommandContext): Promise<Outcome> {
  if (!parsed.ok) return { kind: 'refused', text: wrongCommand(parsed.problem, parsed.usage) }
  const { command } = parsed
  switch (command.name) {
    case 'waive':
    case 'false-positive':
      return accept(command, context)
    case 'approve':
      return approve(command, context)
    case 'unwaive':
      return unwaive(command, context)
    default:
  }
  // What a repository extends may be private: who only opened a pull request does not see it.
  const isAuthor =
    command.name !== 'config' && context.author?.toLowerCase() === context.rights.login.toLowerCase()
  if (!isAuthor && !(await context.rights.atLeast('triage'))) {
    return {
      kind: 'refused',
      text: 'You have no right to this here: the author of the pull request and people who may triage have.',
    }
  }
  switch (command.name) {
    case 'explain':
      return explain(command, context)
    case 'config':
      return showConfig(context)
    case 'recheck':
      if (!context.pull.open)
        return { kind: 'refused', text: 'The pull request is closed: nothing is reviewed.' }
      await context.review('asked')
      return { kind: 'done', text: 'The newest commit is reviewed once more.' }
    case 'show-all':
      if (!context.pull.open)
        return { kind: 'refused', text: 'The pull request is closed: nothing is reviewed.' }
      await context.showAll()
      return {
        kind: 'done',
        text: 'What was held back by the limit of inline comments is said on its lines.',
      }
    default:
      return help()
  }
}

async function contextOf(
  job: CommandJob,
  { login, inReplyTo }: PersonComment,
  pull: PullRequest,
  dependencies: CommandDependencies,
  client: Client,
  signal: AbortSignal,
): Promise<CommandContext> {
  const botLogin = await dependencies.github.botLogin()
  const thread =
    inReplyTo === undefined
      ? undefined
      : await findingsOfThread(client, job, { id: inReplyTo, pull: pull.number, botLogin }, signal)
  let config: ReturnType<CommandContext['config']> | undefined
  return {
    repoId: job.repoId,
    pull,
    author: pull.author,
    comment: job.comment,
    rights: new Rights(client, job, login, signal),
    decisions: dependencies.decisions,
    now: new Date(),
    thread,
    config: () => (config ??= dependencies.config(pull, signal)),
    publicUrl: dependencies.publicUrl,
    review: (reason) => dependencies.review(job, reason),
    showAll: () => dependencies.showAll(job),
  }
}

async function pullOf(
  client: Client,
  job: CommandJob,
  signal: AbortSignal,
): Promise<PullRequest | undefined> {
  try {
    return await getPullRequest(client, job, job.comment.pull, signal)
  } catch (error) {
    // A comment on an issue that is no pull request.
    if (error instanceof GitHubGone) return undefined
    throw error
  }
}

/** The reaction says the worst: what was not done first. */
function reactionOf(parts: readonly Outcome[]): Reaction {
  if (parts.some(({ kind }) => kind === 'refused')) return 'confused'
  return parts.some(({ kind }) => kind === 'waits') ? 'eyes' : '+1'
}

/** Our one answer: posted, or edited where it is there. */
export async function answer(
  job: CommandJob,
  { inReplyTo, createdAt }: Pick<PersonComment, 'inReplyTo' | 'createdAt'>,
  body: string,
  reaction: Reaction | undefined,
  { github, commands, log }: CommandDependencies,
  client: Client,
  signal: AbortSignal,
): Promise<void> {
  const { repoId, comment } = job
  const before = await commands.read(repoId, comment)
  const to = { ...comment, thread: inReplyTo }
  const known =
    before.answerId ??
    (before.answerBegan
      ? await findAnswer(client, job, to, { botLogin: await github.botLogin(), since: createdAt }, signal)
      : undefined)
  const isThere = known !== undefined && (await editAnswer(client, job, to, known, body))
  if (!isThere && before.answerId !== undefined) {
    log.info('somebody deleted the answer to a command: it is not given again')
  } else if (!isThere) {
    await commands.beginAnswer(repoId, comment)
    await commands.recordAnswer(repoId, comment, {
      answerId: await postAnswer(client, job, to, body, signal),
    })
  } else {
    await commands.recordAnswer(repoId, comment, { answerId: known })
  }
  if (reaction === undefined) return
  const reactionId = await react(client, job, comment, reaction)
  if (before.reactionId !== undefined && before.reactionId !== reactionId) {
    await unreact(client, job, comment, before.reactionId)
  }
  await commands.recordAnswer(repoId, comment, { reactionId })
}
