import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask, tokenFor } from './client.ts'
import { startStandIn } from './index.ts'
import type { Repository, StandIn } from './index.ts'

let standIn: StandIn
let shop: Repository
let token: string
const PULLS = 'GET /repos/acme/shop/pulls'

beforeEach(async () => {
  standIn = await startStandIn()
  shop = await standIn.createRepository({ name: 'shop' })
  token = await tokenFor(standIn, shop)
})

afterEach(() => standIn.close())

test('a fault meets the request it is meant for, as often as asked', async () => {
  const fault = standIn.faults.add({
    match: { method: 'get', path: /\/pulls$/ },
    skip: 1,
    times: 2,
    what: 502,
  })
  const statuses: number[] = []
  for (let index = 0; index < 4; index += 1) statuses.push((await ask(standIn, token, PULLS)).status)
  expect(statuses).toEqual([200, 502, 502, 200])
  expect(fault.happened).toBe(2)
  expect((await ask(standIn, token, 'GET /repos/acme/shop')).status).toBe(200)
  expect(standIn.requests.filter((each) => each.fault === 502)).toHaveLength(2)
})

test('a secondary limit says how long to wait', async () => {
  standIn.faults.add({ what: { secondaryLimit: { retryAfter: 7 } } })
  const { status, headers } = await ask(standIn, token, PULLS)
  expect([status, headers.get('retry-after')]).toEqual([403, '7'])
})

test('a time-out cuts the connection, and nothing was done', async () => {
  const sha = await shop.git.branch('main')
  standIn.faults.add({ what: { timeout: 5 } })
  const run = { name: 'x', head_sha: sha }
  await expect(ask(standIn, token, 'POST /repos/acme/shop/check-runs', run)).rejects.toThrow('fetch failed')
  expect(standIn.state.checkRuns.size).toBe(0)
  expect(standIn.requests.at(-1)?.status).toBe(0)
})

test('a dropped answer leaves what was done', async () => {
  const sha = await shop.git.branch('main')
  standIn.faults.add({ what: 'respondThenDrop' })
  const run = { name: 'x', head_sha: sha }
  await expect(ask(standIn, token, 'POST /repos/acme/shop/check-runs', run)).rejects.toThrow('fetch failed')
  expect(standIn.checkRuns(shop, sha ?? '')).toHaveLength(1)
})

test('something happens instead of a request', async () => {
  const sha = await shop.git.branch('main')
  let happened = 0
  standIn.faults.add({ what: { pushInTheMiddle: () => (happened += 1), when: 'instead' } })
  const run = { name: 'x', head_sha: sha }
  await expect(ask(standIn, token, 'POST /repos/acme/shop/check-runs', run)).rejects.toThrow('fetch failed')
  expect([happened, standIn.state.checkRuns.size]).toEqual([1, 0])
})

test('an expired token stays expired, a new one works', async () => {
  standIn.faults.add({ what: 'expiredToken' })
  expect((await ask(standIn, token, PULLS)).status).toBe(401)
  expect((await ask(standIn, token, PULLS)).status).toBe(401)
  expect((await ask(standIn, await tokenFor(standIn, shop), PULLS)).status).toBe(200)
})

test('somebody pushes while a request is under way', async () => {
  const old = await standIn.push(shop, 'feature', { files: { 'a.txt': 'a\n' } })
  await standIn.openPull(shop, { head: 'feature' })
  let pushed = ''
  const pushInTheMiddle = async () => {
    pushed = await standIn.push(shop, 'feature', { files: { 'a.txt': 'b\n' } })
  }
  standIn.faults.add({ what: { pushInTheMiddle, when: 'after' } })
  const head = async () => {
    const { body } = await ask(standIn, token, `${PULLS}/1`)
    return (body['head'] as { sha: string }).sha
  }
  expect(await head()).toBe(old)
  expect(await head()).toBe(pushed)
  standIn.faults.add({ what: { pushInTheMiddle } })
  expect(await head()).toBe(pushed)
})

test('git requests have faults of their own', async () => {
  const url = `${standIn.url}/acme/shop.git/info/refs?service=git-upload-pack`
  const authorization = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`
  const status = async () => {
    const response = await fetch(url, { headers: { authorization } })
    await response.arrayBuffer()
    return response.status
  }
  standIn.faults.add({ match: { git: true }, what: 500 })
  expect((await ask(standIn, token, PULLS)).status).toBe(200)
  expect([await status(), await status()]).toEqual([500, 200])
  standIn.faults.add({ match: { git: true }, what: 'respondThenDrop' })
  await expect(status()).rejects.toThrow(/terminated|fetch failed/)
  standIn.faults.add({ match: { git: true }, what: 'expiredToken' })
  expect([await status(), (await ask(standIn, token, PULLS)).status]).toEqual([401, 401])
})

test('closing waits for what GitHub does on its own time', async () => {
  const other = await startStandIn({ app: { events: ['check_run'] } })
  const repository = await other.createRepository({ name: 'shop' })
  const sha = await repository.git.branch('main')
  const run = { name: 'x', head_sha: sha, conclusion: 'success' }
  await ask(other, await tokenFor(other, repository), 'POST /repos/acme/shop/check-runs', run)
  await other.close()
  expect(other.state.deliveries.map((each) => each.action)).toEqual(['created', 'created', 'completed'])
})
