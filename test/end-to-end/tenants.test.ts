import { createHmac, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Installation, Repository } from '../stand-in/index.ts'
import { fullName } from '../stand-in/state.ts'
import { GitHubWithApp, SAFE, UNSAFE } from './github.ts'

// What befalls installations. The sweep runs when one is added or comes back, and not in between.
let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start({ SWEEP_MINUTES: '600' })
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const own = (owner: string): Promise<Repository> =>
  github.standIn.createRepository({ name: 'shop', owner, private: true, files: { 'src/server.js': SAFE } })
const installationOf = (repository: Repository): Installation => {
  const [installation] = github.standIn.state.installationsOf(repository)
  if (!installation) throw new Error('not installed')
  return installation
}
const comments = async (repository: Repository): Promise<number> => {
  const [pull] = github.standIn.state.pullsOf(repository)
  return pull ? (await github.standIn.reviewComments(pull)).length : 0
}

test('a suspended installation is left alone, and reviewed when that ends', async () => {
  const { standIn } = github
  const repository = await own('sleepy')
  const installation = installationOf(repository)
  await standIn.suspend(installation)
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  await github.rest()
  const before = standIn.requests.length
  await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(standIn.requests.slice(before)).toEqual([])
  await standIn.unsuspend(installation)
  await github.rest()
  expect(github.checks(repository, sha)['Insecure patterns']).toBe('failure')
  expect(await comments(repository)).toBe(1)
})

test('a repository under another name is the same repository', async () => {
  const { standIn } = github
  const repository = await own('movers')
  await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  standIn.rename(repository, { name: 'store' })
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': `// Moved\n${UNSAFE}` } })
  await github.rest()
  expect(github.checks(repository, sha)['Insecure patterns']).toBe('failure')
  expect(await comments(repository)).toBe(1)
})

test('a permission that is missing is said in the check, with the place to grant it', async () => {
  const { standIn } = github
  const repository = await own('careful')
  const installation = installationOf(repository)
  installation.permissions = { ...installation.permissions, pull_requests: 'read' }
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  const run = github.check(repository, sha, 'Insecure patterns')
  expect(run.conclusion).toBe('failure')
  expect(run.output.summary).toContain('`pull_requests=write`')
  expect(run.output.summary).toContain(`/settings/installations/${installation.id}`)
})

test('an event that names the repository of another installation reaches nothing there', async () => {
  const { standIn } = github
  const [victim, other] = [await own('victim'), await own('other')]
  // A new installation is looked over once, by its own token.
  await github.rest()
  const sha = await standIn.push(victim, 'work', { files: { 'src/server.js': UNSAFE } })
  standIn.webhooks.mode = 'drop'
  const pull = await standIn.openPull(victim, { head: 'work' })
  standIn.webhooks.mode = 'deliver'
  const body = JSON.stringify({
    action: 'opened',
    number: pull.number,
    installation: { id: installationOf(other).id },
    repository: { id: victim.id, name: victim.name, owner: { login: victim.owner.login } },
  })
  const send = async (secret: string, id: string = randomUUID()): Promise<number> => {
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': id,
      'x-hub-signature-256': signature,
    }
    return (await fetch(github.server.webhookUrl, { method: 'POST', headers, body })).status
  }
  await github.rest()
  const before = standIn.requests.length
  const askedOfIt = () => standIn.requests.slice(before).filter(({ path }) => path.includes(fullName(victim)))
  expect(await send('not the secret')).toBe(401)
  await github.rest()
  expect(askedOfIt()).toEqual([])
  const id = randomUUID()
  expect([await send(standIn.app.webhookSecret, id), await send(standIn.app.webhookSecret, id)]).toEqual([
    202, 202,
  ])
  await github.rest()
  // Its own token does not open what is another's, and the same delivery again asks for nothing.
  expect(askedOfIt().map(({ status }) => status)).toEqual([404])
  expect(standIn.checkRuns(victim, sha)).toEqual([])
})

test('no token is used for another installation, and of one that was removed nothing stays on disk', async () => {
  const { standIn } = github
  const [first, second] = [await own('leaver'), await own('stayer')]
  for (const repository of [first, second]) {
    await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
    await standIn.openPull(repository, { head: 'work' })
  }
  await github.rest()
  for (const repository of [first, second]) {
    const { id } = installationOf(repository)
    const used = standIn.requests.filter(({ path }) => path.includes(fullName(repository)))
    expect(used.length).toBeGreaterThan(5)
    expect(new Set(used.map(({ installation }) => installation ?? id))).toEqual(new Set([id]))
  }
  const mirrors = async (owner: string): Promise<number> =>
    (await readdir(join(github.dataDir, 'mirrors'))).filter((name) => name.includes(`~${owner}~`)).length
  expect([await mirrors('leaver'), await mirrors('stayer')]).toEqual([1, 1])
  await standIn.uninstall(installationOf(first))
  await github.rest()
  expect([await mirrors('leaver'), await mirrors('stayer')]).toEqual([0, 1])
})
