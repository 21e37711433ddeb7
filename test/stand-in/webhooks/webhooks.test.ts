import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhooks } from '@octokit/webhooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask, signJwt } from '../client.ts'
import { startStandIn } from '../index.ts'
import type { Repository, StandIn } from '../index.ts'

const EVENTS = [
  'check_run',
  'check_suite',
  'issue_comment',
  'merge_group',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'push',
]

interface Received {
  headers: IncomingHttpHeaders
  body: string
}

let standIn: StandIn
let shop: Repository
let receiver: Server
let received: Received[]
let answer: number

const names = () =>
  received.map(({ headers, body }) => {
    const { action } = JSON.parse(body) as { action?: string }
    return [headers['x-github-event'], action].filter(Boolean).join('.')
  })

beforeEach(async () => {
  received = []
  answer = 202
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(answer).end()
    })
  })
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve)
  })
  standIn = await startStandIn({ app: { events: EVENTS } })
  standIn.webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  shop = await standIn.createRepository({ name: 'shop', files: { 'a.txt': 'one\ntwo\n' } })
  await standIn.push(shop, 'feature', { files: { 'a.txt': 'one\nTWO\n' } })
  received = []
})

afterEach(async () => {
  await standIn.close()
  receiver.closeAllConnections()
  receiver.close()
})

test('everything people do is told, signed, and as GitHub describes it', async () => {
  const pull = await standIn.openPull(shop, { head: 'feature', draft: true })
  await standIn.convertToReady(pull)
  await standIn.convertToDraft(pull)
  await standIn.editPull(pull, { base: 'main', title: 'New', body: 'Text' })
  await standIn.push(shop, 'other')
  await standIn.editPull(pull, { base: 'other' })
  await standIn.editPull(pull, { base: 'main' })
  await standIn.labelPull(pull, 'bug')
  await standIn.push(shop, 'feature', { files: { 'b.txt': 'b\n' } })
  await standIn.comment(pull, 'Hello')
  const thread = await standIn.commentOnLine(pull, { path: 'a.txt', line: 2, body: 'Why?' })
  await standIn.reply(thread, 'Because.')
  await standIn.resolve(thread)
  await standIn.rerequestSuite(await standIn.checkSuite(shop, pull.headSha))
  await standIn.mergeGroup(pull)
  await standIn.closePull(pull)
  await standIn.reopenPull(pull)
  await standIn.closePull(pull, { merge: true })
  const [installation] = standIn.state.installationsOf(shop)
  if (installation) await standIn.uninstall(installation)
  expect(new Set(names())).toEqual(
    new Set([
      'pull_request.opened',
      'pull_request.ready_for_review',
      'pull_request.converted_to_draft',
      'pull_request.edited',
      'push',
      'check_suite.requested',
      'pull_request.labeled',
      'pull_request.synchronize',
      'issue_comment.created',
      'pull_request_review_comment.created',
      'pull_request_review_thread.resolved',
      'check_suite.rerequested',
      'merge_group.checks_requested',
      'pull_request.closed',
      'pull_request.reopened',
      'installation.deleted',
    ]),
  )
  const webhooks = new Webhooks({ secret: standIn.app.webhookSecret })
  for (const { headers, body } of received) {
    expect(await webhooks.verify(body, String(headers['x-hub-signature-256']))).toBe(true)
    expect((JSON.parse(body) as { installation: { id: number } }).installation.id).toBe(installation?.id)
  }
  expect(standIn.violations).toEqual([])
  expect(pull.mergeCommitSha).toBe(await shop.git.branch('main'))
})

test('a pull request from a fork keeps its head under refs/pull, through a force-push', async () => {
  const fork = await standIn.fork(shop, 'stranger')
  await standIn.push(fork, 'patch', { files: { 'c.txt': 'c\n' } })
  const pull = await standIn.openPull(shop, { head: 'patch', fork, as: 'stranger' })
  const first = pull.headSha
  const second = await standIn.push(fork, 'patch', { files: { 'c.txt': 'd\n' }, force: true })
  expect(await shop.git.resolve('refs/pull/1/head')).toBe(second)
  expect(await shop.git.mergeBase(first, second)).not.toBe(first)
  expect(names()).toEqual(['pull_request.opened', 'pull_request.synchronize'])
  const payload = JSON.parse(received.at(-1)?.body ?? '') as { before: string; after: string }
  expect([payload.before, payload.after]).toEqual([first, second])
})

test('the buttons of a check run', async () => {
  const sha = (await shop.git.branch('feature')) ?? ''
  const [installation] = standIn.state.installationsOf(shop)
  const path = `/app/installations/${installation?.id}/access_tokens`
  const { body } = await ask(standIn, signJwt(standIn.app), `POST ${path}`)
  const run = {
    name: 'check',
    head_sha: sha,
    conclusion: 'failure',
    actions: [{ label: 'Waive', identifier: 'waive', description: 'Waive it' }],
  }
  await ask(standIn, String(body['token']), 'POST /repos/acme/shop/check-runs', run)
  await standIn.webhooks.idle()
  const [made] = standIn.checkRuns(shop, sha)
  if (!made) throw new Error('No check run')
  await standIn.requestAction(made, 'waive')
  await expect(standIn.requestAction(made, 'other')).rejects.toThrow('no action')
  await standIn.rerequestCheck(made)
  expect(new Set(names())).toEqual(
    new Set([
      'check_run.created',
      'check_run.completed',
      'check_run.requested_action',
      'check_run.rerequested',
    ]),
  )
  expect(standIn.violations).toEqual([])
})

test('deliveries can be doubled, held, swapped and lost', async () => {
  const { webhooks } = standIn
  webhooks.mode = 'duplicate'
  const pull = await standIn.openPull(shop, { head: 'feature' })
  expect(names()).toEqual(['pull_request.opened', 'pull_request.opened'])
  expect(new Set(received.map((each) => each.headers['x-github-delivery'])).size).toBe(1)

  received = []
  webhooks.mode = 'hold'
  await standIn.closePull(pull)
  await standIn.reopenPull(pull)
  expect([received.length, webhooks.held.length]).toEqual([0, 2])
  await webhooks.release((held) => held.toReversed())
  expect(names()).toEqual(['pull_request.reopened', 'pull_request.closed'])

  received = []
  webhooks.mode = 'reorder'
  await standIn.closePull(pull)
  await standIn.reopenPull(pull)
  expect(names()).toEqual(['pull_request.reopened', 'pull_request.closed'])

  received = []
  webhooks.mode = 'drop'
  await standIn.closePull(pull)
  expect(names()).toEqual([])
  webhooks.mode = 'deliver'
  const jwt = signJwt(standIn.app)
  const listed = await ask(standIn, jwt, 'GET /app/hook/deliveries?per_page=1')
  const [lost] = listed.body as unknown as { id: number; guid: string; status: string }[]
  expect(lost?.status).toBe('failed to connect to host')
  expect(listed.headers.get('link')).toMatch(/cursor=\d+>; rel="next"/)
  expect((await ask(standIn, jwt, `GET /app/hook/deliveries/${lost?.id}`)).body['event']).toBe('pull_request')
  expect((await ask(standIn, jwt, `POST /app/hook/deliveries/${lost?.id}/attempts`)).status).toBe(202)
  await webhooks.idle()
  expect(names()).toEqual(['pull_request.closed'])
  expect(received[0]?.headers['x-github-delivery']).toBe(lost?.guid)
  expect(standIn.violations).toEqual([])
})

test('a receiver that fails or is gone is recorded as GitHub does', async () => {
  answer = 500
  const pull = await standIn.openPull(shop, { head: 'feature' })
  expect(standIn.state.deliveries.at(-1)).toMatchObject({ statusCode: 500 })
  standIn.webhookUrl = 'http://127.0.0.1:1/'
  await standIn.closePull(pull)
  expect(standIn.state.deliveries.at(-1)).toMatchObject({
    statusCode: 0,
    status: 'failed to connect to host',
  })
})

test('events that the app does not subscribe to are not sent', async () => {
  standIn.app.events = ['pull_request']
  await standIn.push(shop, 'feature', { files: { 'z.txt': 'z\n' } })
  expect(names()).toEqual([])
})
