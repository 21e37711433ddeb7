import { ensureSuite } from '../resources/check-runs.ts'
import type { CheckRun, CheckSuite, Pull, Repository } from '../state.ts'
import { checkRunEvent, checkSuiteEvent, mergeGroupEvent } from '../webhooks/events.ts'
import type { World } from '../world.ts'
import { mergeCommit } from './pulls.ts'

/** The "Re-run" button of one check run. */
export async function rerequestCheckRun(world: World, run: CheckRun, as = 'mona'): Promise<void> {
  Object.assign(run, { status: 'queued', conclusion: null, completedAt: null })
  await checkRunEvent(world, run, 'rerequested', world.state.user(as))
}

/** "Re-run all checks". */
export async function rerequestCheckSuite(world: World, suite: CheckSuite, as = 'mona'): Promise<void> {
  await checkSuiteEvent(world, suite, 'rerequested', world.state.user(as))
}

/** A button that the app put on a check run. Throws when it has no such button. */
export async function requestAction(
  world: World,
  run: CheckRun,
  identifier: string,
  as = 'mona',
): Promise<void> {
  if (!run.actions.some((action) => action.identifier === identifier)) {
    throw new Error(`The check run offers no action ${identifier}`)
  }
  const requested_action = { identifier }
  await checkRunEvent(world, run, 'requested_action', world.state.user(as), { requested_action })
}

export interface MergeGroup {
  headSha: string
  headRef: string
  baseSha: string
  baseRef: string
}

/** Puts pull requests into the merge queue: one commit on top of the base, on a branch of its own. */
export async function mergeGroup(world: World, pulls: readonly Pull[], as = 'mona'): Promise<MergeGroup> {
  const first = pulls[0]
  const last = pulls.at(-1)
  if (!first || !last) throw new Error('A merge group needs a pull request')
  const { repository, baseRef } = first
  const baseSha = (await repository.git.branch(baseRef)) ?? ''
  let headSha = baseSha
  for (const pull of pulls) headSha = await mergeCommit(pull, headSha, `Merge pull request #${pull.number}`)
  const branch = `gh-readonly-queue/${baseRef}/pr-${last.number}-${baseSha}`
  await repository.git.run('update-ref', `refs/heads/${branch}`, headSha)
  const group = { headSha, headRef: `refs/heads/${branch}`, baseSha, baseRef: `refs/heads/${baseRef}` }
  await mergeGroupEvent(world, repository, group, world.state.user(as))
  return group
}

/** The suite of the first app that is installed on the repository. */
export async function suiteOf(world: World, repository: Repository, sha: string): Promise<CheckSuite> {
  const app = world.state.installationsOf(repository)[0]?.app
  if (!app) throw new Error('No app is installed here')
  return ensureSuite(world, repository, app, sha)
}
