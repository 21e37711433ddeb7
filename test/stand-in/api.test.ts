import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ProbotOctokit } from 'probot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenFor } from './client.ts'
import { startStandIn } from './index.ts'
import type { Pull, Repository, StandIn } from './index.ts'

const run = promisify(execFile)
const lines = (change: Record<number, string> = {}) =>
  Array.from({ length: 40 }, (_, index) => `${change[index + 1] ?? `line ${index + 1}`}\n`).join('')

let standIn: StandIn
let repository: Repository
let pull: Pull
let head: string
let octokit: ProbotOctokit
const shop = { owner: 'acme', repo: 'shop' }

beforeAll(async () => {
  standIn = await startStandIn()
  repository = await standIn.createRepository({
    name: 'shop',
    files: { 'a.txt': lines(), 'b/ü "q"\n.txt': 'x\n', 'old name.txt': lines() },
  })
  head = await standIn.push(repository, 'feature', {
    files: { 'a.txt': lines({ 20: 'CHANGED' }), 'new.js': 'a\nb\nc\n', 'new name.txt': lines() },
    delete: ['b/ü "q"\n.txt', 'old name.txt'],
  })
  pull = await standIn.openPull(repository, { head: 'feature', title: 'Change things' })
  const { app } = standIn
  // One write a second is right for GitHub and slow for a test.
  const options = { baseUrl: standIn.apiUrl, throttle: { enabled: false }, retry: { enabled: false } }
  const auth = { appId: app.id, privateKey: app.privateKey }
  const asApp = new ProbotOctokit({ ...options, auth })
  expect((await asApp.rest.apps.getAuthenticated()).data?.id).toBe(app.id)
  expect((await asApp.rest.apps.listInstallations()).data).toHaveLength(1)
  const { data } = await asApp.rest.apps.getRepoInstallation(shop)
  octokit = new ProbotOctokit({ ...options, auth: { ...auth, installationId: data.id } })
})

afterAll(async () => {
  expect(standIn.violations).toEqual([])
  await standIn.close()
})

test('a pull request is what git says', async () => {
  const { data } = await octokit.rest.pulls.get({ ...shop, pull_number: 1 })
  expect(data).toMatchObject({ changed_files: 4, additions: 4, deletions: 2, commits: 1, draft: false })
  expect(data.head.sha).toBe(head)
  const files = await octokit.rest.pulls.listFiles({ ...shop, pull_number: 1 })
  expect(files.data.map((file) => [file.filename, file.status, file.previous_filename])).toEqual([
    ['a.txt', 'modified', undefined],
    ['b/ü "q"\n.txt', 'removed', undefined],
    ['new name.txt', 'renamed', 'old name.txt'],
    ['new.js', 'added', undefined],
  ])
  const [first] = await octokit.paginate(octokit.rest.pulls.list, { ...shop, per_page: 1 })
  expect(first?.number).toBe(1)
})

test('commits, contents and refs', async () => {
  const compared = await octokit.rest.repos.compareCommitsWithBasehead({
    ...shop,
    basehead: 'main...feature',
  })
  expect(compared.data).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 })
  const root = await octokit.rest.repos.getContent({ ...shop, path: '' })
  expect((root.data as { name: string }[]).map((each) => each.name)).toEqual(['a.txt', 'b', 'old name.txt'])
  const file = await octokit.rest.repos.getContent({ ...shop, path: 'new.js', ref: 'feature' })
  expect(Buffer.from((file.data as { content: string }).content, 'base64').toString()).toBe('a\nb\nc\n')
  const ref = await octokit.rest.git.getRef({ ...shop, ref: 'pull/1/head' })
  expect(ref.data.object.sha).toBe(head)
  expect((await octokit.rest.repos.get(shop)).data.default_branch).toBe('main')
  expect((await octokit.rest.apps.listReposAccessibleToInstallation()).data.total_count).toBe(1)
})

test('a check run grows by updates, which append annotations', async () => {
  const note = {
    path: 'a.txt',
    start_line: 20,
    end_line: 20,
    annotation_level: 'failure' as const,
    message: 'm',
  }
  const output = { title: 'Title', summary: 'Summary', annotations: [note] }
  const { data } = await octokit.rest.checks.create({ ...shop, name: 'check', head_sha: head, output })
  expect(data.status).toBe('queued')
  const check_run_id = data.id
  await octokit.rest.checks.update({ ...shop, check_run_id, conclusion: 'failure', output })
  const notes = await octokit.rest.checks.listAnnotations({ ...shop, check_run_id })
  expect(notes.data).toHaveLength(2)
  const listed = await octokit.rest.checks.listForRef({ ...shop, ref: 'feature', check_name: 'check' })
  expect(listed.data.check_runs.map((each) => [each.status, each.conclusion])).toEqual([
    ['completed', 'failure'],
  ])
  expect(listed.data.check_runs[0]?.pull_requests.map((each) => each.number)).toEqual([1])
  expect((await octokit.rest.checks.listSuitesForRef({ ...shop, ref: head })).data.total_count).toBe(1)
  expect(standIn.checkRuns(repository, head)[0]?.writes).toBe(2)
})

test('comments keep their line, or become outdated, as the head moves', async () => {
  const place = { ...shop, pull_number: 1, event: 'COMMENT' as const, body: 'Review' }
  const comments = [
    { path: 'a.txt', line: 20, side: 'RIGHT', body: 'kept' },
    { path: 'a.txt', start_line: 18, start_side: 'LEFT', line: 20, side: 'LEFT', body: 'base' },
    { path: 'new.js', line: 2, side: 'RIGHT', body: 'outdated' },
  ]
  await octokit.rest.pulls.createReview({ ...place, commit_id: head, comments })
  const list = async () => (await octokit.rest.pulls.listReviewComments({ ...shop, pull_number: 1 })).data
  const before = await list()
  expect(before.map((each) => [each.line, each.start_line, each.position])).toEqual([
    [20, null, 5],
    [20, 18, 4],
    [2, null, 2],
  ])
  const next = await standIn.push(repository, 'feature', {
    files: { 'a.txt': `top\n${lines({ 20: 'CHANGED' })}`, 'new.js': 'a\nB\nc\n' },
  })
  const after = await list()
  expect(after.map((each) => [each.line, each.original_line, each.commit_id])).toEqual([
    [21, 20, next],
    [20, 20, next],
    [null, 2, head],
  ])
  expect((await standIn.reviewComments(pull)).map((each) => each.place.line)).toEqual([21, 20, null])

  const [first] = after
  if (!first) throw new Error('No comment')
  await octokit.rest.pulls.updateReviewComment({ ...shop, comment_id: first.id, body: 'edited' })
  await octokit.rest.pulls.createReplyForReviewComment({
    ...shop,
    pull_number: 1,
    comment_id: first.id,
    body: 'r',
  })
  const { data } = await octokit.rest.pulls.getReviewComment({ ...shop, comment_id: first.id })
  expect(data.body).toBe('edited')
  const answer = (await list()).at(-1)
  expect(answer?.in_reply_to_id).toBe(first.id)
  await octokit.rest.pulls.deleteReviewComment({ ...shop, comment_id: answer?.id ?? 0 })
  expect(await list()).toHaveLength(3)
  const reviews = (await octokit.rest.pulls.listReviews({ ...shop, pull_number: 1 })).data
  const inside = await octokit.rest.pulls.listCommentsForReview({
    ...shop,
    pull_number: 1,
    review_id: reviews[0]?.id ?? 0,
  })
  expect(inside.data).toHaveLength(3)
})

test('issue comments and labels', async () => {
  const issue = { ...shop, issue_number: 1 }
  const { data } = await octokit.rest.issues.createComment({ ...issue, body: 'Hello' })
  expect(data.performed_via_github_app?.id).toBe(standIn.app.id)
  await octokit.rest.issues.updateComment({ ...shop, comment_id: data.id, body: 'Edited' })
  expect((await octokit.rest.issues.listComments(issue)).data.map((each) => each.body)).toEqual(['Edited'])
  await octokit.rest.issues.deleteComment({ ...shop, comment_id: data.id })
  await octokit.rest.issues.addLabels({ ...issue, labels: ['one', 'two'] })
  await octokit.rest.issues.removeLabel({ ...issue, name: 'one' })
  expect((await octokit.rest.issues.listLabelsOnIssue(issue)).data.map((each) => each.name)).toEqual(['two'])
})

test('a real git client gets the commits, with a token, without their blobs', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'stand-in-clone-'))
  try {
    const url = `${standIn.url}/acme/shop.git`
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_GLOBAL: '/dev/null' }
    const anonymous = run('git', ['ls-remote', url], { env })
    await expect(anonymous).rejects.toThrow(/could not read Username/)
    const basic = Buffer.from(`x-access-token:${await tokenFor(standIn, repository)}`).toString('base64')
    const git = (...args: string[]) =>
      run('git', ['-C', directory, '-c', `http.extraHeader=Authorization: Basic ${basic}`, ...args], { env })
    await git('init', '--quiet', '--bare')
    await git('remote', 'add', 'origin', url)
    // By commit id, and by the ref that GitHub keeps for the pull request.
    await git('fetch', '--quiet', '--filter=blob:none', '--depth=1', 'origin', head)
    await git('fetch', '--quiet', '--filter=blob:none', 'origin', 'refs/pull/1/head:refs/heads/pr')
    expect((await git('rev-parse', 'refs/heads/pr')).stdout.trim()).toBe(pull.headSha)
    expect((await git('rev-list', '--objects', '--missing=print', 'refs/heads/pr')).stdout).toMatch(/^\?/m)
    await expect(git('push', 'origin', 'refs/heads/pr:refs/heads/mine')).rejects.toThrow(/403/)
    const seen = standIn.requests.filter((each) => each.kind === 'git')
    expect(seen.filter((each) => each.status === 200).length).toBeGreaterThan(2)
    expect(seen.at(-1)?.installation).toBeDefined()
  } finally {
    await rm(directory, { recursive: true })
  }
})
