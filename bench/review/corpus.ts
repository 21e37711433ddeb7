import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { generateRepository } from './generated.ts'

/** A clone on this machine, bare or not. */
export interface Clone {
  name: string
  directory: string
}

/**
 * The clones in a folder and in the folders below it, in alphabetical order; a generated repository where no
 * folder is given.
 * @param only a name must match it
 */
export async function clonesOf(folder: string | undefined, only: RegExp, scratch: string): Promise<Clone[]> {
  if (folder === undefined) {
    return [{ name: 'generated', directory: await generateRepository(join(scratch, 'generated')) }]
  }
  const found: Clone[] = []
  for (const entry of (await readdir(folder)).sort()) {
    for (const path of ['', '.git', 'repo', 'repo/.git']) {
      const directory = join(folder, entry, path)
      if (!existsSync(join(directory, 'HEAD')) || !existsSync(join(directory, 'objects'))) continue
      found.push({ name: basename(entry, '.git').replaceAll(/[^\w.-]+/g, '-'), directory })
      break
    }
  }
  const wanted = found.filter(({ name }) => only.test(name))
  if (wanted.length === 0) throw new Error(`CORPUS_DIR holds no git repository whose name matches ${only}`)
  return wanted
}
