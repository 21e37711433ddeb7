import { randomHex } from '../auth/keys.ts'
import { timestamp } from '../state.ts'
import type { Repository, WorkflowRun } from '../state.ts'
import { workflowRunEvent } from '../webhooks/events.ts'
import type { World } from '../world.ts'

export interface RunWorkflowOptions {
  sha: string
  branch?: string
  /** Name of the workflow; default `ci`. Runs of one name are of one workflow. */
  name?: string
  /** What started it; default `pull_request`. */
  event?: string
  /** `null`: the run goes on. Default `success`. */
  conclusion?: string | null
  /** Where the commit was pushed to: a fork, or `null` for one that was deleted. */
  headRepository?: Repository | null
  artifacts?: readonly { name: string; content: Buffer; expired?: boolean; bytes?: number }[]
}

/** A workflow ran on a commit, and left some artifacts. */
export async function runWorkflow(
  world: World,
  repository: Repository,
  options: RunWorkflowOptions,
): Promise<WorkflowRun> {
  const { state } = world
  const { name = 'ci', conclusion = 'success', headRepository = repository } = options
  const known = state.workflowRuns.find((run) => run.repository === repository && run.name === name)
  const run: WorkflowRun = {
    id: state.nextId(),
    repository,
    headRepository,
    workflowId: known?.workflowId ?? state.nextId(),
    name,
    headSha: options.sha,
    headBranch: options.branch ?? null,
    event: options.event ?? 'pull_request',
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    createdAt: timestamp(),
  }
  state.workflowRuns.push(run)
  for (const { name: title, content, expired = false, bytes = content.length } of options.artifacts ?? []) {
    state.artifacts.push({
      id: state.nextId(),
      run,
      name: title,
      content,
      expired,
      bytes,
      secret: randomHex(20),
    })
  }
  await workflowRunEvent(world, run, conclusion === null ? 'in_progress' : 'completed')
  return run
}
