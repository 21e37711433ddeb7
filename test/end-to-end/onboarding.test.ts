import { afterAll, beforeAll, expect, test } from 'vitest'
import { GitHubWithApp, SAFE, UNSAFE } from './github.ts'

let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start({ ONBOARDING: 'on' })
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const FILES = {
  'src/payments/charge.js': UNSAFE,
  'api/openapi.yaml': 'openapi: 3.0.0\ninfo: { title: a, version: "1" }\npaths: {}\n',
}

test('installed: a first look at the default branch, advice alone, and the first pull request says how to begin', async () => {
  const { standIn } = github
  const repository = await standIn.createRepository({ name: 'shop', owner: 'acme', files: FILES })
  await github.rest()
  const tip = (await repository.git.branch('main')) ?? ''
  const [look, ...others] = standIn.checkRuns(repository, tip)
  expect(others).toEqual([])
  expect(look).toMatchObject({ name: 'Roadmap / First look', conclusion: 'neutral' })
  expect(look?.output.summary).toContain('OpenAPI (1)')
  expect(look?.output.summary).toContain('/acme/shop/new/main?filename=.roadmap.yml&value=')
  expect(look?.output.text).toContain('src/payments/charge.js:3')
  // Nothing is written where only reading was granted.
  expect(standIn.state.pullsOf(repository)).toEqual([])

  await standIn.push(repository, 'work', { files: { 'src/other.js': SAFE } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  const summaries = standIn.checkRuns(repository, pull.headSha).map(({ output }) => output.summary ?? '')
  expect(summaries.filter((summary) => summary.includes('/new/main?filename=.roadmap.yml'))).toHaveLength(1)
})

test('where contents may be written, a pull request proposes a configuration and a baseline, once', async () => {
  const { standIn } = github
  const { app } = standIn
  app.permissions = { ...app.permissions, contents: 'write' }
  const repository = await standIn.createRepository({ name: 'store', owner: 'umbrella', files: FILES })
  await github.rest()
  const [pull, ...more] = standIn.state.pullsOf(repository)
  expect(more).toEqual([])
  expect(pull).toMatchObject({ title: 'Begin with .roadmap.yml', baseRef: 'main' })
  expect(pull?.body).toContain('a critical path')
  const read = (path: string): Promise<string> => repository.git.run('show', `${pull?.headSha}:${path}`)
  expect(await read('.roadmap.yml')).toContain('src/payments/**')
  expect(JSON.parse(await read('.roadmap-baseline.json'))).toMatchObject({
    findings: [
      { path: 'src/payments/charge.js', rule: 'insecure-patterns/tls-verification-disabled', count: 1 },
    ],
  })
  const checks = github.checks(repository, pull?.headSha ?? '')
  expect(Object.values(checks)).not.toContain('failure')

  // Merged, what was there before stops nobody; installed again, nothing is proposed twice.
  if (pull) await standIn.closePull(pull, { merge: true })
  const [installation] = standIn.state.installationsOf(repository)
  if (installation) await standIn.uninstall(installation)
  await standIn.install('umbrella')
  await github.rest()
  expect(standIn.state.pullsOf(repository)).toHaveLength(1)
  await standIn.push(repository, 'indent', {
    files: { 'src/payments/charge.js': UNSAFE.replace('export', '  export') },
  })
  const next = await standIn.openPull(repository, { head: 'indent' })
  await github.rest()
  expect(github.check(repository, next.headSha, 'Insecure patterns').conclusion).toBe('success')
})
