import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { OpenedChangeSet } from '../../src/changeset/index.ts'
import { openDirectories, openGit } from '../../src/changeset/index.ts'
import { findChange } from '../../src/model/index.ts'
import type { TestTree } from './repository.ts'
import { TestRepository } from './repository.ts'

const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'
const COMMIT = '0123456789012345678901234567890123456789'

async function opened(base: TestTree, head: TestTree, limits = {}): Promise<OpenedChangeSet> {
  const repo = new TestRepository()
  onTestFinished(() => repo[Symbol.dispose]())
  const from = repo.commit('main', { 'keep.txt': 'kept\n', ...base })
  repo.commit('topic', { 'keep.txt': 'kept\n', ...head }, from)
  const changes = await openGit({ repo: repo.gitDir, base: 'main', head: 'topic', limits })
  onTestFinished(() => changes.dispose())
  return changes
}

test('names what is not read, and why', async () => {
  const changes = await opened(
    {
      'was-binary.txt': 'a\0b',
      'becomes-link.txt': 'text\n',
      'was-link.txt': { mode: '120000', content: '/etc' },
    },
    {
      'binary.bin': 'a\0b',
      'late-nul.ts': `${'// padding\n'.repeat(2000)}\0`,
      link: { mode: '120000', content: '/etc/passwd' },
      up: { mode: '120000', content: '../../../../etc/passwd' },
      module: { mode: '160000', content: COMMIT },
      'model.bin': LFS,
      'latin1.txt': { content: Buffer.from('gr\u00fc\u00df', 'latin1') },
      'large.json': 'x'.repeat(2001),
      'limit.json': 'x'.repeat(2000),
      'was-binary.txt': 'now\ntext\n',
      'becomes-link.txt': { mode: '120000', content: '/etc/passwd' },
      'was-link.txt': 'now\ntext\n',
    },
    { fileBytes: 2000 },
  )
  const unread = Object.fromEntries(changes.changes.map((change) => [change.path, change.unread ?? 'read']))
  expect(unread).toStrictEqual({
    'becomes-link.txt': 'symlink',
    'binary.bin': 'binary',
    'large.json': 'oversized',
    'late-nul.ts': 'oversized',
    'latin1.txt': 'invalid-utf8',
    'limit.json': 'read',
    link: 'symlink',
    'model.bin': 'lfs-pointer',
    module: 'submodule',
    up: 'symlink',
    'was-binary.txt': 'read',
    'was-link.txt': 'read',
  })
  expect(findChange(changes, 'head', 'was-binary.txt')?.added).toStrictEqual([{ start: 1, end: 2 }])
  expect(findChange(changes, 'head', 'was-link.txt')?.added).toStrictEqual([{ start: 1, end: 2 }])
  for (const { path } of changes.changes) {
    const content = await changes.head.read(path)
    expect(content.kind === 'unread' ? content.reason : 'read').toBe(unread[path])
  }
  expect(await changes.head.read('large.json')).toMatchObject({
    detail: expect.stringContaining('the limit is'),
  })
})

test('a NUL anywhere makes a file binary, however late it comes', async () => {
  const changes = await opened({}, { 'late-nul.ts': `${'// padding\n'.repeat(2000)}\0` })
  expect(changes.changes).toMatchObject([{ unread: 'binary', added: [] }])
})

test('does not load a file of 100 MB', async () => {
  const changes = await opened(
    { 'large.txt': 'small\n' },
    { 'large.txt': { content: Buffer.alloc(100 * 1024 * 1024, 'a\n') } },
  )
  expect(changes.changes).toMatchObject([{ path: 'large.txt', unread: 'oversized' }])
  expect(await changes.head.read('large.txt')).toMatchObject({ reason: 'oversized' })
})

test('keeps line ends, drops a byte order mark', async () => {
  const changes = await opened({ 'a.txt': 'a\r\nb\r\n' }, { 'a.txt': '\u{feff}a\r\nc\r\n' })
  expect(await changes.head.read('a.txt')).toMatchObject({ text: 'a\r\nc\r\n' })
  expect(changes.changes).toMatchObject([{ added: [{ start: 1, end: 2 }], removed: [{ start: 1, end: 2 }] }])
})

const NAMES = [
  'new\nline.txt',
  'tab\there.txt',
  'carriage\rreturn',
  '"quoted".txt',
  "apo'strophe",
  '-leading-dash',
  '--output=x',
  'back\\slash.txt',
  'emoji 😀.txt',
  'e\u0301 decomposed',
  ' blank first and last ',
  ':(glob)**',
  '*.txt',
  '$(touch x)',
  'trailing\\',
  '\u202Egpj.exe',
  'a/ b => c/{d}',
]

test('takes file names of every kind', async () => {
  const tree = (word: string): TestTree =>
    Object.fromEntries(NAMES.map((name) => [name, `${word} ${name}\n`]))
  const changes = await opened(tree('old'), tree('new'))
  expect(changes.changes.map((change) => change.path)).toStrictEqual(NAMES.toSorted())
  for (const change of changes.changes) {
    expect(change).toMatchObject({ path: change.path, added: [{ start: 1 }] })
    expect(await changes.head.read(change.path)).toMatchObject({ text: `new ${change.path}\n` })
  }
  expect(changes.incomplete).toStrictEqual([])
  expect((await changes.head.entries()).map((entry) => entry.path)).toStrictEqual(
    ['keep.txt', ...NAMES].toSorted(),
  )
})

test('names a file whose name is not UTF-8', async () => {
  const repo = new TestRepository()
  onTestFinished(() => repo[Symbol.dispose]())
  const from = repo.commit('main', { 'a.txt': 'a\n' })
  repo.commitRaw('topic', [[Buffer.from([0x62, 0xff, 0x62]), { content: 'text\n' }]], from)
  await using changes = await openGit({ repo: repo.gitDir, base: 'main', head: 'topic' })
  expect(findChange(changes, 'head', String.raw`b\xffb`)).toMatchObject({ unread: 'invalid-utf8' })
  expect(changes.incomplete).toStrictEqual([expect.stringContaining(String.raw`b\xffb`)])
})

test('reads nothing outside the tree, whatever the tree and the caller say', async () => {
  const changes = await opened({}, { 'a.txt': 'a\n', dir: { mode: '120000', content: '/etc' } })
  for (const path of [
    '../a.txt',
    '/etc/passwd',
    '../../../../etc/passwd',
    'dir/passwd',
    './a.txt',
    '.git/config',
    '',
  ]) {
    expect([path, await changes.head.read(path)]).toStrictEqual([path, { kind: 'unread', reason: 'absent' }])
  }
})

test('a tree with entries that lead outside is listed, and they read as what they are', async () => {
  const repo = new TestRepository()
  onTestFinished(() => repo[Symbol.dispose]())
  const from = repo.commit('main', { x: 'base\n' })
  const blob = repo.git('rev-parse', 'main:x')
  const tree = (name: string, kind: string, oid: string): string => {
    const mode = kind === 'tree' ? '40000' : '100644'
    const bytes = Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')])
    return repo.hashObject('tree', bytes)
  }
  const evil = tree('..', 'tree', tree('.git', 'tree', tree('config', 'blob', blob)))
  const commit = repo.git(
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@t',
    'commit-tree',
    '-p',
    from,
    '-m',
    'evil',
    evil,
  )
  await using changes = await openGit({ repo: repo.gitDir, base: 'main', head: commit })
  expect(changes.changes.map((change) => change.path)).toStrictEqual(['../.git/config'])
  expect(await changes.head.read('../.git/config')).toMatchObject({ text: 'base\n' })
})

test('plain folders: symlinks are named and never followed, pipes never opened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'roadmap-review-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [baseDir, headDir] = [join(folder, 'base'), join(folder, 'head')]
  mkdirSync(join(baseDir, 'sub'), { recursive: true })
  mkdirSync(join(headDir, 'sub'), { recursive: true })
  mkdirSync(join(headDir, '.git'))
  writeFileSync(join(headDir, '.git', 'config'), 'not part of the tree\n')
  writeFileSync(join(folder, 'secret'), 'secret\n')
  symlinkSync(join(folder, 'secret'), join(headDir, 'link'))
  symlinkSync(folder, join(headDir, 'sub', 'outside'))
  writeFileSync(join(headDir, 'binary'), 'a\0')
  execFileSync('mkfifo', [join(headDir, 'pipe')])
  await using changes = await openDirectories({ baseDir, headDir })
  expect(changes.changes.map(({ path, unread }) => [path, unread])).toStrictEqual([
    ['binary', 'binary'],
    ['link', 'symlink'],
    ['pipe', 'unavailable'],
    ['sub/outside', 'symlink'],
  ])
  for (const path of ['link', 'sub/outside/secret', '../secret', '.git/config']) {
    expect([path, await changes.head.read(path)]).toMatchObject([path, { kind: 'unread' }])
  }
})
