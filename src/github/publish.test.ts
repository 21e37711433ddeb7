import { generateKeyPairSync } from 'node:crypto'
import nock from 'nock'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Annotation, CheckRunPayload, ReviewDraft } from '../report/github/index.ts'
import { completeCheckRun, externalId, listCheckRuns } from './check-runs.ts'
import { type Client, GitHub } from './client.ts'
import { listOwnComments } from './comments.ts'
import { listFailedDeliveries } from './deliveries.ts'
import { GitHubUnavailable } from './errors.ts'
import type { PullRequest } from './pull-request.ts'
import { postReview } from './review.ts'

const API = 'https://ghes.acme.test/api/v3'
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
let github: GitHub
let client: Client
let installation = 0

beforeEach(() => {
  nock.disableNetConnect()
  installation += 1
  github = new GitHub({ appId: 99, privateKey, apiUrl: API, log: silent })
  client = github.installation(installation)
  nock(API)
    .post(`/app/installations/${installation}/access_tokens`)
    .reply(201, { token: 'ghs_1', expires_at: '2027-01-01T00:00:00Z', permissions: { checks: 'write' } })
})
afterEach(() => {
  const left = nock.pendingMocks()
  nock.cleanAll()
  nock.enableNetConnect()
  expect(left).toEqual([])
})

const target = { owner: 'acme', repo: 'shop', headSha: 'f'.repeat(40), key: 'k' }
const annotation = (line: number): Annotation => ({
  path: 'a.ts',
  startLine: line,
  endLine: line,
  level: 'failure',
  title: 't',
  message: 'm',
})
const payload = (annotations: number): CheckRunPayload => ({
  family: 'f',
  name: 'Roadmap / F',
  conclusion: 'failure',
  title: 't',
  summary: 's',
  annotations: Array.from({ length: annotations }, (_, index) => annotation(index + 1)),
  actions: [],
})
interface Sent {
  output: { annotations?: { start_line: number }[] }
  conclusion?: string
  external_id?: string
}
const lines = (body: Sent): number[] => (body.output.annotations ?? []).map(({ start_line: line }) => line)
const answerRun = {
  id: 5,
  external_id: 'k:f',
  status: 'completed',
  conclusion: 'failure',
  output: { annotations_count: 0 },
}

test('annotations beyond fifty follow by updates of the same check run', async () => {
  const sent: number[][] = []
  nock(API)
    .post(
      '/repos/acme/shop/check-runs',
      (body: Sent) => sent.push(lines(body)) > 0 && body.conclusion === 'failure',
    )
    .reply(201, answerRun)
    .patch('/repos/acme/shop/check-runs/5', (body: Sent) => sent.push(lines(body)) > 0)
    .twice()
    .reply(200, answerRun)
  await completeCheckRun(client, target, payload(120), undefined)
  expect(sent.map(({ length }) => length)).toEqual([50, 50, 20])
  expect(sent.flat()).toEqual(Array.from({ length: 120 }, (_, index) => index + 1))
})

test('an interrupted check run goes on where it stopped; a complete one costs nothing', async () => {
  const run = { ...answerRun, output: { annotations_count: 50 } }
  nock(API)
    .get(`/repos/acme/shop/commits/${target.headSha}/check-runs`)
    .query(true)
    .reply(200, {
      total_count: 2,
      check_runs: [
        { ...run, app: { id: 99 } },
        { ...run, id: 6, app: { id: 1 } },
      ],
    })
    .patch('/repos/acme/shop/check-runs/5', (body: Sent) => lines(body).join() === '51,52')
    .reply(200, run)
  const [found, ...others] = await listCheckRuns(client, target, github.appId)
  expect(others).toEqual([])
  expect(found?.externalId).toBe(externalId('k', 'f'))
  const done = await completeCheckRun(client, target, payload(52), found)
  expect(await completeCheckRun(client, target, payload(52), done)).toBe(done)
})

test('what creates something is never sent twice; what reads or sets is', async () => {
  nock(API).post('/repos/acme/shop/check-runs').reply(502)
  await expect(completeCheckRun(client, target, payload(0), undefined)).rejects.toThrow(GitHubUnavailable)
  nock(API)
    .patch('/repos/acme/shop/check-runs/5')
    .reply(502)
    .patch('/repos/acme/shop/check-runs/5')
    .reply(200, answerRun)
  const begun = { id: 5, externalId: 'k:f', completed: false, conclusion: null, annotations: 0 }
  await completeCheckRun(client, target, payload(0), begun)
  nock(API).patch('/repos/acme/shop/check-runs/5').reply(502)
  await expect(completeCheckRun(client, target, payload(1), begun)).rejects.toThrow(GitHubUnavailable)
})

const pull: PullRequest = {
  owner: 'acme',
  repo: 'shop',
  number: 3,
  open: true,
  draft: false,
  headSha: 'f'.repeat(40),
  sameRepository: true,
  baseRef: 'main',
  baseSha: 'e'.repeat(40),
  labels: [],
  reviewComments: 0,
}
const draft: ReviewDraft = {
  body: 'review',
  left: [],
  comments: [
    { path: 'a.ts', side: 'RIGHT', line: 2, body: 'one', fingerprints: ['1'] },
    { path: 'b.ts', side: 'LEFT', line: 90, body: 'two', fingerprints: ['2'] },
  ],
}
interface SentReview {
  comments: { path: string }[]
  commit_id: string
}

test('a review that GitHub refuses is posted without what its diff cannot carry', async () => {
  nock(API)
    .post('/repos/acme/shop/pulls/3/reviews', (body: SentReview) => body.comments.length === 2)
    .reply(422, { message: 'Unprocessable Entity' })
    .get('/repos/acme/shop/pulls/3/files')
    .query(true)
    .reply(200, [
      { filename: 'a.ts', patch: '@@ -1 +1,3 @@\n a\n+b\n+c' },
      { filename: 'b.ts', patch: '@@ -1,2 +1 @@\n a\n-b' },
    ])
    .post(
      '/repos/acme/shop/pulls/3/reviews',
      (body: SentReview) => body.comments.map(({ path }) => path).join() === 'a.ts',
    )
    .reply(200, { id: 8 })
  const { posted, refused } = await postReview(client, pull, draft)
  expect(posted.map(({ path }) => path)).toEqual(['a.ts'])
  expect(refused.map(({ path }) => path)).toEqual(['b.ts'])
})

test('only what the app itself wrote counts as its comment', async () => {
  const marker = `text\n<!-- roadmap-review:v1 fp=${'a'.repeat(32)} rule=f/r state=open hash=0123456789ab -->`
  const from = (id: number, login: string, type: string, more = {}): object => ({
    id,
    body: marker,
    user: { login, type },
    path: 'a.ts',
    ...more,
  })
  nock(API)
    .get('/repos/acme/shop/pulls/3/comments')
    .query(true)
    .reply(200, [
      from(1, 'roadmap-review[bot]', 'Bot'),
      from(2, 'mallory', 'User'),
      from(3, 'other[bot]', 'Bot'),
      { ...from(4, 'x', 'User'), user: null },
      from(5, 'ada', 'User', { in_reply_to_id: 1, body: 'why?' }),
      from(6, 'roadmap-review[bot]', 'Bot', { in_reply_to_id: 2 }),
    ])
  const own = await listOwnComments(client, pull, 'roadmap-review[bot]')
  expect(own.map(({ id, answered }) => ({ id, answered }))).toEqual([{ id: 1, answered: true }])
})

test('a delivery of which any attempt succeeded is not asked for again', async () => {
  nock.cleanAll()
  const at = new Date().toISOString()
  const one = (id: number, guid: string, status: number, when = at): object => ({
    id,
    guid,
    event: 'pull_request',
    status_code: status,
    delivered_at: when,
  })
  nock(API)
    .get('/app/hook/deliveries')
    .query({ per_page: 100 })
    .reply(200, [one(9, 'a', 200), one(8, 'b', 502)], {
      link: `<${API}/app/hook/deliveries?per_page=100&cursor=v1_7>; rel="next"`,
    })
    .get('/app/hook/deliveries')
    .query({ per_page: 100, cursor: 'v1_7' })
    .reply(200, [one(7, 'a', 0), one(6, 'b', 0), one(5, 'c', 500, '2020-01-01T00:00:00Z')])
  const failed = await listFailedDeliveries(github, new Date(Date.now() - 3_600_000))
  expect(failed.map(({ guid, id }) => [guid, id])).toEqual([['b', 8]])
})

test('git addresses follow from the API', () => {
  nock.cleanAll()
  const at = (apiUrl: string): string =>
    new GitHub({ appId: 1, privateKey, apiUrl, log: silent }).cloneUrl('o', 'r')
  expect(at('https://api.github.com')).toBe('https://github.com/o/r.git')
  expect(at('https://ghes.acme.test/api/v3')).toBe('https://ghes.acme.test/o/r.git')
  expect(at('https://api.acme.ghe.com')).toBe('https://acme.ghe.com/o/r.git')
  expect(at('http://127.0.0.1:8080/api/v3')).toBe('http://127.0.0.1:8080/o/r.git')
})
