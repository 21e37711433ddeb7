import { generateKeyPairSync } from 'node:crypto'
import nock from 'nock'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GitHub } from './client.ts'
import { MissingPermission, RateLimited } from './errors.ts'
import type { PullRequest } from './pull-request.ts'
import { listResolvedThreads } from './resolved-threads.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const pull = { owner: 'acme', repo: 'shop', number: 3 } as PullRequest
const client = (apiUrl: string) => new GitHub({ appId: 99, privateKey, apiUrl, log: silent }).installation(7)
const token = { token: 'ghs_1', expires_at: '2127-01-01T00:00:00Z', permissions: {} }

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  const left = nock.pendingMocks()
  nock.cleanAll()
  nock.enableNetConnect()
  expect(left).toEqual([])
})

const page = (threads: [number | null, boolean][], next: string | null): unknown => ({
  data: {
    repository: {
      pullRequest: {
        reviewThreads: {
          nodes: threads.map(([databaseId, isResolved]) => ({
            isResolved,
            comments: { nodes: [{ databaseId }] },
          })),
          pageInfo: { hasNextPage: next !== null, endCursor: next },
        },
      },
    },
  },
})

test('resolved threads by their first comment, page after page; a GitHub Enterprise Server has its own address', async () => {
  nock('https://ghes.acme.test')
    .post('/api/v3/app/installations/7/access_tokens')
    .reply(201, token)
    .post('/api/graphql', ({ variables }) => variables.number === 3 && variables.after === null)
    .reply(
      200,
      page(
        [
          [1, true],
          [2, false],
          [null, true],
        ],
        'next',
      ),
    )
    .post('/api/graphql', ({ variables }) => variables.after === 'next')
    .reply(200, page([[4, true]], null))
  expect(await listResolvedThreads(client('https://ghes.acme.test/api/v3'), pull)).toEqual(new Set([1, 4]))
})

test.each([
  ['RATE_LIMITED', RateLimited],
  ['FORBIDDEN', MissingPermission],
] as const)('an answer with the error %s is that error, though its status is 200', async (type, expected) => {
  nock('https://api.github.com')
    .post('/app/installations/7/access_tokens')
    .reply(201, token)
    .post('/graphql')
    .reply(200, { data: null, errors: [{ type, message: 'no' }] })
  await expect(listResolvedThreads(client('https://api.github.com'), pull)).rejects.toThrow(expected)
})
