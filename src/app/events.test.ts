import { expect, test } from 'vitest'
import { demandOf } from './events.ts'

const APP = 9
const from = {
  installation: { id: 5 },
  repository: { id: 7, name: 'shop', owner: { login: 'acme' } },
}
const pull = (action: string, more = {}): unknown => ({ ...from, action, number: 3, ...more })
const check = (action: string, more = {}): unknown => ({
  ...from,
  action,
  check_run: {
    head_sha: 'f',
    app: { id: APP },
    pull_requests: [{ number: 3, base: { repo: { id: 7 } } }],
    ...more,
  },
})
const job = { installationId: 5, owner: 'acme', repo: 'shop', repoId: 7, target: { kind: 'pull', number: 3 } }

test.each([
  ['opened', 'opened'],
  ['synchronize', 'synchronize'],
  ['reopened', 'changed'],
  ['ready_for_review', 'changed'],
  ['closed', 'changed'],
  ['labeled', 'labels'],
  ['unlabeled', 'labels'],
])('pull_request.%s asks for a review', (action, reason) => {
  expect(demandOf('pull_request', pull(action), APP)).toEqual({ kind: 'review', jobs: [{ ...job, reason }] })
})

test('an edit counts only where the base branch changed', () => {
  expect(demandOf('pull_request', pull('edited', { changes: { title: { from: 'x' } } }), APP).kind).toBe(
    'nothing',
  )
  expect(
    demandOf('pull_request', pull('edited', { changes: { base: { ref: { from: 'x' } } } }), APP).kind,
  ).toBe('review')
})

test.each(['assigned', 'converted_to_draft', 'locked', '__proto__', 'constructor'])(
  'pull_request.%s asks for nothing',
  (action) => {
    expect(demandOf('pull_request', pull(action), APP)).toEqual({ kind: 'nothing' })
  },
)

const workflow = (more = {}, action = 'completed'): unknown => ({
  installation: { id: 5 },
  repository: { id: 7, name: 'shop', owner: { login: 'acme' }, default_branch: 'main' },
  action,
  workflow_run: {
    id: 11,
    workflow_id: 2,
    event: 'push',
    head_sha: 'f',
    head_branch: 'main',
    conclusion: 'success',
    head_repository: { id: 7 },
    ...more,
  },
})

test('a workflow that ended well may have left coverage', () => {
  const { target: _target, ...reference } = job
  const run = { id: 11, workflow: '2', event: 'push', headSha: 'f', headRepositoryId: 7, branch: 'main' }
  expect(demandOf('workflow_run', workflow(), APP)).toEqual({
    kind: 'coverage',
    job: { ...reference, run: { ...run, isDefaultBranch: true } },
  })
  const queue = { head_branch: 'gh-readonly-queue/release/1/pr-3-0af', event: 'merge_group' }
  expect(demandOf('workflow_run', workflow(queue), APP)).toMatchObject({
    job: { run: { branch: 'release/1', isDefaultBranch: false } },
  })
  const gone = { head_repository: null, head_branch: null }
  expect(demandOf('workflow_run', workflow(gone), APP).kind).toBe('coverage')
  for (const conclusion of ['failure', 'cancelled', 'skipped', 'timed_out', null])
    expect(demandOf('workflow_run', workflow({ conclusion }), APP).kind).toBe('nothing')
  expect(demandOf('workflow_run', workflow({}, 'requested'), APP).kind).toBe('nothing')
})

test('a check is reviewed again when it is ours', () => {
  expect(demandOf('check_run', check('rerequested'), APP)).toEqual({
    kind: 'review',
    jobs: [{ ...job, reason: 'asked' }],
  })
  expect(demandOf('check_run', check('rerequested', { app: { id: 1 } }), APP).kind).toBe('nothing')
  expect(demandOf('check_run', check('completed'), APP).kind).toBe('nothing')
})

test('a check of a fork names its commit only', () => {
  expect(demandOf('check_run', check('rerequested', { pull_requests: [] }), APP)).toMatchObject({
    kind: 'review-at',
    headSha: 'f',
  })
  const elsewhere = [{ number: 8, base: { repo: { id: 1234 } } }]
  expect(demandOf('check_run', check('rerequested', { pull_requests: elsewhere }), APP).kind).toBe(
    'review-at',
  )
})

test('a button counts where we put it', () => {
  const press = (identifier: string): unknown => ({
    ...(check('requested_action') as object),
    requested_action: { identifier },
  })
  expect(demandOf('check_run', press('recheck'), APP).kind).toBe('review')
  expect(demandOf('check_run', press('delete-everything'), APP).kind).toBe('nothing')
})

test('a merge group is a target of its own', () => {
  const payload = {
    ...from,
    action: 'checks_requested',
    merge_group: {
      head_sha: 'h',
      head_ref: 'refs/heads/gh-readonly-queue/main/pr-104-0123abcd',
      base_sha: 'b',
      base_ref: 'refs/heads/main',
    },
  }
  const target = { kind: 'merge-group', headSha: 'h', baseSha: 'b', baseRef: 'main', pull: 104 }
  expect(demandOf('merge_group', payload, APP)).toEqual({
    kind: 'review',
    jobs: [{ ...job, target, reason: 'merge-group' }],
  })
})

test('what GitHub does not document is an error, not a guess', () => {
  expect(() => demandOf('pull_request', { action: 'opened', number: 'x' }, APP)).toThrow(/installation/)
  expect(demandOf('star', {}, APP)).toEqual({ kind: 'nothing' })
})
