import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withMarker } from '../../src/report/github/marker.ts'
import { ask, tokenFor } from '../stand-in/client.ts'
import { type StandIn, startStandIn } from '../stand-in/index.ts'
import { judge, SOUND } from './law.ts'
import { CONCLUSIONS, Subject } from './subject.ts'

// The judge is judged: an app that does one thing wrong, played by hand.
let standIn: StandIn
let subject: Subject
let token: string
const app = createServer((_, response) => response.writeHead(202).end())
const RULE = 'insecure-patterns/tls-verification-disabled'

beforeEach(async () => {
  await new Promise<void>((resolve) => {
    app.listen(0, '127.0.0.1', resolve)
  })
  standIn = await startStandIn({ rateLimits: false })
  standIn.webhookUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
  subject = await Subject.create(standIn, 'owner')
  token = await tokenFor(standIn, subject.repository)
  await subject.open()
})
afterEach(async () => {
  await standIn.close()
  app.closeAllConnections()
  await new Promise((resolve) => {
    app.close(resolve)
  })
})

const post = (path: string, body: object): ReturnType<typeof ask> =>
  ask(standIn, token, `POST /repos/owner/shop/${path}`, body)

async function check(name: string, conclusion?: string): Promise<number> {
  const state = conclusion === undefined ? { status: 'in_progress' } : { status: 'completed', conclusion }
  const { body } = await post('check-runs', { name, head_sha: subject.pull.headSha, ...state })
  return Number(body['id'])
}

async function checks(): Promise<void> {
  for (const [name, conclusion] of Object.entries(CONCLUSIONS.offends)) await check(name, conclusion)
}

async function comments(...fingerprints: string[]): Promise<void> {
  const own = fingerprints.map((fingerprint) => ({
    path: 'src/a.js',
    line: 4,
    side: 'RIGHT',
    body: withMarker('Mend it', {
      fingerprints: [fingerprint.repeat(32)],
      ruleIds: [RULE],
      state: 'open',
    }),
  }))
  const { pull } = subject
  await post(`pulls/${pull.number}/reviews`, {
    commit_id: pull.headSha,
    event: 'COMMENT',
    body: 'x',
    comments: own,
  })
}

test('a review as it should be', async () => {
  await checks()
  await comments('a', 'b', 'c')
  expect(judge(standIn, [subject])).toEqual({ ...SOUND, events: 1, reviews: 1 })
})

test('an event without an answer, and one with half of it', async () => {
  expect(judge(standIn, [subject]).lost).toHaveLength(4)
  await check('Roadmap / API compatibility', 'success')
  await comments('a')
  // Three families, and two comments.
  expect(judge(standIn, [subject]).lost).toHaveLength(4)
})

test('an answer to a commit that is not the newest', async () => {
  await checks()
  await comments('a', 'b', 'c')
  await subject.push('clean')
  expect(judge(standIn, [subject]).lost).toHaveLength(4)
})

test('a comment twice, a check run twice', async () => {
  await checks()
  await check('Roadmap / Insecure patterns', 'failure')
  await comments('a', 'b', 'c')
  await comments('a')
  expect(judge(standIn, [subject]).duplicates).toHaveLength(2)
})

test('a pass that was taken back', async () => {
  await checks()
  await comments('a', 'b', 'c')
  const id = await check('Roadmap / Insecure patterns', 'success')
  await ask(standIn, token, `PATCH /repos/owner/shop/check-runs/${id}`, {
    status: 'completed',
    conclusion: 'cancelled',
  })
  await standIn.webhooks.idle()
  expect(judge(standIn, [subject]).falseGreens).not.toEqual([])
})

test('a check run that never ends, on a commit that nobody looks at any more', async () => {
  await check('Roadmap / Insecure patterns')
  await subject.push('clean')
  expect(judge(standIn, [subject]).spinning).toHaveLength(1)
})
