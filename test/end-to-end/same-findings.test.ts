import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runAction } from '../../src/action/action.ts'
import { openMirror } from '../../src/changeset/index.ts'
import { GitHub } from '../../src/github/index.ts'
import { openDatabase } from '../../src/jobs/database.ts'
import { examine } from '../../src/jobs/examine.ts'
import { readMarker } from '../../src/report/github/index.ts'
import { cli } from '../../src/cli/cli.ts'
import { toJson } from '../../src/report/json/json.ts'
import { toSarif } from '../../src/report/sarif/sarif.ts'
import { version } from '../../src/engine/version.ts'
import { fixtureFiles, fixtureNames, oneOfAKind } from '../golden/fixture-repositories.ts'
import type { Pull, Repository, StandIn } from '../stand-in/index.ts'
import { GitHubWithApp } from './github.ts'
import { rulePool } from '../rule-pool.ts'

const signal = new AbortController().signal

test('the App, the command line and the Action give the same findings, byte for byte', async () => {
  await using github = await GitHubWithApp.start()
  const { standIn, server, dataDir } = github
  const published = new Map<string, { pull: Pull; fingerprints: string[] }>()
  for (const name of oneOfAKind(fixtureNames())) {
    const base = await fixtureFiles(name, 'base')
    const head = await fixtureFiles(name, 'head')
    const repository = await standIn.createRepository({ name, files: base })
    const gone = Object.keys(base).filter((path) => !(path in head))
    await standIn.push(repository, 'change', { files: head, delete: gone })
    // The base goes on meanwhile: what counts is the merge base.
    await standIn.push(repository, 'main', { files: { 'LATER.md': 'later\n' } })
    const pull = await standIn.openPull(repository, { head: 'change' })
    await github.rest()

    const app = await byApp(standIn, repository, pull, dataDir)
    using checkout = cloneOf(repository)
    const json = await byCommandLine(checkout.path, pull, 'json')
    const sarif = await byCommandLine(checkout.path, pull, 'sarif')
    const action = await byAction(checkout.path, pull, await baseOf(repository, pull))
    expect(findingsOf(app.json)).toBe(findingsOf(json))
    expect(resultsOf(app.sarif)).toBe(resultsOf(sarif))
    expect(resultsOf(action)).toBe(resultsOf(sarif))
    expect(app.json).toBe(json)
    const fingerprints = (JSON.parse(json) as { findings: { fingerprint: string }[] }).findings
    published.set(name, { pull, fingerprints: fingerprints.map(({ fingerprint }) => fingerprint) })
  }
  const offending = published.get('offends-all-four')
  expect(offending?.fingerprints.length).toBeGreaterThan(8)

  // And the running app told and remembers the same.
  for (const { pull, fingerprints } of published.values()) {
    const told = (await standIn.reviewComments(pull)).flatMap(
      ({ body }) => readMarker(body)?.fingerprints ?? [],
    )
    expect(fingerprints).toEqual(expect.arrayContaining(told))
  }
  expect(await standIn.reviewComments((offending as { pull: Pull }).pull)).not.toEqual([])
  expect(standIn.violations).toEqual([])
  await server.close()
  await using database = await openDatabase({ dataDir })
  const rows = await database.query<{ fingerprint: string; repo_id: number }>(
    'select fingerprint, repo_id from roadmap.findings where fixed_at is null',
  )
  for (const { pull, fingerprints } of published.values()) {
    const own = rows.filter(({ repo_id: id }) => id === pull.repository.id)
    expect(own.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(
      [...new Set(fingerprints)].toSorted(),
    )
  }
}, 300_000)

/** What the app computes: its own steps over the mirror that the running app has already fetched. */
async function byApp(standIn: StandIn, { owner, name }: Repository, pull: Pull, dataDir: string) {
  const { app, apiUrl } = standIn
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const github = new GitHub({ appId: app.id, privateKey: app.privateKey, apiUrl, log: silent })
  const [installation] = standIn.state.installationsOf(pull.repository)
  const token = await github.installation(installation?.id ?? 0).token()
  const baseSha = await baseOf(pull.repository, pull)
  await using changeSet = await openMirror({
    dataDir,
    owner: owner.login,
    name,
    cloneUrl: github.cloneUrl(owner.login, name),
    token,
    apiUrl,
    baseSha,
    headSha: pull.headSha,
    baseRef: pull.baseRef,
    pullNumber: pull.number,
    signal,
  })
  const { headSha, baseRef } = pull
  const subject = { owner: owner.login, repo: name, headSha, baseSha, baseRef, labels: [] }
  const shared = {
    repository: { owner: owner.login, repo: name },
    read: () => Promise.reject(new Error('nothing is extended')),
  }
  const dependencies = { pool: rulePool, publicUrl: undefined, shared } as unknown as Parameters<
    typeof examine
  >[2]
  const { review, catalogue } = await examine(changeSet, subject, dependencies, signal)
  if (!review) throw new Error('not reviewed')
  return { json: toJson(review, catalogue), sarif: toSarif(review, catalogue, { version }) }
}

async function byCommandLine(cwd: string, pull: Pull, format: string): Promise<string> {
  let stdout = ''
  await cli(['review', '--base', 'origin/main', '--head', pull.headSha, '--format', format], {
    stdout: { write: (text) => (stdout += text), isTTY: false },
    stderr: { write: () => true, isTTY: false },
    env: {},
    cwd,
    signal,
    pool: rulePool,
  })
  return stdout
}

async function byAction(workspace: string, pull: Pull, base: string): Promise<string> {
  const event = join(workspace, '.git', 'event.json')
  writeFileSync(event, JSON.stringify({ pull_request: { base: { sha: base }, head: { sha: pull.headSha } } }))
  const file = join(workspace, '.git', 'review.sarif')
  await runAction({
    env: { GITHUB_WORKSPACE: workspace, GITHUB_EVENT_PATH: event, INPUT_SARIF_FILE: file },
    log: () => {},
    signal,
  })
  return readFileSync(file, 'utf8')
}

async function baseOf({ git }: Repository, pull: Pull): Promise<string> {
  return (await git.branch(pull.baseRef)) ?? ''
}

function cloneOf({ git }: Repository): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'roadmap-checkout-'))
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', git.directory, path])
  execFileSync('git', ['-C', path, 'checkout', '--quiet', '--detach', 'origin/change'])
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** The findings as they are written, character for character. */
function findingsOf(json: string): string {
  return JSON.stringify((JSON.parse(json) as { findings: unknown[] }).findings)
}

function resultsOf(sarif: string): string {
  return JSON.stringify((JSON.parse(sarif) as { runs: { results: unknown[] }[] }).runs[0]?.results)
}
