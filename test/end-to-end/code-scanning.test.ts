import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uploadToCodeScanning } from '../../src/action/upload.ts'
import { uploadSarif } from '../../src/github/code-scanning.ts'
import { toSarif } from '../../src/report/index.ts'
import { catalogue, review } from '../report/example.ts'
import { tokenOf } from '../stand-in/client.ts'
import { type Repository, type StandIn, startStandIn } from '../stand-in/index.ts'

let standIn: StandIn
let repository: Repository
let head: string
let token: string
const sarif = toSarif(review, catalogue, { codeScanning: true })

beforeAll(async () => {
  standIn = await startStandIn()
  repository = await standIn.createRepository({ name: 'shop', files: { 'a.txt': 'a\n' } })
  head = await standIn.push(repository, 'feature', { files: { 'a.txt': 'b\n' } })
  const workflows = standIn.addApp({
    name: 'workflows',
    permissions: { contents: 'read', security_events: 'write' },
    events: [],
  })
  token = await tokenOf(standIn, await standIn.install('acme', { app: workflows }))
})
afterAll(async () => {
  expect(standIn.violations).toEqual([])
  await standIn.close()
})

const upload = async (
  change: Partial<Parameters<typeof uploadToCodeScanning>[0]> = {},
): Promise<[boolean, string]> => {
  let log = ''
  const env = {
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_API_URL: standIn.apiUrl,
  }
  const signal = new AbortController().signal
  const arrived = await uploadToCodeScanning(
    { env, token, sarif, headSha: head, signal, delaysMs: [0], ...change },
    (text) => (log += text),
  )
  return [arrived, log]
}

test('what is open reaches code scanning, on the head of the pull request', async () => {
  await expect(upload({ pull: 12 })).resolves.toEqual([true, ''])
  const [sent] = standIn.state.sarifs
  const open = review.findings.filter(({ verdict }) => verdict.shown)
  expect([sent?.ref, sent?.commitSha, sent?.log.runs[0]?.results.length]).toEqual([
    'refs/pull/12/head',
    head,
    open.length,
  ])
})

test('a missing permission is named; a fork has none to give', async () => {
  const [app] = standIn.state.installationsOf(repository)
  if (!app) throw new Error('no app')
  const weak = await tokenOf(standIn, app)
  const [arrived, log] = await upload({ token: weak })
  expect([arrived, log]).toEqual([false, expect.stringContaining('security-events: write')])
  const [passed, warning] = await upload({ token: weak, fork: true })
  expect([passed, warning]).toEqual([true, expect.stringMatching(/^::warning .*fork/)])
  await expect(upload({ token: undefined })).rejects.toThrow('needs a token')
})

test('a log that code scanning cannot take is said in its words', async () => {
  const run = { tool: { driver: { name: 'x' } }, results: [] }
  const [arrived, log] = await upload({ sarif: JSON.stringify({ version: '2.1.0', runs: [run, run] }) })
  expect([arrived, log]).toEqual([false, expect.stringContaining('several runs of one category')])
  const large = randomBytes(11 * 1024 * 1024).toString('base64')
  const packed = await uploadSarif({
    apiUrl: standIn.apiUrl,
    token,
    owner: 'acme',
    repo: 'shop',
    commitSha: head,
    ref: 'refs/heads/main',
    sarif: large,
  })
  expect(packed.kind).toBe('too-large')
})
