import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of a mirror's packs, finished or not: nearly all that it takes on disk. 0 where it is gone. */
export async function packBytes(gitDir: string): Promise<number> {
  const folder = join(gitDir, 'objects', 'pack')
  const files = await readdir(folder).catch(() => [])
  // A temporary file may be renamed or removed between the two calls.
  const sizes = await Promise.all(
    files.map((file) =>
      stat(join(folder, file)).then(
        (s) => s.size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

export async function packCount(gitDir: string): Promise<number> {
  const files = await readdir(join(gitDir, 'objects', 'pack')).catch(() => [])
  return files.filter((file) => file.endsWith('.pack')).length
}
