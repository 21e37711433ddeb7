import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import nock from 'nock'
import { makeLog } from './log.ts'
import { readManifest } from './manifest.ts'
import { type SetupServer, startSetup } from './setup.ts'

const API = 'https://ghes.acme.test/api/v3'
let folder: string
let setup: SetupServer

beforeEach(async () => {
  nock.disableNetConnect()
  nock.enableNetConnect('127.0.0.1')
  folder = await mkdtemp(join(tmpdir(), 'roadmap-setup-'))
  setup = await startSetup({
    env: { PORT: '0', HOST: '127.0.0.1', GITHUB_API_URL: API },
    envFile: join(folder, '.env'),
    log: makeLog('silent'),
  })
})
afterEach(async () => {
  await setup.close()
  await rm(folder, { recursive: true, force: true })
  nock.cleanAll()
  nock.enableNetConnect()
})

const at = (path: string): string => new URL(path, setup.url.replace('localhost', '127.0.0.1')).href
const stateIn = (html: string): string => /state=([\w-]+)/.exec(html)?.[1] ?? ''

test('the form hands GitHub the manifest of app.yml, and may post there only', async () => {
  const response = await fetch(setup.url.replace('localhost', '127.0.0.1'))
  const html = await response.text()
  expect(response.headers.get('content-security-policy')).toContain('form-action https://ghes.acme.test')
  expect(html).toContain('action="https://ghes.acme.test/settings/apps/new?state=')
  const value = /name="manifest" value="([^"]*)"/.exec(html)?.[1] ?? ''
  const manifest = JSON.parse(value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Record<
    string,
    unknown
  >
  expect(manifest).toMatchObject({
    default_permissions: {
      checks: 'write',
      pull_requests: 'write',
      contents: 'read',
      metadata: 'read',
      merge_queues: 'read',
    },
    redirect_url: at('/setup/callback'),
    hook_attributes: { url: at('/api/github/webhooks') },
  })
})

test('without the token of the printed address there is no form', async () => {
  for (const path of ['/', '/?token=', '/?token=guess']) {
    const response = await fetch(at(path))
    expect(response.status).toBe(403)
    expect(await response.text()).not.toContain('manifest')
  }
})

test('the code becomes credentials in a file; nothing secret is shown; it works once', async () => {
  nock(API).post('/app-manifests/abc123/conversions').reply(201, {
    id: 77,
    slug: 'roadmap-review-acme',
    pem: '-----BEGIN RSA PRIVATE KEY-----\nsecret\n-----END RSA PRIVATE KEY-----\n',
    webhook_secret: 'the webhook secret',
    client_secret: 'the client secret',
    html_url: 'https://ghes.acme.test/apps/roadmap-review-acme',
  })
  const state = stateIn(await (await fetch(setup.url.replace('localhost', '127.0.0.1'))).text())
  const wrong = await fetch(at('/setup/callback?code=abc123&state=wrong'), { redirect: 'manual' })
  expect(wrong.status).toBe(400)
  const right = await fetch(at(`/setup/callback?code=abc123&state=${state}`), { redirect: 'manual' })
  expect(right.status).toBe(303)
  expect(right.headers.get('location')).toBe(
    'https://ghes.acme.test/apps/roadmap-review-acme/installations/new',
  )
  expect(await right.text()).not.toContain('secret')
  await setup.done
  const text = await readFile(join(folder, '.env'), 'utf8')
  expect(text).toContain('APP_ID="77"')
  expect(text).toContain('WEBHOOK_SECRET="the webhook secret"')
  expect(text).not.toContain('client secret')
  expect((await fetch(at(`/setup/callback?code=abc123&state=${state}`))).status).toBe(400)
})

test('a code that GitHub refuses can be tried again, and is said without it', async () => {
  nock(API).post('/app-manifests/old/conversions').reply(404, { message: 'Not Found' })
  const state = stateIn(await (await fetch(setup.url.replace('localhost', '127.0.0.1'))).text())
  const response = await fetch(at(`/setup/callback?code=old&state=${state}`))
  expect(response.status).toBe(502)
  expect(await response.text()).not.toContain('old')
})

test('the manifest asks for nothing more than what is written beside each permission', () => {
  expect(readManifest()).toMatchObject({
    default_permissions: {
      checks: 'write',
      contents: 'read',
      merge_queues: 'read',
      metadata: 'read',
      pull_requests: 'write',
      actions: 'read',
      members: 'read',
    },
    default_events: [
      'pull_request',
      'issue_comment',
      'pull_request_review_comment',
      'pull_request_review',
      'check_run',
      'check_suite',
      'merge_group',
      'workflow_run',
    ],
  })
  expect(Object.keys(readManifest().default_permissions)).toHaveLength(7)
})
