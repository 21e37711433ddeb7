import { afterAll, beforeAll, expect, test } from 'vitest'
import { LIMITS } from '../../src/report/github/index.ts'
import { GitHubWithApp } from './github.ts'
import { majorBump } from './major-bump.ts'

let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

test('three hundred breaking changes are ten comments at most, what reaches most operations first', async () => {
  const { standIn } = github
  const { base, head } = majorBump()
  const repository = await github.repository({
    'api/openapi.yaml': base,
    'client/orders.ts': 'await fetch(`${BASE}/v1/resource06`)\nawait api.listResource06()\n',
  })
  const sha = await standIn.push(repository, 'work', { files: { 'api/openapi.yaml': head } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()

  const run = github.check(repository, sha, 'API compatibility')
  expect(run.conclusion).toBe('failure')
  const errors = Number(/^(\d+) errors/.exec(run.output.title ?? '')?.[1])
  expect(errors).toBeGreaterThanOrEqual(300)

  const comments = await standIn.reviewComments(pull)
  expect(comments.length).toBeGreaterThan(3)
  expect(comments.length).toBeLessThanOrEqual(10)
  const places = comments.map(({ path, side, line }) => `${path} ${side} ${line}`)
  expect(new Set(places).size).toBe(places.length)
  // The one change that every operation sees.
  expect(comments[0]?.body).toContain('Problem.code')
  expect(comments[0]?.body).toMatch(/Affects 1\d\d operations/)
  // Errors before warnings.
  const levels = comments.map(({ body }) => ['🛑', '⚠️', '💡'].findIndex((icon) => body.startsWith(icon)))
  expect(levels).toEqual(levels.toSorted((a, b) => a - b))
  for (const { body } of comments) expect(Buffer.byteLength(body)).toBeLessThan(LIMITS.comment)

  // The check run has the rest, cut by whole findings.
  const text = run.output.text ?? ''
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMITS.text)
  expect(text).toMatch(/\d+ more findings not listed here/)
  expect(text.indexOf('Problem.code')).toBeLessThan(500)
  expect(text).toContain('client/orders.ts')
}, 120_000)
