import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Kept, keptFile } from './kept-files.ts'

const usual = process.env['TMPDIR']
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'roadmap-review-kept-test-'))
  process.env['TMPDIR'] = root
})
afterEach(() => {
  if (usual === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = usual
  rmSync(root, { recursive: true })
})

let runs = 0

/** A run that is given what is kept under `key`, and makes `content` of it. */
function run(key: string, content?: string): { given: string | undefined; kept: Kept } {
  const work = join(root, `work-${runs++}`)
  mkdirSync(work)
  const kept = keptFile({ given: 'in', made: 'out', key: () => key }, work, {})
  if (!kept) throw new Error('nothing can be kept here')
  const given = existsSync(join(work, 'in')) ? readFileSync(join(work, 'in'), 'utf8') : undefined
  if (content !== undefined) writeFileSync(join(work, 'out'), content)
  return { given, kept }
}

function files(): string[] {
  const folder = readdirSync(root).find((name) => name.startsWith('roadmap-review-kept'))
  return folder === undefined ? [] : readdirSync(join(root, folder)).map((name) => join(root, folder, name))
}

test('what one run made the next is given, and no other', () => {
  run('a', 'made by a').kept.take()
  expect(run('a').given).toBe('made by a')
  expect(run('b').given).toBeUndefined()
  expect(files().map((path) => statSync(path).mode & 0o777)).toEqual([0o600])
})

test.each([
  ['cut short', (path: string) => truncateSync(path, 3)],
  ['written over', (path: string) => writeFileSync(path, 'something else')],
])('a file that was %s is thrown away, and made anew', (_, harm) => {
  run('a', 'made by a').kept.take()
  for (const path of files()) harm(path)
  const { given, kept } = run('a', 'made again')
  expect(given).toBeUndefined()
  kept.take()
  expect(run('a').given).toBe('made again')
})

test('what a run failed with is not given again', () => {
  run('a', 'made by a').kept.take()
  run('a').kept.drop()
  expect(run('a').given).toBeUndefined()
})

test('the least used goes first', () => {
  for (let i = 0; i < 30; i++) {
    run(`key ${i}`, `${i}`).kept.take()
    run('key 0')
  }
  expect(files().length).toBeLessThanOrEqual(20)
  expect(run('key 29').given).toBe('29')
  expect(run('key 1').given).toBeUndefined()
})
