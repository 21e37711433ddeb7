import { afterAll, beforeAll, expect, test } from 'vitest'
import { GitHubWithApp } from './github.ts'

// Reviewers of critical paths are asked on the pull request: once, and only those who can be.
let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const config = (review = ''): string => `version: 1
${review}critical-paths:
  pay: { paths: ["src/pay.js"], reviewers: ["@acme/payments", "@ada", "@octocat", "@stranger", "@elsewhere/team"] }
`
const code = (factor: number): string => `export const pay = (sum) => sum * ${factor}\n`

test('each is asked once, never the author, and who cannot be asked is named', async () => {
  const { standIn } = github
  const repository = await github.repository({ 'src/pay.js': code(1), '.roadmap.yml': config() })
  for (const login of ['ada', 'octocat']) standIn.setRole(repository, login, 'write')
  standIn.addToTeam('acme/payments', 'grace')
  const sha = await standIn.push(repository, 'work', { files: { 'src/pay.js': code(2) } })
  const pull = await standIn.openPull(repository, { head: 'work', as: 'octocat' })
  await github.rest()
  expect(pull.reviewers).toEqual({ users: ['ada'], teams: ['payments'] })
  const { summary } = github.check(repository, sha, 'Critical-path tests').output
  expect(summary).toContain('`@stranger` (GitHub lets only those')
  expect(summary).toContain('`@elsewhere/team` (it is a team of another organisation')

  // Whoever takes a request back means it.
  pull.reviewers = { users: [], teams: [] }
  await standIn.push(repository, 'work', { files: { 'src/pay.js': code(3) } })
  await github.rest()
  expect(pull.reviewers).toEqual({ users: [], teams: [] })
})

test('nobody is asked where the configuration says no', async () => {
  const { standIn } = github
  const off = config('review: { request-reviewers: false }\n')
  const repository = await github.repository({ 'src/pay.js': code(1), '.roadmap.yml': off })
  standIn.setRole(repository, 'ada', 'write')
  await standIn.push(repository, 'work', { files: { 'src/pay.js': code(2) } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(pull.reviewers).toBeUndefined()
})
