import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder } from './lock.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a second taker is refused and told who holds it', async () => {
  const lock = await lockFolder(folder)
  await expect(lockFolder(folder)).rejects.toThrow(new RegExp(`in use by process ${process.pid}`))
  await lock.release()
  await (await lockFolder(folder)).release()
})

test('another living process is refused, and its lock is taken over once it was killed', async () => {
  const script = `
    import { lockFolder } from ${JSON.stringify(new URL('lock.ts', import.meta.url).href)}
    await lockFolder(${JSON.stringify(folder)})
    console.log('locked')
    setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  await expect(lockFolder(folder)).rejects.toThrow(new RegExp(`in use by process ${holder.pid}`))
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const locks = await Promise.allSettled([lockFolder(folder), lockFolder(folder), lockFolder(folder)])
  expect(locks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('a pid that another process has by now does not hold the lock', async () => {
  const lock = await lockFolder(folder)
  const path = join(folder, 'lock')
  const holder = JSON.parse(await readFile(path, 'utf8')) as object
  await writeFile(path, JSON.stringify({ ...holder, startTime: '1', token: 'other' }))
  await (await lockFolder(folder)).release()
  await lock.release()
})

test('a lock of another container is dead when nobody touches it', async () => {
  const path = join(folder, 'lock')
  await writeFile(path, JSON.stringify({ pid: 1, startTime: '1', host: 'elsewhere/pid:[1]', token: 'x' }))
  const long = new Date(Date.now() - 60_000)
  await utimes(path, long, long)
  await (await lockFolder(folder)).release()
})

test('a lock of another container that is touched is held', async () => {
  const path = join(folder, 'lock')
  await writeFile(path, JSON.stringify({ pid: 1, startTime: '1', host: 'elsewhere/pid:[1]', token: 'x' }))
  const touch = setInterval(() => void utimes(path, new Date(), new Date()), 100)
  try {
    await expect(lockFolder(folder, { staleMs: 500 })).rejects.toThrow(/in use by process 1 on elsewhere/)
  } finally {
    clearInterval(touch)
  }
})
