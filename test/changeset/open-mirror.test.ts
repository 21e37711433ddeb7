import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import {
  CommitGoneError,
  NoMergeBaseError,
  RepositoryAccessError,
  RepositoryNetworkError,
  openMirror,
} from '../../src/changeset/index.ts'
import { mirrorName, setUp, small } from './mirror-setup.ts'
import { manyFiles } from './repository.ts'

const execute = promisify(execFile)
const CONFIG = { '.roadmap.yml': 'version: 1\n' }
const UNKNOWN = '0123456789012345678901234567890123456789'

test.for([1, 30, 3000])(
  'four requests fetch a pull request of %i files, and none once it is there',
  async (count) => {
    const base = { ...manyFiles(3100, 'old'), ...CONFIG }
    const { server, options } = await setUp(base, { ...base, ...manyFiles(count, 'new') })
    {
      await using changes = await openMirror(options)
      expect(changes.changes).toHaveLength(count)
      const paths = changes.changes.map((change) => change.path)
      for (const side of [changes.base, changes.head]) {
        const contents = await side.readMany(paths)
        expect([...contents.values()].every((content) => content.kind === 'text')).toBe(true)
      }
      expect(await (await changes.snapshotAt(options.baseSha ?? '')).read('.roadmap.yml')).toMatchObject({
        kind: 'text',
      })
      expect(server.requests).toHaveLength(4)

      const others = manyFiles(3100, 'old')
      const unchanged = Object.keys(others).slice(count).slice(0, 50)
      const read = await Promise.all(
        unchanged.flatMap((path) => [changes.head.read(path), changes.base.read(path)]),
      )
      expect(read.every((content) => content.kind === 'text')).toBe(true)
      expect(server.requests).toHaveLength(6)
    }
    await using again = await openMirror(options)
    expect(again.changes).toHaveLength(count)
    expect(server.requests).toHaveLength(6)
  },
)

test('a mirror is an ordinary repository on disk: git never fetches what is missing by itself', async () => {
  const { server, options, dataDir } = await small()
  await using changes = await openMirror(options)
  const mirror = join(dataDir, 'mirrors', mirrorName(options, 'shop'))
  expect(readFileSync(join(mirror, 'config'), 'utf8')).not.toMatch(/promisor|partialclone|url/i)
  const unchanged = (await changes.head.entries()).find((entry) => entry.path === 'b.txt')
  const before = server.requests.length
  expect(() => execFileSync('git', ['--git-dir', mirror, 'cat-file', '-e', unchanged?.oid ?? ''])).toThrow(
    /failed/,
  )
  expect(server.requests).toHaveLength(before)
})

test('symlinks that are changed, removed, added or turned into files are had like files', async () => {
  const link = (target: string) => ({ mode: '120000' as const, content: target })
  const { options } = await setUp(
    { 'a.txt': 'a\n', changed: link('a.txt'), removed: link('a.txt'), file: link('a.txt') },
    { 'a.txt': 'a\n', changed: link('b.txt'), added: link('c.txt'), file: 'a\n' },
  )
  await using changes = await openMirror(options)
  const told = changes.changes.map(({ path, status, unread }) => [path, status, unread])
  expect(told).toEqual([
    ['added', 'added', 'symlink'],
    ['changed', 'modified', 'symlink'],
    ['file', 'modified', undefined],
    ['removed', 'removed', 'symlink'],
  ])
})

test('begins at the merge base, not at the tip of the base branch', async () => {
  const { repo, options } = await small()
  await using changes = await openMirror(options)
  expect(changes.mergeBase).toBe(repo.git('merge-base', options.baseSha ?? '', options.headSha ?? ''))
  expect(changes.changes).toStrictEqual([
    {
      status: 'modified',
      path: 'a.txt',
      added: [{ start: 1, end: 1 }],
      removed: [{ start: 1, end: 1 }],
      hunks: [{ base: { start: 1, end: 1 }, head: { start: 1, end: 1 } }],
    },
  ])
})

test('takes the head that the pull request has now where none is given', async () => {
  const { options } = await small()
  const { headSha, ...rest } = options
  await using changes = await openMirror(rest)
  expect(changes.head.sha).toBe(headSha)
})

test('asks a server that gives no commits by id for the refs', async () => {
  const { repo, server, options, dataDir } = await setUp(
    { 'a.txt': 'a\n' },
    { 'a.txt': 'c\n' },
    { 'uploadpack.allowAnySHA1InWant': 'false' },
  )
  server.version2 = false
  repo.commit('main', { 'a.txt': 'moved on once more\n' })
  // Blobs it does not give either: the failure is said, and is not the history's.
  await expect(openMirror(options)).rejects.toThrow(CommitGoneError)
  const mirror = join(dataDir, 'mirrors', mirrorName(options, 'shop'))
  execFileSync('git', ['--git-dir', mirror, 'cat-file', '-e', `${options.baseSha}^{commit}`])
})

test('a second push to the same pull request fetches what is new', async () => {
  const { repo, server, options } = await small()
  await (await openMirror(options)).dispose()
  const before = server.requests.length
  const headSha = repo.commit(
    'refs/pull/7/head',
    { 'a.txt': 'force push\n', 'b.txt': 'b\n', ...CONFIG },
    'main~1',
  )
  await using changes = await openMirror({ ...options, headSha })
  expect(await changes.head.read('a.txt')).toMatchObject({ text: 'force push\n' })
  expect(server.requests.length - before).toBe(4)
})

test('the token goes to the server, and nowhere else', async () => {
  const { server, options, dataDir } = await small()
  const token = 'ghs_never-on-disk'
  await using changes = await openMirror({ ...options, token })
  expect(changes.changes).toHaveLength(1)
  const expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`
  expect(new Set(server.authorizations)).toStrictEqual(new Set([expected]))
  for (const secret of [token, expected.slice(6)]) {
    const found = await execute('grep', ['-rl', secret, dataDir]).catch((error: { stdout: string }) => error)
    expect(found.stdout).toBe('')
  }
})

test.for([
  [401, RepositoryAccessError, 'unauthorized'],
  [403, RepositoryAccessError, 'unauthorized'],
  [404, RepositoryAccessError, 'not-found'],
  [429, RepositoryNetworkError, undefined],
  [500, RepositoryNetworkError, undefined],
  [502, RepositoryNetworkError, undefined],
  ['hang-up', RepositoryNetworkError, undefined],
] as const)('tells what a refusal means: %s', async ([status, type, reason]) => {
  const { server, options } = await small()
  for (const part of ['info/refs', 'git-upload-pack']) {
    server.refuse = (request) => (request.url?.includes(part) ? status : undefined)
    const failure = await openMirror({ ...options, token: 'ghs_secret' }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(type)
    expect((failure as RepositoryAccessError).reason).toBe(reason)
    expect((failure as Error).cause).toBeInstanceOf(Error)
    expect(String((failure as Error).stack)).not.toContain('ghs_secret')
  }
  server.refuse = undefined
  await using changes = await openMirror(options)
  expect(changes.changes).toHaveLength(1)
})

test('a server that is not there is a network failure', async () => {
  const { server, options } = await small()
  await server[Symbol.asyncDispose]()
  await expect(openMirror(options)).rejects.toThrow(RepositoryNetworkError)
})

test('a commit that the remote no longer has is told from other failures', async () => {
  const { repo, options } = await small()
  await expect(openMirror({ ...options, headSha: UNKNOWN })).rejects.toThrow(CommitGoneError)
  await expect(openMirror({ ...options, baseSha: UNKNOWN })).rejects.toThrow(CommitGoneError)
  const unrelated = repo.commit('unrelated', { 'x.txt': 'x\n' })
  await expect(openMirror({ ...options, headSha: unrelated })).rejects.toThrow(NoMergeBaseError)
})

test('speaks only the protocols that it may, and keeps to its folder', async () => {
  const { repo, options } = await small()
  for (const cloneUrl of [
    'ext::sh -c id',
    'ssh://host/x',
    'git://host/x',
    `file://${repo.gitDir}`,
    'http://169.254.169.254/x',
  ]) {
    await expect(openMirror({ ...options, cloneUrl })).rejects.toThrow(TypeError)
  }
  await expect(openMirror({ ...options, cloneUrl: 'https://user:secret@host/x' })).rejects.toThrow(
    /credentials/,
  )
  for (const name of ['..', '.', '', 'a/b', 'a b', '../../x', 'x\0']) {
    await expect(openMirror({ ...options, name })).rejects.toThrow(/not a repository name/)
  }
  await using local = await openMirror({ ...options, cloneUrl: `file://${repo.gitDir}`, allowFile: true })
  expect(local.changes).toHaveLength(1)
})
