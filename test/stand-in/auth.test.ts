import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, signJwt, tokenFor, tokenOf } from './client.ts'
import { startStandIn } from './index.ts'
import type { App, Installation, Repository, StandIn } from './index.ts'

let standIn: StandIn
let shop: Repository
let installation: Installation
let app: App

beforeAll(async () => {
  standIn = await startStandIn()
  shop = await standIn.createRepository({ name: 'shop' })
  await standIn.createRepository({ name: 'till' })
  app = standIn.app
  const [first] = standIn.state.installationsOf(shop)
  if (!first) throw new Error('Not installed')
  installation = first
})

afterAll(async () => {
  expect(standIn.violations).toEqual([])
  await standIn.close()
})

const now = () => Math.floor(Date.now() / 1000)

test.each([
  ['in the past', () => ({ exp: now() - 10 })],
  ['too far in the future', () => ({ exp: now() + 3600 })],
  ['of no app', () => ({ iss: 1 })],
  ['issued later', () => ({ iat: now() + 1000, exp: now() + 300 })],
])('a JWT %s is refused', async (_, change) => {
  expect((await ask(standIn, signJwt(app, change()), 'GET /app')).status).toBe(401)
})

test('a JWT signed by another key is refused, the right one accepted', async () => {
  const other = standIn.addApp({ name: 'other' })
  const forged = signJwt({ ...other, id: app.id })
  expect((await ask(standIn, forged, 'GET /app')).status).toBe(401)
  expect((await ask(standIn, 'a.b.c', 'GET /app')).status).toBe(401)
  expect((await ask(standIn, signJwt(app), 'GET /app')).body['slug']).toBe(app.slug)
  expect((await ask(standIn, signJwt(app, { iss: app.clientId }), 'GET /app')).status).toBe(200)
  expect((await ask(standIn, signJwt(other), `GET /app/installations/${installation.id}`)).status).toBe(404)
})

test('an app cannot act on a repository by its JWT, nor an installation as the app', async () => {
  expect((await ask(standIn, signJwt(app), 'GET /repos/acme/shop/pulls')).status).toBe(403)
  expect((await ask(standIn, await tokenFor(standIn, shop), 'GET /app')).status).toBe(401)
  expect((await ask(standIn, undefined, 'GET /repos/acme/shop/pulls')).status).toBe(404)
})

test('permissions that were not granted answer 403 as on GitHub', async () => {
  const reader = await tokenOf(standIn, installation, { permissions: { pull_requests: 'read' } })
  expect((await ask(standIn, reader, 'GET /repos/acme/shop/pulls')).status).toBe(200)
  const refused = await ask(standIn, reader, 'GET /repos/acme/shop/contents/README.md')
  expect(refused.status).toBe(403)
  expect(refused.body['message']).toBe('Resource not accessible by integration')
  const more = { permissions: { contents: 'write' } }
  const path = `/app/installations/${installation.id}/access_tokens`
  expect((await ask(standIn, signJwt(app), `POST ${path}`, more)).status).toBe(422)
})

test('a token for one repository does not see its neighbour', async () => {
  const narrow = await tokenOf(standIn, installation, { repositories: ['till'] })
  expect((await ask(standIn, narrow, 'GET /repos/acme/till/pulls')).status).toBe(200)
  expect((await ask(standIn, narrow, 'GET /repos/acme/shop/pulls')).status).toBe(404)
  const list = await ask(standIn, narrow, 'GET /installation/repositories')
  expect(list.body['total_count']).toBe(1)
})

test('tokens end: by time, with the installation, and by its suspension', async () => {
  const stranger = await standIn.createRepository({ owner: 'stranger', name: 'shop' })
  const [other] = standIn.state.installationsOf(stranger)
  if (!other) throw new Error('Not installed')
  const token = await tokenOf(standIn, other)
  expect((await ask(standIn, token, 'GET /repos/stranger/shop/pulls')).status).toBe(200)
  expect((await ask(standIn, token, 'GET /repos/acme/shop/pulls')).status).toBe(404)
  other.suspendedAt = new Date().toISOString()
  expect((await ask(standIn, token, 'GET /repos/stranger/shop/pulls')).status).toBe(403)
  await standIn.uninstall(other)
  expect((await ask(standIn, token, 'GET /repos/stranger/shop/pulls')).status).toBe(401)
  const mine = await tokenFor(standIn, shop)
  standIn.expireTokens()
  expect((await ask(standIn, mine, 'GET /repos/acme/shop/pulls')).status).toBe(401)
})

test('git is refused without, with a wrong, and with a narrow token', async () => {
  const url = `${standIn.url}/acme/shop.git/info/refs?service=git-upload-pack`
  const status = async (token?: string) => {
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
    const response = await fetch(
      url,
      token === undefined ? {} : { headers: { authorization: `Basic ${basic}` } },
    )
    await response.arrayBuffer()
    return response.status
  }
  expect(await status()).toBe(401)
  expect(await status('ghs_nonsense')).toBe(401)
  expect(await status(await tokenOf(standIn, installation, { repositories: ['till'] }))).toBe(404)
  expect(await status(await tokenOf(standIn, installation, { permissions: { checks: 'write' } }))).toBe(403)
  expect(await status(await tokenFor(standIn, shop))).toBe(200)
})

test('a manifest becomes an app, once', async () => {
  const manifest = {
    name: 'Made by hand',
    url: 'https://example.com',
    redirect_url: 'http://localhost/back?x=1',
    hook_attributes: { url: 'https://example.com/hook' },
    default_permissions: { checks: 'write' },
    default_events: ['pull_request'],
  }
  const response = await fetch(`${standIn.url}/settings/apps/new?state=abc`, {
    method: 'POST',
    body: new URLSearchParams({ manifest: JSON.stringify(manifest) }),
    redirect: 'manual',
  })
  expect(response.status).toBe(302)
  const back = new URL(response.headers.get('location') ?? '')
  expect([back.searchParams.get('x'), back.searchParams.get('state')]).toEqual(['1', 'abc'])
  const path = `POST /app-manifests/${back.searchParams.get('code')}/conversions`
  const made = await ask(standIn, undefined, path)
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ slug: 'made-by-hand', events: ['pull_request'] })
  const added = standIn.state.apps.get(Number(made.body['id']))
  const key = { ...app, id: Number(made.body['id']), privateKey: String(made.body['pem']) }
  expect((await ask(standIn, signJwt(key), 'GET /app')).status).toBe(200)
  expect(added?.webhookUrl).toBe('https://example.com/hook')
  expect((await ask(standIn, undefined, path)).status).toBe(404)
})
