import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { UserError } from '../model/index.ts'
import { openDirectories } from './folder/open-directories.ts'
import { withGenerated } from './generated.ts'
import type { OpenedChangeSet } from './opened.ts'

const root = await mkdtemp(join(tmpdir(), 'generated-'))
afterAll(() => rm(root, { recursive: true }))

let folders = 0
async function folder(files: Record<string, string>): Promise<string> {
  const dir = join(root, String(folders++))
  await mkdir(dir)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), text)
  }
  return dir
}

async function sources(): Promise<OpenedChangeSet> {
  const [baseDir, headDir] = [await folder({ 'a.ts': '1\n' }), await folder({ 'a.ts': '2\n' })]
  return openDirectories({ baseDir, headDir })
}

test('what builds made is compared beside what git holds', async () => {
  const baseDir = await folder({ 'build/api.json': '{\n}\n', 'build/other.json': 'x' })
  const headDir = await folder({ 'build/api.json': '{\n"a": 1\n}\n' })
  const { changes, head, incomplete } = await withGenerated(await sources(), ['build/api.json'], {
    baseDir,
    headDir,
  })
  expect(changes.map(({ path, status }) => [path, status])).toEqual([
    ['a.ts', 'modified'],
    ['build/api.json', 'modified'],
  ])
  expect(changes[1]?.added).toEqual([{ start: 2, end: 2 }])
  expect(await head.list('**/*')).toEqual(['a.ts', 'build/api.json'])
  expect((await head.entries()).map(({ path }) => path)).toEqual(['a.ts', 'build/api.json'])
  const contents = await head.readMany(['a.ts', 'build/api.json'])
  expect([...contents.values()].map(({ kind }) => kind)).toEqual(['text', 'text'])
  expect(incomplete).toEqual([])
})

test('a file that the build of the head did not make is named, not taken for removed', async () => {
  const baseDir = await folder({ 'build/api.json': '{}' })
  const opened = await withGenerated(await sources(), ['build/api.json'], {
    baseDir,
    headDir: await folder({}),
  })
  expect(opened.changes.map(({ path }) => path)).toEqual(['a.ts'])
  expect(opened.incomplete).toEqual([
    'build/api.json is not among the generated files of the head: not looked at.',
  ])
})

test('the first build adds the file', async () => {
  const headDir = await folder({ 'api.json': '{}' })
  const opened = await withGenerated(await sources(), ['api.json'], { baseDir: await folder({}), headDir })
  expect(opened.changes.find(({ path }) => path === 'api.json')?.status).toBe('added')
})

test('a link out of the folder is not followed', async () => {
  const [secret, headDir] = [await folder({ 'secret.json': '{}' }), await folder({})]
  await symlink(join(secret, 'secret.json'), join(headDir, 'api.json'))
  await symlink(secret, join(headDir, 'build'))
  const paths = ['api.json', 'build/secret.json']
  const opened = await withGenerated(await sources(), paths, { baseDir: await folder({}), headDir })
  expect(opened.incomplete).toHaveLength(2)
  expect((await opened.head.read('api.json')).kind).toBe('unread')
})

test('a folder that is not there is a mistake of the caller', async () => {
  const answer = withGenerated(await sources(), [], { baseDir: join(root, 'none'), headDir: root })
  await expect(answer).rejects.toThrow(UserError)
})
