import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCoverageFiles } from './coverage-files.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coverage-globs-'))
  for (const path of [
    'packages/a/coverage/lcov.info',
    'packages/b/coverage/lcov.info',
    'packages/b/node_modules/x/coverage/lcov.info',
    'app/[id]/lcov.info',
  ]) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), `TN:${path}`)
  }
})
afterAll(() => rm(folder, { recursive: true }))

const read = async (...coverage: string[]) =>
  (await readCoverageFiles({ coverage }, folder))?.head.map(({ name }) => name)

test('a glob names every report that matches, once, and none of what was brought along', async () => {
  const both = ['packages/a/coverage/lcov.info', 'packages/b/coverage/lcov.info']
  expect(await read('packages/**/lcov.info')).toEqual(both)
  expect(await read('packages/a/coverage/lcov.info', 'packages/{a,b}/coverage/*.info')).toEqual(both)
})

test('a file whose name looks like a glob is that file', async () => {
  expect(await read('app/[id]/lcov.info')).toEqual(['app/[id]/lcov.info'])
})

test('what names no file is said', async () => {
  await expect(read('packages/**/cobertura.xml')).rejects.toThrow(
    'packages/**/cobertura.xml: no file matches',
  )
  await expect(read('packages/c/lcov.info')).rejects.toThrow('packages/c/lcov.info: there is no such file')
})
