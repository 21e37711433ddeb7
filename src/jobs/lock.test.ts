import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
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

test('another living process is refused, and once it was killed exactly one of many takes over', async () => {
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
  const taken = locks.filter((lock) => lock.status === 'fulfilled')
  expect(taken).toHaveLength(1)
  await taken[0]?.value.release()
})
