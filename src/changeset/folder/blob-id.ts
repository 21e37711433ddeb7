import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'

/** A path as bytes: not every file name is UTF-8. */
export type BytePath = Buffer

/**
 * Opens a plain file for reading; never a symlink, and never waiting for a pipe's other end.
 * Undefined where it is something else, or cannot be opened.
 */
export async function openPlainFile(path: BytePath): Promise<FileHandle | undefined> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const handle = await open(path, flags).catch(() => undefined)
  if (handle && (await handle.stat()).isFile()) return handle
  await handle?.close()
  return undefined
}

/** The id that git would give the bytes as a blob. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

/** The same for a file of any size, in pieces. Undefined where it cannot be read. */
export async function fileBlobId(path: BytePath): Promise<string | undefined> {
  await using handle = await openPlainFile(path)
  if (!handle) return undefined
  const hash = createHash('sha1').update(`blob ${(await handle.stat()).size}\0`)
  for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
