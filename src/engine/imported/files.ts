import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError } from '../../model/index.ts'
import type { SarifFile, SarifFiles } from './import-sarif.ts'

/** Logs of other scanners by their paths, as a user names them. */
export interface SarifOptions {
  /** Of the head. */
  importSarif?: string[]
  /** Of the base. */
  baseSarif?: string[]
}

/** Of all files together; a text longer than JSON is read up to is refused by name. */
const MAX_BYTES = 200 * 1024 * 1024

/**
 * Reads the logs that were named, and those of the configuration, which lie below `root`. One that is not there, or is too large, is not read and said by name in the review.
 * @throws UserError where a log of the base is named and none of the head.
 */
export async function readSarifFiles(
  { importSarif, baseSarif }: SarifOptions,
  cwd: string,
  root: string,
  configured: readonly { sarif: string }[] = [],
): Promise<SarifFiles | undefined> {
  const wanted = [
    ...named(importSarif ?? [], cwd),
    ...named(
      configured.map(({ sarif }) => sarif),
      root,
    ),
  ]
  if (wanted.length === 0) {
    if (baseSarif?.length)
      throw new UserError('a log of the base is given and none of the head: there is nothing to compare')
    return undefined
  }
  const budget = { left: MAX_BYTES }
  const head = await readAll(wanted, budget)
  const base = baseSarif?.length ? await readAll(named(baseSarif, cwd), budget) : undefined
  return { head, root, ...(base && { base }) }
}

function named(names: readonly string[], folder: string): { name: string; path: string }[] {
  return names.map((name) => ({ name, path: resolve(folder, name) }))
}

async function readAll(
  wanted: readonly { name: string; path: string }[],
  budget: { left: number },
): Promise<SarifFile[]> {
  const files: SarifFile[] = []
  // Named twice, by an option and by the configuration, it is read once.
  const byPath = new Map(wanted.map(({ name, path }) => [path, name]))
  for (const [path, name] of byPath) {
    const found = await stat(path).catch(() => undefined)
    if (!found?.isFile()) files.push({ name, problem: 'there is no such file' })
    else if ((budget.left -= found.size) < 0)
      files.push({ name, problem: 'logs of more than 200 MB together are not read' })
    else files.push({ name, text: await readFile(path, 'utf8') })
  }
  return files
}
