import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { OpenMirrorOptions } from '../../src/changeset/index.ts'
import { GitServer } from './git-server.ts'
import type { TestTree } from './repository.ts'
import { TestRepository } from './repository.ts'

const CONFIG = { '.roadmap.yml': 'version: 1\n' }

export interface Setup {
  repo: TestRepository
  server: GitServer
  options: OpenMirrorOptions
  dataDir: string
}

/** A pull request from a fork, number 7, whose base branch has moved on since. */
export async function setUp(base: TestTree, head: TestTree, config?: Record<string, string>): Promise<Setup> {
  const repo = new TestRepository()
  onTestFinished(() => repo[Symbol.dispose]())
  const fork = repo.commit('main', base)
  const headSha = repo.commit('refs/pull/7/head', head, fork)
  const baseSha = repo.commit('main', { ...base, 'moved-on.txt': 'later\n' })
  const server = await GitServer.start(repo.folder, config)
  onTestFinished(() => server[Symbol.asyncDispose]())
  const dataDir = join(repo.folder, 'data')
  const options = {
    dataDir,
    owner: 'Acme',
    name: 'shop',
    cloneUrl: `${server.url}/repo.git`,
    apiUrl: server.url,
    baseSha,
    headSha,
    pullNumber: 7,
    baseRef: 'main',
  }
  return { repo, server, options, dataDir }
}

/** One changed file among three. */
export const small = (): Promise<Setup> =>
  setUp({ 'a.txt': 'a\n', 'b.txt': 'b\n', ...CONFIG }, { 'a.txt': 'c\n', 'b.txt': 'b\n', ...CONFIG })

/** Names of the mirrors in a data folder. */
export function mirrors(dataDir: string): string[] {
  return readdirSync(join(dataDir, 'mirrors')).filter((name) => name.endsWith('.git'))
}

/** The name that a repository's mirror has. */
export function mirrorName(options: OpenMirrorOptions, name: string): string {
  return `${new URL(options.cloneUrl).host.replace(':', '_')}~acme~${name}.git`
}
