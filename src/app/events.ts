import { z } from 'zod'
import {
  type ButtonJob,
  type CommandJob,
  type CoverageJob,
  measuredBranch,
  type Reason,
  type ReviewJob,
  type Target,
} from '../jobs/index.ts'
import { COMMENT_EVENTS, commandOf } from './comment-events.ts'
import { isWaiveButton, RECHECK, SHOW_ALL } from '../report/github/index.ts'

/** What an event asks for. */
export type Demand =
  | { kind: 'review'; jobs: ReviewJob[] }
  /** A check was asked for again on a commit whose pull request GitHub does not name: a fork's. */
  | { kind: 'review-at'; repository: Omit<ReviewJob, 'target' | 'reason'>; headSha: string }
  /** A workflow run ended well: it may have left coverage. */
  | { kind: 'coverage'; job: CoverageJob }
  /** Somebody pressed a button that decides something. GitHub does not name the pull requests of forks. */
  | {
      kind: 'button'
      repository: Omit<ReviewJob, 'target' | 'reason'>
      headSha: string
      pulls: number[]
      button: Omit<ButtonJob['button'], 'pull'>
    }
  /** A comment asks for something. */
  | { kind: 'command'; job: CommandJob }
  | {
      kind: 'installation'
      id: number
      account: string
      state: 'active' | 'suspended' | 'deleted'
      repoIds: number[]
    }
  /** Repositories that were taken from an installation, and whether others were added. */
  | { kind: 'repositories'; id: number; removed: number[]; added: boolean }
  | { kind: 'nothing' }

/** Events the app subscribes to, see `app.yml`; `installation` always comes. */
export const EVENTS = [
  'pull_request',
  'check_run',
  'check_suite',
  'merge_group',
  'workflow_run',
  ...COMMENT_EVENTS,
  'installation',
  'installation_repositories',
] as const

const repository = z.object({
  id: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
})
const installation = z.object({ id: z.number() })
const common = { repository, installation }
const checked = z.object({
  head_sha: z.string(),
  app: z.object({ id: z.number() }).nullable(),
  pull_requests: z.array(
    z.object({ number: z.number(), base: z.object({ repo: z.object({ id: z.number() }) }) }),
  ),
})

const pullRequest = z.object({
  ...common,
  action: z.string(),
  number: z.number(),
  changes: z.object({ base: z.unknown().optional() }).optional(),
})
const checkRun = z.object({
  ...common,
  action: z.string(),
  check_run: checked.extend({ id: z.number().optional() }),
  sender: z.object({ login: z.string() }).optional(),
  requested_action: z.object({ identifier: z.string() }).optional(),
})
const checkSuite = z.object({ ...common, action: z.string(), check_suite: checked })
const mergeGroup = z.object({
  ...common,
  action: z.string(),
  merge_group: z.object({
    head_sha: z.string(),
    head_ref: z.string(),
    base_sha: z.string(),
    base_ref: z.string(),
  }),
})
const workflowRun = z.object({
  repository: repository.extend({ default_branch: z.string() }),
  installation,
  action: z.string(),
  workflow_run: z.object({
    id: z.number(),
    workflow_id: z.number(),
    event: z.string(),
    head_sha: z.string(),
    head_branch: z.string().nullable(),
    conclusion: z.string().nullable(),
    // Null where it was deleted.
    head_repository: z.object({ id: z.number() }).nullable(),
  }),
})
const installed = z.object({
  action: z.string(),
  installation: z.object({
    id: z.number(),
    account: z.object({ login: z.string().optional(), slug: z.string().optional() }),
  }),
  repositories: z.array(z.object({ id: z.number() })).optional(),
})
const selected = z.object({
  installation,
  repositories_added: z.array(z.object({ id: z.number() })),
  repositories_removed: z.array(z.object({ id: z.number() })),
})

const PULL_REASONS: ReadonlyMap<string, Reason> = new Map([
  ['opened', 'opened'],
  ['synchronize', 'synchronize'],
  ['reopened', 'changed'],
  ['ready_for_review', 'changed'],
  // The configuration may allow something by a label.
  ['labeled', 'labels'],
  ['unlabeled', 'labels'],
  // Ends a review that runs; the job finds the pull request closed.
  ['closed', 'changed'],
])

const INSTALLATION_STATES: ReadonlyMap<string, 'active' | 'suspended' | 'deleted'> = new Map([
  ['created', 'active'],
  ['unsuspend', 'active'],
  ['new_permissions_accepted', 'active'],
  ['suspend', 'suspended'],
  ['deleted', 'deleted'],
])

/**
 * What a verified event asks for. Only references are taken from it: what they refer to is read when the job runs.
 * @throws ZodError where the payload is not what GitHub documents.
 */
export function demandOf(event: string, payload: unknown, appId: number): Demand {
  switch (event) {
    case 'pull_request':
      return pullRequestDemand(pullRequest.parse(payload))
    case 'check_run': {
      const { action, check_run: run, requested_action: button, sender, ...rest } = checkRun.parse(payload)
      if (action === 'requested_action' && isDecision(button?.identifier) && sender && run.id !== undefined) {
        if (run.app?.id !== appId) return { kind: 'nothing' }
        const pulls = run.pull_requests.filter(({ base }) => base.repo.id === rest.repository.id)
        return {
          kind: 'button',
          repository: referenceOf(rest),
          headSha: run.head_sha,
          pulls: pulls.map(({ number }) => number),
          button: { identifier: button?.identifier ?? '', runId: run.id, by: sender.login },
        }
      }
      const again =
        action === 'rerequested' ||
        (action === 'requested_action' && button?.identifier === RECHECK.identifier)
      return again ? askedDemand(rest, run, appId) : { kind: 'nothing' }
    }
    case 'check_suite': {
      const { action, check_suite: suite, ...rest } = checkSuite.parse(payload)
      return action === 'rerequested' ? askedDemand(rest, suite, appId) : { kind: 'nothing' }
    }
    case 'merge_group': {
      const { action, merge_group: group, ...rest } = mergeGroup.parse(payload)
      if (action !== 'checks_requested') return { kind: 'nothing' }
      const pull = /\/pr-(\d{1,9})-[0-9a-f]+$/.exec(group.head_ref)?.[1]
      const target: Target = {
        kind: 'merge-group',
        headSha: group.head_sha,
        baseSha: group.base_sha,
        baseRef: group.base_ref.replace(/^refs\/heads\//, ''),
        ...(pull !== undefined && { pull: Number(pull) }),
      }
      return { kind: 'review', jobs: [{ ...referenceOf(rest), target, reason: 'merge-group' }] }
    }
    case 'workflow_run':
      return coverageDemand(workflowRun.parse(payload))
    case 'installation':
      return installationDemand(installed.parse(payload))
    case 'installation_repositories': {
      const { installation: one, ...changed } = selected.parse(payload)
      const removed = changed.repositories_removed.map(({ id }) => id)
      return { kind: 'repositories', id: one.id, removed, added: changed.repositories_added.length > 0 }
    }
    default: {
      const job = commandOf(event, payload)
      return job ? { kind: 'command', job } : { kind: 'nothing' }
    }
  }
}

function isDecision(identifier: string | undefined): boolean {
  return identifier !== undefined && (identifier === SHOW_ALL.identifier || isWaiveButton(identifier))
}

function pullRequestDemand({ action, number, changes, ...rest }: z.output<typeof pullRequest>): Demand {
  const baseChanged = action === 'edited' && changes?.base !== undefined
  const reason = baseChanged ? 'changed' : PULL_REASONS.get(action)
  if (!reason) return { kind: 'nothing' }
  return { kind: 'review', jobs: [{ ...referenceOf(rest), target: { kind: 'pull', number }, reason }] }
}

function askedDemand(from: Common, check: z.output<typeof checked>, appId: number): Demand {
  if (check.app?.id !== appId) return { kind: 'nothing' }
  // A pull request between two forks has the same commits; only those into this repository are reviewed here.
  const here = check.pull_requests.filter(({ base }) => base.repo.id === from.repository.id)
  const reference = referenceOf(from)
  if (here.length === 0) return { kind: 'review-at', repository: reference, headSha: check.head_sha }
  return {
    kind: 'review',
    jobs: here.map(({ number }) => ({ ...reference, target: { kind: 'pull', number }, reason: 'asked' })),
  }
}

/** Tests that broke off leave coverage that says of much that it never ran: it is not looked at. */
function coverageDemand({ action, workflow_run: run, ...rest }: z.output<typeof workflowRun>): Demand {
  if (action !== 'completed' || run.conclusion !== 'success') return { kind: 'nothing' }
  const branch = run.head_branch === null ? undefined : measuredBranch(run.head_branch)
  return {
    kind: 'coverage',
    job: {
      ...referenceOf(rest),
      run: {
        id: run.id,
        workflow: String(run.workflow_id),
        event: run.event,
        headRepositoryId: run.head_repository?.id,
        headSha: run.head_sha,
        ...(branch !== undefined && { branch }),
        isDefaultBranch: branch === rest.repository.default_branch,
      },
    },
  }
}

function installationDemand({ action, installation: one, repositories }: z.output<typeof installed>): Demand {
  const state = INSTALLATION_STATES.get(action)
  if (!state) return { kind: 'nothing' }
  return {
    kind: 'installation',
    id: one.id,
    account: one.account.login ?? one.account.slug ?? '',
    state,
    repoIds: (repositories ?? []).map((each) => each.id),
  }
}

type Common = { repository: z.output<typeof repository>; installation: z.output<typeof installation> }

function referenceOf({
  repository: repo,
  installation: { id },
}: Common): Omit<ReviewJob, 'target' | 'reason'> {
  return { installationId: id, owner: repo.owner.login, repo: repo.name, repoId: repo.id }
}
