import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ask, tokenFor, tokenOf } from './client.ts'
import { startStandIn } from './index.ts'
import type { Repository, StandIn } from './index.ts'

const lines = (change: Record<number, string> = {}) =>
  Array.from({ length: 60 }, (_, index) => `${change[index + 1] ?? `line ${index + 1}`}\n`).join('')

let standIn: StandIn
let shop: Repository
let token: string
let head: string
const RUNS = 'POST /repos/acme/shop/check-runs'
const REVIEWS = 'POST /repos/acme/shop/pulls/1/reviews'

beforeAll(async () => {
  standIn = await startStandIn()
  shop = await standIn.createRepository({ name: 'shop', files: { 'a.txt': lines() } })
  head = await standIn.push(shop, 'feature', { files: { 'a.txt': lines({ 20: 'X', 50: 'Y' }) } })
  await standIn.openPull(shop, { head: 'feature' })
  token = await tokenFor(standIn, shop)
})

beforeEach(() => {
  standIn.violations.length = 0
})

afterAll(() => standIn.close())

function checkRun(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: 'check', head_sha: head, ...more }
}

function output(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { output: { title: 't', summary: 's', ...more } }
}

const note = (more: Record<string, unknown> = {}) => ({
  path: 'a.txt',
  start_line: 1,
  end_line: 1,
  annotation_level: 'notice',
  message: 'm',
  ...more,
})
const action = (more: Record<string, unknown> = {}) => ({
  label: 'Do',
  identifier: 'do',
  description: 'It',
  ...more,
})

test.each<[string, () => Record<string, unknown>]>([
  ['an unknown commit', () => checkRun({ head_sha: '1'.repeat(40) })],
  ['a branch for a commit', () => checkRun({ head_sha: 'feature' })],
  ['completed without a conclusion', () => checkRun({ status: 'completed' })],
  ['51 annotations', () => checkRun(output({ annotations: Array.from({ length: 51 }, () => note()) }))],
  ['a summary of 65,536 characters', () => checkRun(output({ summary: 'x'.repeat(65_536) }))],
  ['a text of 65,536 characters', () => checkRun(output({ text: 'x'.repeat(65_536) }))],
  [
    'columns over several lines',
    () => checkRun(output({ annotations: [note({ end_line: 2, start_column: 1 })] })),
  ],
  ['lines that run backwards', () => checkRun(output({ annotations: [note({ start_line: 2 })] }))],
  ['four actions', () => checkRun({ actions: Array.from({ length: 4 }, () => action()) })],
  ['a long label', () => checkRun({ actions: [action({ label: 'x'.repeat(21) })] })],
  ['a long description', () => checkRun({ actions: [action({ description: 'x'.repeat(41) })] })],
  ['a misspelt field', () => checkRun({ sumary: 'x' })],
  ['a misspelt field inside', () => checkRun(output({ annotation: [] }))],
  ['an output without a title', () => checkRun({ output: { summary: 's' } })],
])('a check run with %s is refused', async (_, body) => {
  const runs = standIn.checkRuns(shop, head).length
  expect((await ask(standIn, token, RUNS, body())).status).toBe(422)
  expect(standIn.checkRuns(shop, head)).toHaveLength(runs)
})

test('limits are reached, not passed', async () => {
  const body = checkRun({
    conclusion: 'neutral',
    output: {
      title: 't',
      summary: 'x'.repeat(65_535),
      text: 'x'.repeat(65_535),
      annotations: Array.from({ length: 50 }, () => note()),
    },
    actions: Array.from({ length: 3 }, () =>
      action({ label: 'x'.repeat(20), identifier: 'x'.repeat(20), description: 'x'.repeat(40) }),
    ),
  })
  expect((await ask(standIn, token, RUNS, body)).status).toBe(201)
  expect(standIn.violations).toEqual([])
})

test("another app's check run cannot be changed", async () => {
  const { body } = await ask(standIn, token, RUNS, checkRun())
  const other = await standIn.install('acme', { app: standIn.addApp({ name: 'other' }) })
  const path = `PATCH /repos/acme/shop/check-runs/${String(body['id'])}`
  expect((await ask(standIn, await tokenOf(standIn, other), path, { conclusion: 'success' })).status).toBe(
    403,
  )
  expect((await ask(standIn, token, path, { status: 'completed' })).status).toBe(422)
  expect((await ask(standIn, token, path, { conclusion: 'success' })).body['status']).toBe('completed')
})

const right = { path: 'a.txt', line: 20, side: 'RIGHT', body: 'b' }

test.each<[string, Record<string, unknown>]>([
  ['a line outside the diff', { ...right, line: 1 }],
  ['a line after the file', { ...right, line: 500 }],
  ['a file that did not change', { ...right, path: 'README.md' }],
  ['no line', { path: 'a.txt', body: 'b' }],
  ['a start on the same line', { ...right, start_line: 20, start_side: 'RIGHT' }],
  ['a start after its end', { ...right, start_line: 21, start_side: 'RIGHT' }],
  ['a start in another hunk', { ...right, line: 50, start_line: 20, start_side: 'RIGHT' }],
  ['a start outside the diff', { ...right, start_line: 2, start_side: 'RIGHT' }],
])('one comment with %s fails the whole review', async (_, comment) => {
  const body = { commit_id: head, event: 'COMMENT', body: 'b', comments: [right, comment] }
  const { status, body: answer } = await ask(standIn, token, REVIEWS, body)
  expect(status).toBe(422)
  expect(JSON.stringify(answer)).not.toContain('a.txt')
  expect(standIn.state.reviews.size).toBe(0)
  expect(standIn.state.reviewComments.size).toBe(0)
})

test('a review needs a commit of the pull request', async () => {
  await standIn.push(shop, 'elsewhere', { files: { 'b.txt': 'x\n' } })
  const foreign = await shop.git.branch('elsewhere')
  for (const commit_id of [foreign, '1'.repeat(40)]) {
    const body = { commit_id, event: 'COMMENT', body: 'b' }
    expect((await ask(standIn, token, REVIEWS, body)).status).toBe(422)
  }
})

test('an app edits its own comments and nobody else’s', async () => {
  const pull = standIn.state.pulls[0]
  if (!pull) throw new Error('No pull request')
  const human = await standIn.commentOnLine(pull, { path: 'a.txt', line: 20, body: 'mine' })
  const path = `/repos/acme/shop/pulls/comments/${human.id}`
  expect((await ask(standIn, token, `PATCH ${path}`, { body: 'x' })).status).toBe(403)
  expect((await ask(standIn, token, `DELETE ${path}`)).status).toBe(403)
  expect(standIn.state.reviewComments.get(human.id)?.body).toBe('mine')
})

test('what GitHub does not know, and what is asked wrongly, is recorded', async () => {
  expect((await ask(standIn, token, 'GET /repos/acme/shop/nonsense')).status).toBe(404)
  expect((await ask(standIn, token, 'GET /repos/acme/shop/pulls?sate=open')).status).toBe(422)
  expect((await ask(standIn, token, 'GET /repos/acme/shop/pulls?per_page=many')).status).toBe(422)
  expect(standIn.violations.map((each) => each.kind)).toEqual(['unknown-operation', 'request', 'request'])
})

test('rate limits: by the hour, and on what creates content', async () => {
  const limited = await startStandIn({ rateLimits: { perHour: 10, contentPerMinute: 2 } })
  try {
    const repository = await limited.createRepository({ name: 'shop' })
    await limited.push(repository, 'work', { files: { 'a.txt': 'a' } })
    const { number } = await limited.openPull(repository, { head: 'work' })
    const key = await tokenFor(limited, repository)
    const create = () => ask(limited, key, `POST /repos/acme/shop/issues/${number}/comments`, { body: 'x' })
    expect([(await create()).status, (await create()).status]).toEqual([201, 201])
    const secondary = await create()
    expect(secondary.status).toBe(403)
    expect(secondary.body['message']).toMatch(/secondary rate limit/)
    expect(Number(secondary.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(secondary.headers.get('x-ratelimit-remaining')).toBe('7')
    for (let index = 0; index < 7; index += 1) await ask(limited, key, 'GET /repos/acme/shop')
    const primary = await ask(limited, key, 'GET /repos/acme/shop')
    expect([primary.status, primary.headers.get('x-ratelimit-remaining')]).toEqual([403, '0'])
    expect((await ask(limited, key, 'GET /rate_limit')).status).toBe(200)
    limited.limiter.reset()
    expect((await ask(limited, key, 'GET /repos/acme/shop')).status).toBe(200)
  } finally {
    await limited.close()
  }
})
