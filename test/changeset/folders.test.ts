import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDirectories, openFiles, openGit, openTree } from '../../src/changeset/index.ts'
import { UserError } from '../../src/model/index.ts'
import { TestRepository } from './repository.ts'

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'roadmap-review-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

const LINES = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`)
const BASE = {
  'kept.txt': 'same\n',
  'sub/edited.txt': LINES.join(''),
  'gone.txt': 'first\nsecond\n',
  'old/name.txt': 'moved as it is\n',
}
const HEAD = {
  'kept.txt': 'same\n',
  'sub/edited.txt': LINES.with(9, 'rewritten\nand one more\n').join(''),
  'new.txt': 'something else\n',
  'new/name.txt': 'moved as it is\n',
}

test('two folders differ as two commits with the same files do', async () => {
  await using plain = await openDirectories({ baseDir: folder(BASE), headDir: folder(HEAD) })
  using repo = new TestRepository()
  const from = repo.commit('main', BASE)
  repo.commit('topic', HEAD, from)
  await using commits = await openGit({ repo: repo.gitDir, base: 'main', head: 'topic' })
  expect(plain.changes).toHaveLength(4)
  expect(plain.changes).toStrictEqual(commits.changes)
  expect(await plain.head.entries()).toStrictEqual(await commits.head.entries())
  expect(await plain.head.read('new.txt')).toStrictEqual(await commits.head.read('new.txt'))
  expect(await plain.head.list('sub/**')).toStrictEqual(['sub/edited.txt'])
})

test('two files are compared under the name of the head', async () => {
  const dir = folder({ 'v1.yaml': 'a: 1\nb: 2\n', 'v2.yaml': 'a: 1\nb: 3\n' })
  await using changes = await openFiles({ baseFile: join(dir, 'v1.yaml'), headFile: join(dir, 'v2.yaml') })
  expect(changes.changes).toMatchObject([
    { status: 'modified', path: 'v2.yaml', added: [{ start: 2, end: 2 }], removed: [{ start: 2, end: 2 }] },
  ])
  expect(await changes.base.read('v2.yaml')).toMatchObject({ text: 'a: 1\nb: 2\n' })
})

test('a folder by itself counts as added', async () => {
  await using changes = await openTree({ dir: folder({ 'a.txt': 'a\nb\n', 'empty.txt': '' }) })
  expect(changes.changes).toMatchObject([
    { status: 'added', path: 'a.txt', added: [{ start: 1, end: 2 }] },
    { status: 'added', path: 'empty.txt', added: [] },
  ])
  expect(changes.base.sha).toBe('empty')
})

test('bounds and odd names hold without git as well', async () => {
  const headDir = folder({ 'large.txt': 'x'.repeat(2001), 'new\nline 😀': 'text\n', '-x': 'text\n' })
  execFileSync('sh', ['-c', String.raw`printf text > "$1/$(printf 'b\377b')"`, 'sh', headDir])
  await using changes = await openDirectories({ baseDir: folder({}), headDir, limits: { fileBytes: 2000 } })
  expect(changes.changes.map(({ path, unread }) => [path, unread])).toStrictEqual([
    ['-x', undefined],
    [String.raw`b\xffb`, 'invalid-utf8'],
    ['large.txt', 'oversized'],
    ['new\nline 😀', undefined],
  ])
  expect(changes.incomplete).toStrictEqual([expect.stringContaining('not UTF-8')])
})

test('a text in place of a symlink is looked at', async () => {
  const [baseDir, headDir] = [folder({}), folder({ 'a.txt': 'now\ntext\n' })]
  symlinkSync('/etc/passwd', join(baseDir, 'a.txt'))
  await using changes = await openDirectories({ baseDir, headDir })
  expect(changes.changes).toMatchObject([{ path: 'a.txt', added: [{ start: 1, end: 2 }] }])
})

test('what the user names must be there', async () => {
  const dir = folder({ 'a.txt': 'a\n' })
  await expect(openDirectories({ baseDir: dir, headDir: join(dir, 'absent') })).rejects.toThrow(UserError)
  await expect(openDirectories({ baseDir: dir, headDir: join(dir, 'a.txt') })).rejects.toThrow(/not a folder/)
  await expect(openFiles({ baseFile: dir, headFile: join(dir, 'a.txt') })).rejects.toThrow(/not a file/)
})
