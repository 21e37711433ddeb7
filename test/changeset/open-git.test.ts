import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { NoMergeBaseError, defaultRevisions, openGit, openTree } from '../../src/changeset/index.ts'
import { UserError } from '../../src/model/index.ts'
import { TestRepository, manyFiles } from './repository.ts'

function repository(): TestRepository {
  const repo = new TestRepository()
  onTestFinished(() => repo[Symbol.dispose]())
  return repo
}

const LINES = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`)

test('tells added, modified, removed and renamed files with their lines', async () => {
  const repo = repository()
  const base = repo.commit('main', {
    'kept.txt': 'same\n',
    'edited.txt': LINES.join(''),
    'gone.txt': 'first\nsecond\n',
    'old/name.txt': LINES.join(''),
    'mode.sh': 'echo\n',
  })
  const edited = LINES.with(9, 'rewritten\nand one more\n').join('')
  const head = repo.commit(
    'topic',
    {
      'kept.txt': 'same\n',
      'edited.txt': edited,
      'new.txt': 'a\nb\nc',
      'new/name.txt': `${LINES.join('')}last\n`,
      'mode.sh': { mode: '100755', content: 'echo\n' },
      'empty.txt': '',
    },
    base,
  )
  await using changes = await openGit({ repo: repo.gitDir, base: 'main', head: 'topic' })
  expect(changes).toMatchObject({ mergeBase: base, base: { sha: base }, head: { sha: head }, incomplete: [] })
  expect(changes.changes).toStrictEqual([
    {
      status: 'modified',
      path: 'edited.txt',
      added: [{ start: 10, end: 11 }],
      removed: [{ start: 10, end: 10 }],
      hunks: [{ base: { start: 7, end: 13 }, head: { start: 7, end: 14 } }],
    },
    { status: 'added', path: 'empty.txt', added: [], removed: [], hunks: [] },
    {
      status: 'removed',
      path: 'gone.txt',
      added: [],
      removed: [{ start: 1, end: 2 }],
      hunks: [{ base: { start: 1, end: 2 }, head: { start: 0, end: -1 } }],
    },
    { status: 'modified', path: 'mode.sh', added: [], removed: [], hunks: [] },
    {
      status: 'added',
      path: 'new.txt',
      added: [{ start: 1, end: 3 }],
      removed: [],
      hunks: [{ base: { start: 0, end: -1 }, head: { start: 1, end: 3 } }],
    },
    {
      status: 'renamed',
      path: 'new/name.txt',
      previousPath: 'old/name.txt',
      added: [{ start: 21, end: 21 }],
      removed: [],
      hunks: [{ base: { start: 18, end: 20 }, head: { start: 18, end: 21 } }],
    },
  ])
  expect(await changes.head.read('edited.txt')).toMatchObject({ kind: 'text', text: edited })
  expect(await changes.base.read('gone.txt')).toMatchObject({ kind: 'text', text: 'first\nsecond\n' })
  expect(await changes.head.read('gone.txt')).toStrictEqual({ kind: 'unread', reason: 'absent' })
  expect(await changes.head.list('**/*.txt')).toStrictEqual([
    'edited.txt',
    'empty.txt',
    'kept.txt',
    'new.txt',
    'new/name.txt',
  ])
  const many = await changes.head.readMany(['kept.txt', 'new.txt', 'kept.txt', 'absent'])
  expect([...many.keys()]).toStrictEqual(['kept.txt', 'new.txt', 'absent'])
})

test('begins at the exact merge base, and can read the tip of the base branch', async () => {
  const repo = repository()
  const fork = repo.commit('main', { 'a.txt': 'a\n', '.roadmap.yml': 'version: 1\n' })
  repo.commit('topic', { 'a.txt': 'b\n', '.roadmap.yml': 'version: 1\n' }, fork)
  repo.commit('main', { 'a.txt': 'a\n', 'other.txt': 'moved on\n', '.roadmap.yml': 'version: 1 # new\n' })
  await using changes = await openGit({ repo: repo.gitDir, base: 'main', head: 'topic' })
  expect(changes.mergeBase).toBe(fork)
  expect(changes.changes.map((change) => change.path)).toStrictEqual(['a.txt'])
  const tip = await changes.snapshotAt('main')
  expect(await tip.read('.roadmap.yml')).toMatchObject({ text: 'version: 1 # new\n' })
  expect(await changes.base.read('.roadmap.yml')).toMatchObject({ text: 'version: 1\n' })
})

test('works in a folder of a work tree and in a linked work tree, and ignores what is not committed', async () => {
  const repo = repository()
  const base = repo.commit('main', { 'sub/a.txt': 'a\n' })
  repo.commit('topic', { 'sub/a.txt': 'b\n' }, base)
  const tree = join(repo.folder, 'clone')
  const linked = join(repo.folder, 'linked')
  execFileSync('git', ['clone', '--quiet', repo.gitDir, tree])
  execFileSync('git', ['-C', tree, 'worktree', 'add', '--quiet', linked, 'origin/topic'], { stdio: 'ignore' })
  writeFileSync(join(linked, 'sub', 'a.txt'), 'not committed\n')
  await using changes = await openGit({ repo: join(linked, 'sub') })
  expect(changes.changes.map((change) => change.path)).toStrictEqual(['sub/a.txt'])
  expect(await changes.head.read('sub/a.txt')).toMatchObject({ text: 'b\n' })
  expect(await defaultRevisions(linked)).toStrictEqual({ base: 'origin/HEAD', head: 'HEAD' })
  expect(await defaultRevisions(repo.gitDir)).toStrictEqual({ base: 'main', head: 'HEAD' })
})

test.for([
  '-x',
  '--output=/tmp/roadmap-review-written',
  '$(touch x);`id`&&|',
  'nope',
  '',
  'a b',
  'main:sub',
  '\0',
])('a revision that is none is a mistake of the user: %j', async (revision) => {
  const repo = repository()
  repo.commit('main', { 'sub/a.txt': 'a\n' })
  await expect(openGit({ repo: repo.gitDir, base: 'main', head: revision })).rejects.toThrow(UserError)
})

test('takes branch names that a shell would run', async () => {
  const repo = repository()
  const name = 'feature/$(touch${IFS}x);`id`|&\'"quoted"-😀'
  repo.commit('main', { 'a.txt': 'a\n' })
  repo.git('update-ref', `refs/heads/${name}`, 'main')
  repo.git('update-ref', 'refs/heads/-dash', 'main')
  for (const head of [name, '-dash']) {
    await using changes = await openGit({ repo: repo.gitDir, base: 'main', head })
    expect(changes.changes).toStrictEqual([])
  }
})

test('says what is wrong with a folder, and with a history that is not shared', async () => {
  const repo = repository()
  repo.commit('main', { 'a.txt': 'a\n' })
  repo.commit('unrelated', { 'b.txt': 'b\n' })
  const plain = join(repo.folder, 'plain')
  mkdirSync(plain)
  await expect(openGit({ repo: plain, base: 'main' })).rejects.toThrow(/plain is not a git repository/)
  await expect(openGit({ repo: join(plain, 'absent') })).rejects.toThrow(/is not a folder/)
  const unrelated = openGit({ repo: repo.gitDir, base: 'main', head: 'unrelated' })
  await expect(unrelated).rejects.toThrow(NoMergeBaseError)
  await expect(unrelated).rejects.toThrow(/no common history/)
})

test('says that a shallow clone is too shallow', async () => {
  const repo = repository()
  const fork = repo.commit('main', { 'a.txt': 'a\n' })
  repo.commit('topic', { 'a.txt': 'b\n' }, fork)
  repo.commit('main', { 'a.txt': 'c\n' })
  const clone = join(repo.folder, 'shallow')
  execFileSync('git', ['clone', '--quiet', '--depth=1', '--no-single-branch', `file://${repo.gitDir}`, clone])
  await expect(openGit({ repo: clone, base: 'origin/main', head: 'origin/topic' })).rejects.toThrow(
    /fetch-depth: 0/,
  )
})

test('neither attributes nor configuration of the repository hide a change or run a program', async () => {
  const repo = repository()
  const attributes = '* -diff -text filter=evil diff=evil\n*.ts binary\n'
  const base = repo.commit('main', { 'a.ts': LINES.join(''), '.gitattributes': attributes })
  repo.commit('topic', { 'a.ts': LINES.with(9, 'b\n').join(''), '.gitattributes': attributes }, base)
  const tree = join(repo.folder, 'clone')
  execFileSync('git', ['clone', '--quiet', '-b', 'topic', repo.gitDir, tree])
  const evil = `touch ${join(repo.folder, 'evil')}`
  for (const [key, value] of [
    ['diff.external', evil],
    ['diff.evil.command', evil],
    ['diff.evil.textconv', evil],
    ['diff.noprefix', 'true'],
    ['diff.context', '0'],
    ['diff.renames', 'false'],
    ['diff.algorithm', 'patience'],
    ['core.quotePath', 'false'],
    ['core.fsmonitor', evil],
    ['core.pager', evil],
    ['color.ui', 'always'],
  ] as const) {
    execFileSync('git', ['-C', tree, 'config', key, value])
  }
  await using changes = await openGit({ repo: tree, base: 'origin/main', head: 'HEAD' })
  const ten = [{ start: 10, end: 10 }]
  const around = { start: 7, end: 13 }
  expect(changes.changes).toStrictEqual([
    { status: 'modified', path: 'a.ts', added: ten, removed: ten, hunks: [{ base: around, head: around }] },
  ])
  expect(execFileSync('ls', [repo.folder]).toString()).not.toContain('evil')
})

test('a diff, or a number of files, over its limit is said', async () => {
  const repo = repository()
  const base = repo.commit('main', manyFiles(300, 'old'))
  repo.commit('topic', manyFiles(300, 'new'), base)
  const open = (limits: Record<string, number>) =>
    openGit({ repo: repo.gitDir, base: 'main', head: 'topic', limits })
  {
    await using few = await open({ changes: 10 })
    expect(few.changes).toHaveLength(10)
    expect(few.incomplete).toStrictEqual([expect.stringContaining('more than 10 files')])
  }
  await using cut = await open({ diffBytes: 1 })
  expect(cut.changes).toHaveLength(300)
  expect(cut.incomplete).toStrictEqual([expect.stringContaining('diff is larger than')])
  for (const change of cut.changes) expect(change.unread ?? change.added).toBeTruthy()
})

test('compares 5,000 changed files', async () => {
  const repo = repository()
  const base = repo.commit('main', manyFiles(5000, 'old'))
  repo.commit('topic', manyFiles(5000, 'new'), base)
  await using changes = await openGit({ repo: repo.gitDir, base: 'main', head: 'topic' })
  expect(changes.changes).toHaveLength(5000)
  for (const change of changes.changes) {
    expect(change).toMatchObject({
      status: 'modified',
      added: [{ start: 2, end: 2 }],
      removed: [{ start: 2, end: 2 }],
    })
  }
  const contents = await changes.head.readMany(changes.changes.map((change) => change.path))
  expect([...contents.values()].every((content) => content.kind === 'text')).toBe(true)
})

test('a whole tree counts as added', async () => {
  const repo = repository()
  repo.commit('main', { 'a.txt': 'a\nb\n', link: { mode: '120000', content: '/etc/passwd' } })
  await using changes = await openTree({ repo: repo.gitDir, rev: 'main' })
  expect(changes.changes).toMatchObject([
    { status: 'added', path: 'a.txt', added: [{ start: 1, end: 2 }] },
    { status: 'added', path: 'link', unread: 'symlink' },
  ])
  expect(await changes.base.entries()).toStrictEqual([])
})

test('ends its processes, and reading afterwards fails', async () => {
  const repo = repository()
  const base = repo.commit('main', { 'a.txt': 'a\n', 'b.txt': 'b\n' })
  repo.commit('topic', { 'a.txt': 'c\n', 'b.txt': 'b\n' }, base)
  const abort = new AbortController()
  const running = (): number =>
    execFileSync('ps', ['-ww', '-A', '-o', 'ppid=,args='])
      .toString()
      .split('\n')
      .filter((line) => line.trim().startsWith(`${process.pid} `) && line.includes('git cat-file')).length
  const one = await openGit({ repo: repo.gitDir, base: 'main', head: 'topic' })
  const two = await openGit({ repo: repo.gitDir, base: 'main', head: 'topic', signal: abort.signal })
  expect(running()).toBe(2)
  await one.dispose()
  await one.dispose()
  abort.abort(new Error('superseded'))
  await expect.poll(running).toBe(0)
  await expect(one.head.read('b.txt')).rejects.toThrow('closed')
  await expect(two.head.read('b.txt')).rejects.toThrow('superseded')
})
