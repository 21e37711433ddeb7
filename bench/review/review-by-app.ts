import { setTimeout as sleep } from 'node:timers/promises'
import { families } from '../../checks/index.ts'
import type { Repository, StandIn } from '../../test/stand-in/index.ts'
import type { App } from './app.ts'
import type { ProcessWatch, Usage } from './process-watch.ts'
import type { Range } from './ranges.ts'

/** What one pull request cost, from its webhook to its last write. */
export interface AppRun extends Usage {
  milliseconds: number
  /** Webhook sent until answered. */
  acknowledged: number
  /** To the REST API, without the installation's token, which is cached for an hour. */
  rest: number
  /** Of those, further chunks of 50 annotations: they grow with the findings, never with the files. */
  chunks: number
  git: number
  conclusions: string[]
  comments: number
}

const GIVE_UP_MS = 300_000
const AUTHOR = ['-c', 'user.name=Mona', '-c', 'user.email=mona@example.org']

/** Opens a pull request of a range and waits until its review stands. */
export async function reviewByApp(
  world: { standIn: StandIn; app: App; watch: ProcessWatch },
  repository: Repository,
  range: Range,
): Promise<AppRun> {
  const { standIn, app, watch } = world
  const number = standIn.state.pullsOf(repository).length + 1
  const headSha = await branchesOf(repository, range, number)
  // Held, so that the stand-in's own work on the event is not counted.
  standIn.webhooks.mode = 'hold'
  const pull = await standIn.openPull(repository, { base: `base-${number}`, head: `change-${number}` })
  const first = standIn.requests.length
  watch.take()
  const sent = performance.now()
  await standIn.webhooks.release()
  const acknowledged = performance.now() - sent
  const ended = await lastAnswer(standIn, app, first, () => {
    const runs = standIn.checkRuns(repository, headSha)
    return runs.length === families.length && runs.every(({ status }) => status === 'completed')
  })
  const requests = standIn.requests.slice(first)
  const rest = requests.filter(({ kind, path }) => kind === 'rest' && !path.includes('/access_tokens'))
  const runs = standIn.checkRuns(repository, headSha)
  return {
    milliseconds: ended - sent,
    acknowledged,
    ...watch.take(),
    rest: rest.length,
    chunks: runs.reduce(
      (sum, { output }) => sum + Math.max(0, Math.ceil(output.annotations.length / 50) - 1),
      0,
    ),
    git: requests.filter(({ kind }) => kind === 'git').length,
    conclusions: runs.map(({ conclusion }) => conclusion ?? ''),
    comments: standIn.state.reviewCommentsOf(pull).length,
  }
}

/** Branches of the range: the change as one commit of its own, so that no two pull requests share a head. */
async function branchesOf({ git }: Repository, { base, head }: Range, number: number): Promise<string> {
  const commit = ['commit-tree', `${head}^{tree}`, '-p', base, '-m', `Change ${number}`]
  const sha = (await git.bytes([...AUTHOR, ...commit])).toString().trim()
  await git.run('update-ref', `refs/heads/base-${number}`, base)
  await git.run('update-ref', `refs/heads/change-${number}`, sha)
  return sha
}

/** When the last request was answered, once everything is done. */
async function lastAnswer(
  standIn: StandIn,
  app: App,
  first: number,
  isComplete: () => boolean,
): Promise<number> {
  const begun = performance.now()
  let answered = 0
  let last = begun
  for (;;) {
    const now = standIn.requests
      .slice(first)
      .filter(({ kind, status }) => kind === 'rest' && status > 0).length
    if (now !== answered) {
      answered = now
      last = performance.now()
    }
    // The queue is asked only when the check runs stand, so that asking does not slow what is measured.
    if (isComplete() && performance.now() - last > 100 && (await app.isIdle())) return last
    if (performance.now() - begun > GIVE_UP_MS) throw new Error('the review did not end')
    await sleep(3)
  }
}
