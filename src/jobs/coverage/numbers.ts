import { extname } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { gunzip, gzip } from 'node:zlib'
import type { CoverageFile } from '../../model/index.ts'

/** Bytes of one commit in the database, packed. */
const MAX_PACKED = 8 * 1024 * 1024
const MAX_TEXT = 100_000_000
const TIME_MS = 60_000
const MEMORY_MB = 1024

/**
 * Reads reports into numbers (see `toNumbers`), in a thread that may die of them: they come from outside and may be large.
 * None where one of them is broken, or where it took too long or too much.
 */
export async function readNumbers(files: readonly CoverageFile[], signal: AbortSignal): Promise<string[]> {
  signal.throwIfAborted()
  const { promise, resolve } = Promise.withResolvers<string[]>()
  const worker = new Worker(new URL(`./numbers-worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: files,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  worker.once('message', resolve)
  worker.once('error', () => resolve([]))
  worker.once('exit', () => resolve([]))
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIME_MS)])
  const stop = (): void => resolve([])
  limit.addEventListener('abort', stop, { once: true })
  try {
    return await promise
  } finally {
    limit.removeEventListener('abort', stop)
    await worker.terminate()
    signal.throwIfAborted()
  }
}

/** Numbers as they are kept; null where there are none, or too many to keep. */
export async function packNumbers(numbers: readonly string[]): Promise<string | null> {
  if (numbers.length === 0) return null
  const packed = await promisify(gzip)(JSON.stringify(numbers))
  return packed.length > MAX_PACKED ? null : packed.toString('base64')
}

export async function unpackNumbers(packed: string): Promise<string[]> {
  const text = await promisify(gunzip)(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_TEXT })
  return JSON.parse(text.toString('utf8')) as string[]
}
