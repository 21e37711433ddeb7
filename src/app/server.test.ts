import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Repository, type StandIn, startStandIn } from '../../test/stand-in/index.ts'
import { type RunningServer, startServer } from './server.ts'
import { appEnvironment } from '../../test/app-environment.ts'
import { withEmptyDatabase } from '../../test/empty-database.ts'
import { rulePool } from '../../test/rule-pool.ts'

let standIn: StandIn
let server: RunningServer
let folder: string
let env: Record<string, string>
let repository: Repository
let count = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-app-'))
  standIn = await startStandIn({ rateLimits: false })
  env = {
    ...appEnvironment(standIn, withEmptyDatabase(folder)),
    WEBHOOK_SECRET_PREVIOUS: 'the secret before this one',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
  }
  server = await startServer({ env, runtime: { pool: rulePool } })
  standIn.webhookUrl = server.webhookUrl
})

beforeEach(async () => {
  count += 1
  repository = await standIn.createRepository({
    name: `shop-${count}`,
    files: { 'README.md': '# Shop\n', 'src/server.js': SAFE },
  })
})

afterAll(async () => {
  await server.close()
  await standIn.close()
  await rm(folder, { recursive: true, force: true })
  expect(standIn.violations).toEqual([])
})

const SAFE = "import https from 'node:https'\n\nexport const agent = new https.Agent({ keepAlive: true })\n"
const UNSAFE =
  "import https from 'node:https'\n\nexport const agent = new https.Agent({ rejectUnauthorized: false })\n"
const MOVED = `// One\n// Two\n${UNSAFE}`

const conclusions = (sha: string): Record<string, string | null> =>
  Object.fromEntries(standIn.checkRuns(repository, sha).map((run) => [run.name, run.conclusion]))
const REST_BUDGET = 6

test('a pull request is reviewed in six requests, whatever the number of its files', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [`docs/${index}.txt`, `${index}\n`]),
  )
  const sha = await standIn.push(repository, 'unsafe', { files: { ...files, 'src/server.js': UNSAFE } })
  const before = standIn.requests.length
  const pull = await standIn.openPull(repository, { head: 'unsafe' })
  await server.idle()
  expect(conclusions(sha)).toEqual({
    'Roadmap / API compatibility': 'success',
    'Roadmap / Critical-path tests': 'success',
    'Roadmap / Insecure patterns': 'failure',
    'Roadmap / Migrations': 'success',
  })
  const comments = await standIn.reviewComments(pull)
  expect(comments.map(({ path, line, side }) => ({ path, line, side }))).toEqual([
    { path: 'src/server.js', line: 3, side: 'RIGHT' },
  ])
  const rest = standIn.requests
    .slice(before)
    .filter(({ kind, path }) => kind === 'rest' && !path.endsWith('/access_tokens'))
  const inProgress = rest.filter(({ method }) => method === 'PATCH').length
  expect(rest.length - inProgress).toBeLessThanOrEqual(REST_BUDGET)
})

test('pushes: nothing is said twice, a moved line keeps its comment, a fixed one says so, one that is back too', async () => {
  await standIn.push(repository, 'life', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'life' })
  await server.idle()
  const [first] = await standIn.reviewComments(pull)
  await standIn.push(repository, 'life', { files: { 'src/server.js': MOVED } })
  await server.idle()
  expect(await standIn.reviewComments(pull)).toMatchObject([{ id: first?.id, body: first?.body }])
  const fixed = await standIn.push(repository, 'life', { files: { 'src/server.js': SAFE } })
  await server.idle()
  const [gone, ...more] = await standIn.reviewComments(pull)
  expect(more).toEqual([])
  expect(gone).toMatchObject({ id: first?.id })
  expect(gone?.body).toContain(`Fixed in ${fixed.slice(0, 10)}`)
  expect(Object.values(conclusions(fixed))).toEqual(['success', 'success', 'success', 'success'])
  const again = await standIn.push(repository, 'life', { files: { 'src/server.js': UNSAFE } })
  await server.idle()
  const [back, ...others] = await standIn.reviewComments(pull)
  expect(others).toEqual([])
  expect(back?.body).toContain(`came back in \`${again.slice(0, 10)}\``)
})

test('a comment that a person edited is left alone', async () => {
  await standIn.push(repository, 'human', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'human' })
  await server.idle()
  const stored = standIn.state.reviewCommentsOf(pull)[0]
  if (!stored) throw new Error('no comment')
  stored.body = stored.body.replace('**Why:**', 'We know. **Why:**')
  const edited = stored.body
  await standIn.push(repository, 'human', { files: { 'src/server.js': SAFE } })
  await server.idle()
  expect((await standIn.reviewComments(pull)).map(({ body }) => body)).toEqual([edited])
})

test("a marker in a person's comment silences nothing", async () => {
  await standIn.push(repository, 'forged', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'forged' })
  await server.idle()
  const [own] = await standIn.reviewComments(pull)
  if (!own) throw new Error('no comment')
  await standIn.push(repository, 'copy', { files: { 'src/server.js': UNSAFE } })
  standIn.webhooks.mode = 'hold'
  const second = await standIn.openPull(repository, { head: 'copy' })
  await standIn.commentOnLine(second, {
    path: 'src/server.js',
    line: 3,
    side: 'RIGHT',
    body: own.body,
  })
  standIn.webhooks.mode = 'deliver'
  await standIn.webhooks.release()
  await server.idle()
  expect(await standIn.reviewComments(second)).toHaveLength(2)
})

test('a pull request of a fork is reviewed like any other', async () => {
  const fork = await standIn.fork(repository, 'stranger')
  const sha = await standIn.push(fork, 'patch', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'patch', fork })
  await server.idle()
  expect(conclusions(sha)['Roadmap / Insecure patterns']).toBe('failure')
  expect(await standIn.reviewComments(pull)).toHaveLength(1)
  const [run] = standIn.checkRuns(repository, sha)
  if (!run) throw new Error('no check run')
  await standIn.rerequestCheck(run)
  await server.idle()
  const runs = standIn.checkRuns(repository, sha)
  expect(runs.every(({ status }) => status === 'completed')).toBe(true)
  expect(runs.filter(({ conclusion }) => conclusion !== 'cancelled').length).toBeGreaterThan(4)
  expect(await standIn.reviewComments(pull)).toHaveLength(1)
})

test('a draft gets its checks, and its comments when it is ready', async () => {
  const sha = await standIn.push(repository, 'draft', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'draft', draft: true })
  await server.idle()
  expect(conclusions(sha)['Roadmap / Insecure patterns']).toBe('failure')
  expect(await standIn.reviewComments(pull)).toEqual([])
  await standIn.convertToReady(pull)
  await server.idle()
  expect(await standIn.reviewComments(pull)).toHaveLength(1)
  expect(standIn.checkRuns(repository, sha)).toHaveLength(4)
})

test('a merge group gets the same checks on its own commit', async () => {
  await standIn.push(repository, 'queued', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'queued' })
  await server.idle()
  const group = await standIn.mergeGroup(pull)
  await server.idle()
  expect(conclusions(group.headSha)).toMatchObject({ 'Roadmap / Insecure patterns': 'failure' })
  expect(standIn.checkRuns(repository, group.headSha)).toHaveLength(4)
})

test('a configuration that is not valid is said on the pull request, and the pull request that mends it may pass', async () => {
  await standIn.push(repository, 'main', {
    files: { '.roadmap.yml': 'version: 1\nmode: enforced\nchekcs: {}\n' },
  })
  const sha = await standIn.push(repository, 'other', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'other' })
  await server.idle()
  expect(new Set(Object.values(conclusions(sha)))).toEqual(new Set(['action_required']))
  const summary = standIn.checkRuns(repository, sha)[0]?.output.summary ?? ''
  expect(summary).toContain('`.roadmap.yml:2:7`')
  expect(summary).toContain('`.roadmap.yml:3:1`')
  expect(await standIn.reviewComments(pull)).toEqual([])
  const mending = await standIn.push(repository, 'mend', { files: { '.roadmap.yml': 'version: 1\n' } })
  await standIn.openPull(repository, { head: 'mend' })
  await server.idle()
  expect(new Set(Object.values(conclusions(mending)))).toEqual(new Set(['neutral']))
})

test("the base branch's configuration is today's, not that of when the pull request was opened", async () => {
  await standIn.push(repository, 'early', { files: { 'src/server.js': UNSAFE } })
  await standIn.openPull(repository, { head: 'early' })
  await server.idle()
  await standIn.push(repository, 'main', { files: { '.roadmap.yml': 'version: 1\nmode: advisory\n' } })
  const sha = await standIn.push(repository, 'early', { files: { 'notes.txt': 'later\n' } })
  await server.idle()
  expect(conclusions(sha)['Roadmap / Insecure patterns']).toBe('neutral')
})

test("a fork cannot weaken its own review: the base's configuration is in force, and the effect is shown", async () => {
  const fork = await standIn.fork(repository, 'weakener')
  const files = {
    'src/server.js': UNSAFE,
    '.roadmap.yml': 'version: 1\nmode: advisory\nchecks: { insecure-patterns/*: off }\n',
  }
  const sha = await standIn.push(fork, 'weak', { files })
  await standIn.openPull(repository, { head: 'weak', fork })
  await server.idle()
  const run = standIn.checkRuns(repository, sha).find(({ name }) => name === 'Roadmap / Insecure patterns')
  expect(run?.conclusion).toBe('failure')
  const told = standIn
    .checkRuns(repository, sha)
    .map(({ output }) => output.summary)
    .join('\n')
  expect(told).toContain('`mode`: `"enforce"` → `"advisory"`')
  expect(told).toMatch(/`insecure-patterns\/tls-verification-disabled`: error → off/)
})

test('a push in the middle: only the newest head is commented, nothing spins on the old one', async () => {
  const old = await standIn.push(repository, 'race', { files: { 'src/server.js': UNSAFE } })
  let newest = ''
  standIn.faults.add({
    match: { method: 'POST', path: /\/check-runs$/ },
    what: {
      pushInTheMiddle: async () => {
        newest = await standIn.push(repository, 'race', { files: { 'src/server.js': MOVED } })
      },
    },
  })
  const pull = await standIn.openPull(repository, { head: 'race' })
  await server.idle()
  expect(newest).not.toBe('')
  expect(conclusions(newest)['Roadmap / Insecure patterns']).toBe('failure')
  const comments = await standIn.reviewComments(pull)
  expect(comments).toHaveLength(1)
  expect(standIn.checkRuns(repository, old).filter(({ status }) => status !== 'completed')).toEqual([])
})

test.each([
  ['an error of GitHub', 502],
  ['a lost answer', 'respondThenDrop'],
  ['a secondary limit', { secondaryLimit: { retryAfter: 1 } }],
  ['an expired token', 'expiredToken'],
] as const)('%s while publishing ends in one review, complete', async (_name, what) => {
  const sha = await standIn.push(repository, 'fault', { files: { 'src/server.js': UNSAFE } })
  standIn.faults.add({ match: { method: 'POST', path: /\/check-runs$/ }, skip: 1, what })
  standIn.faults.add({ match: { method: 'POST', path: /\/reviews$/ }, what })
  const pull = await standIn.openPull(repository, { head: 'fault' })
  await server.idle()
  expect(standIn.checkRuns(repository, sha)).toHaveLength(4)
  expect(conclusions(sha)['Roadmap / Insecure patterns']).toBe('failure')
  expect(await standIn.reviewComments(pull)).toHaveLength(1)
})

test('the same delivery twice is one review', async () => {
  const sha = await standIn.push(repository, 'twice', { files: { 'src/server.js': UNSAFE } })
  standIn.webhooks.mode = 'duplicate'
  const pull = await standIn.openPull(repository, { head: 'twice' })
  standIn.webhooks.mode = 'deliver'
  await server.idle()
  expect(standIn.checkRuns(repository, sha)).toHaveLength(4)
  expect(await standIn.reviewComments(pull)).toHaveLength(1)
})

test('a wrong signature is refused before anything is parsed; the secret before this one is taken', async () => {
  const send = async (secret: string): Promise<number> => {
    const body = '{"action":"ping"'
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    const { status } = await fetch(server.webhookUrl, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-github-delivery': randomUUID(),
        'x-github-event': 'ping',
        'x-hub-signature-256': `sha256=${signature}`,
      },
    })
    return status
  }
  expect(await send('a secret of somebody else')).toBe(401)
  // The signature holds, the JSON does not.
  expect(await send('the secret before this one')).toBe(500)
  expect(await send(standIn.app.webhookSecret)).toBe(500)
})

test('health, metrics and pages answer with headers that allow nothing', async () => {
  for (const [path, text] of [
    ['/healthz', 'ok'],
    ['/readyz', 'ready'],
    ['/metrics', 'roadmap_review_queue_jobs'],
    ['/', 'Senior Backend Roadmap'],
    ['/roadmap/7', 'Security'],
    ['/rules/insecure-patterns/tls-verification-disabled', 'TLS'],
  ] as const) {
    const response = await fetch(`${server.url}${path}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain(text)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  }
  for (const path of ['/roadmap/16', '/rules/no/rule', '/etc/passwd', '/roadmap/..%2f']) {
    expect((await fetch(`${server.url}${path}`)).status).toBe(404)
  }
})

test('a second process in the same data folder is refused and told why', async () => {
  await expect(startServer({ env })).rejects.toThrow(/in use by process/)
})
