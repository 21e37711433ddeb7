import { expect, test } from 'vitest'
import {
  BadCredentials,
  GitHubGone,
  GitHubUnavailable,
  MissingPermission,
  RateLimited,
  toGitHubError,
  Unprocessable,
} from './errors.ts'

const NOW = Date.UTC(2026, 10, 22)

const http = (status: number, message = 'x', headers: Record<string, string> = {}): Error =>
  Object.assign(new Error(message), {
    status,
    request: { headers: { authorization: 'token ghs_verysecret' } },
    response: { headers },
  })

test.each([
  [http(401), BadCredentials],
  [http(403, 'Resource not accessible by integration'), MissingPermission],
  [http(403, 'This installation has been suspended'), GitHubGone],
  [http(404), GitHubGone],
  [http(410), GitHubGone],
  [http(422), Unprocessable],
  [http(500), GitHubUnavailable],
  [http(502), GitHubUnavailable],
])('%o is typed', (error, type) => {
  expect(toGitHubError(error, NOW)).toBeInstanceOf(type)
})

test.each([
  ['retry-after', http(403, 'You have exceeded a secondary rate limit', { 'retry-after': '17' }), 17],
  ['a secondary limit without a time', http(403, 'You have exceeded a secondary rate limit'), 60],
  [
    'an exhausted primary limit',
    http(403, 'API rate limit exceeded', {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(NOW / 1000 + 99),
    }),
    100,
  ],
  ['429', http(429, 'slow down'), 60],
  ['an absurd wait', http(429, 'slow down', { 'retry-after': '999999' }), 3600],
])('%s says how long to wait', (_name, error, seconds) => {
  const typed = toGitHubError(error, NOW)
  expect(typed).toBeInstanceOf(RateLimited)
  expect((typed as RateLimited).retryAfterSeconds).toBe(seconds)
})

test('no error carries the token of its request', () => {
  for (const status of [401, 403, 404, 422, 429, 500]) {
    const { cause } = toGitHubError(http(status), NOW)
    expect(JSON.stringify(cause, Object.getOwnPropertyNames(cause))).not.toContain('ghs_verysecret')
  }
})
