import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lock, tryLock } from './file-lock.ts'

function lockFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roadmap-review-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'sub', 'lock')
}

test('many may share, one may have it alone', async () => {
  const file = lockFile()
  const [one, two] = [await tryLock(file, 'shared'), await tryLock(file, 'shared')]
  expect(one && two).toBeTruthy()
  expect(await tryLock(file, 'exclusive')).toBeUndefined()
  one?.release()
  one?.release()
  expect(await tryLock(file, 'exclusive')).toBeUndefined()
  two?.release()
  const alone = await tryLock(file, 'exclusive')
  expect(alone).toBeTruthy()
  expect(await tryLock(file, 'exclusive')).toBeUndefined()
  expect(await tryLock(file, 'shared')).toBeUndefined()
  alone?.release()
  expect(await tryLock(file, 'shared')).toBeTruthy()
})

test('waits until it is free, for as long as it may', async () => {
  const file = lockFile()
  const held = await lock(file, 'exclusive', { timeoutMs: 1000 })
  await expect(lock(file, 'shared', { timeoutMs: 30 })).rejects.toThrow(/locked for more than 30 ms/)
  await expect(lock(file, 'shared', { timeoutMs: 1000, signal: AbortSignal.abort() })).rejects.toThrow(
    /abort/i,
  )
  const waiting = lock(file, 'exclusive', { timeoutMs: 10_000 })
  held.release()
  await expect(waiting).resolves.toBeTruthy()
})
