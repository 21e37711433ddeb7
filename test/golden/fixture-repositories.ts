import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

export const FIXTURES = join(import.meta.dirname, '../../fixtures')

/** Names of the cases under `fixtures/`: a folder with `base/` and `head/`. */
export function fixtureNames(): string[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => ['base', 'head'].some((side) => existsSync(join(FIXTURES, name, side))))
    .toSorted()
}

/** Of the cases that differ only in a framework of migrations one: for what is the same for all of them. */
export function oneOfAKind(names: readonly string[]): string[] {
  const migrations = names.find((name) => name.startsWith('migrations-in-'))
  return names.filter((name) => name === migrations || !name.startsWith('migrations-in-'))
}

export interface FixtureRepository extends Disposable {
  /** Folder of a git repository with the branches `main` (base) and `change` (head). */
  path: string
  base: string
  head: string
}

/** Makes a case into a real git repository of two commits, always with the same commit ids. */
export function fixtureRepository(name: string): FixtureRepository {
  const path = mkdtempSync(join(tmpdir(), 'roadmap-review-fixture-'))
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', path, ...args], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: path,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.com',
        GIT_AUTHOR_DATE: '2026-01-15T12:00:00Z',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.com',
        GIT_COMMITTER_DATE: '2026-01-15T12:00:00Z',
      },
    }).trim()
  const commit = (side: string, message: string): string => {
    for (const entry of readdirSync(path)) if (entry !== '.git') rmSync(join(path, entry), { recursive: true })
    mkdirSync(join(FIXTURES, name, side), { recursive: true })
    cpSync(join(FIXTURES, name, side), path, { recursive: true })
    git('add', '--all', '--force')
    git('commit', '--quiet', '--allow-empty', '--message', message)
    return git('rev-parse', 'HEAD')
  }
  git('init', '--quiet', '--initial-branch', 'main')
  const base = commit('base', 'Base')
  git('switch', '--quiet', '--create', 'change')
  const head = commit('head', 'Head')
  return { path, base, head, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** The files of one side of a case, by path. */
export async function fixtureFiles(name: string, side: 'base' | 'head'): Promise<Record<string, string>> {
  const folder = join(FIXTURES, name, side)
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')))
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] ?? '']))
}
