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
 * Reads the logs that were named. One that is not there, or is too large, is not read and said by name in the review.
 * @throws UserError where a log of the base is named and none of the head.
 */
export async function readSarifFiles(
  { importSarif, baseSarif }: SarifOptions,
  cwd: string,
  root: string,
): Promise<SarifFiles | undefined> {
  if (!importSarif?.length) {
    if (baseSarif?.length)
      throw new UserError('a log of the base is given and none of the head: there is nothing to compare')
    return undefined
  }
  const budget = { left: MAX_BYTES }
  const head = await readAll(importSarif, cwd, budget)
  const base = baseSarif?.length ? await readAll(baseSarif, cwd, budget) : undefined
  return { head, root, ...(base && { base }) }
}

async function readAll(
  names: readonly string[],
  cwd: string,
  budget: { left: number },
): Promise<SarifFile[]> {
  const files: SarifFile[] = []
  for (const name of names) {
    const path = resolve(cwd, name)
    const found = await stat(path).catch(() => undefined)
    if (!found?.isFile()) files.push({ name, problem: 'there is no such file' })
    else if ((budget.left -= found.size) < 0)
      files.push({ name, problem: 'logs of more than 200 MB together are not read' })
    else files.push({ name, text: await readFile(path, 'utf8') })
  }
  return files
}
