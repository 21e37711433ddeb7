import { execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, truncateSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { openMirror } from '../../src/changeset/index.ts'
import { packBytes } from '../../src/changeset/mirror/size.ts'
import { mirrorName, mirrors, setUp, small } from './mirror-setup.ts'
import { manyFiles } from './repository.ts'

const execute = promisify(execFile)
const CHILD = join(import.meta.dirname, 'open-in-child.ts')

test('many reviews of one repository at once see the same, in one process and in several', async () => {
  const base = manyFiles(200, 'old')
  const { options } = await setUp(base, manyFiles(200, 'new'))
  const inProcess = Array.from({ length: 6 }, async () => {
    await using changes = await openMirror(options)
    const contents = await changes.head.readMany(changes.changes.map((change) => change.path))
    return {
      files: changes.changes.length,
      texts: [...contents.values()].filter((c) => c.kind === 'text').length,
    }
  })
  const children = Array.from({ length: 3 }, async () => {
    const { stdout } = await execute(process.execPath, [CHILD, JSON.stringify(options)])
    return JSON.parse(stdout) as unknown
  })
  for (const seen of await Promise.all([...inProcess, ...children])) {
    expect(seen).toStrictEqual({ files: 200, texts: 200 })
  }
})

test('removes the mirror used least recently, never one in use here or in another process', async () => {
  const { options, dataDir } = await small()
  const open = (name: string, maxMirrorBytes?: number) =>
    openMirror({ ...options, name, ...(maxMirrorBytes === undefined ? {} : { maxMirrorBytes }) })
  const host = (name: string): string => mirrorName(options, name)
  const child = spawn(process.execPath, [CHILD, JSON.stringify({ ...options, name: 'elsewhere' }), 'stay'])
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  await using inUse = await open('in-use')
  for (const name of ['old', 'newer']) await (await open(name)).dispose()
  for (const [name, time] of [
    ['elsewhere', 1],
    ['in-use', 2],
    ['old', 3],
    ['newer', 4],
  ] as const) {
    utimesSync(join(dataDir, 'mirrors', host(name), 'last-used'), time, time)
  }
  const size = await packBytes(join(dataDir, 'mirrors', host('old')))
  // Room for four and a half: the fifth makes one go, and the two oldest are in use.
  await (await open('fifth', size * 4.5)).dispose()
  expect(mirrors(dataDir).toSorted()).toStrictEqual(['elsewhere', 'fifth', 'in-use', 'newer'].map(host))
  expect(await inUse.head.read('b.txt')).toMatchObject({ kind: 'text' })

  // A process that is killed holds nothing any more.
  child.kill('SIGKILL')
  await once(child, 'close')
  await (await open('fifth', 0)).dispose()
  expect(mirrors(dataDir)).toStrictEqual([host('in-use')])
  // What was removed is fetched again.
  await using again = await open('old')
  expect(again.changes).toHaveLength(1)
})

test('a fetch over its limit leaves a change set that names every file and reads none', async () => {
  const { server, options } = await setUp(
    { 'a.txt': 'a\n' },
    { 'a.txt': 'b\n', 'noise.bin': { content: randomBytes(6_000_000) } },
  )
  server.pauseMs = 20
  await using changes = await openMirror({ ...options, limits: { fetchBytes: 100_000 } })
  expect(changes.incomplete).toStrictEqual([
    expect.stringMatching(/contents of 2 changed files .* more than 100000 bytes/),
  ])
  expect(changes.changes).toMatchObject([
    { path: 'a.txt', unread: 'unavailable' },
    { path: 'noise.bin', unread: 'unavailable' },
  ])
  expect(await changes.head.read('a.txt')).toMatchObject({ kind: 'unread', reason: 'unavailable' })
})

test('stops at once when aborted, and the next review begins where nothing is in the way', async () => {
  const { server, options } = await small()
  server.refuse = () => 'never-answer'
  const abort = new AbortController()
  const stopped = openMirror({ ...options, signal: abort.signal })
  await expect.poll(() => server.requests.length, { timeout: 30_000 }).toBe(1)
  abort.abort(new Error('superseded'))
  await expect(stopped).rejects.toThrow('superseded')
  server.refuse = undefined
  await using changes = await openMirror(options)
  expect(changes.changes).toHaveLength(1)
})

test('a mirror left half written by a process that was killed is mended', async () => {
  const { options, dataDir } = await small()
  await (await openMirror(options)).dispose()
  const folder = join(dataDir, 'mirrors')
  const pack = join(folder, mirrors(dataDir)[0] ?? '', 'objects', 'pack')
  mkdirSync(join(folder, 'trash-left'))
  execFileSync('sh', ['-c', 'printf broken > "$1/tmp_pack_left"', 'sh', pack])
  const other = { ...options, headSha: undefined as never }
  await (await openMirror(other)).dispose()
  expect(readdirSync(pack).filter((name) => name.startsWith('tmp_'))).toStrictEqual([])
  expect(readdirSync(folder)).not.toContain('trash-left')
})

test('a mirror that is broken on disk is made anew', async () => {
  const { options, dataDir } = await small()
  await (await openMirror(options)).dispose()
  const pack = join(dataDir, 'mirrors', mirrorName(options, 'shop'), 'objects', 'pack')
  for (const name of readdirSync(pack).filter((file) => file.endsWith('.pack'))) {
    chmodSync(join(pack, name), 0o600)
    truncateSync(join(pack, name), 20)
  }
  await using changes = await openMirror(options)
  expect(changes.changes).toHaveLength(1)
  expect(await changes.head.read('a.txt')).toMatchObject({ text: 'c\n' })
})
