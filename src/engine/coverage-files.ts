import { readFile, stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { type CoverageFile, type CoverageReports, UserError } from '../model/index.ts'
import { filesNamed } from './coverage-globs.ts'

/** Reports of coverage tools by their paths, as a user names them: a path each, or a glob. */
export interface CoverageOptions {
  /** Of the head. */
  coverage?: string[]
  /** Of the base. */
  baseCoverage?: string[]
}

/** Of all files together. */
const MAX_BYTES = 200 * 1024 * 1024

/**
 * Reads the reports that were named.
 * @throws UserError where one is missing or all together are larger than 200 MB.
 */
export async function readCoverageFiles(
  { coverage, baseCoverage }: CoverageOptions,
  cwd: string,
): Promise<CoverageReports | undefined> {
  if (!coverage?.length) {
    if (baseCoverage?.length)
      throw new UserError('coverage of the base is given and none of the head: there is nothing to compare')
    return undefined
  }
  const budget = { left: MAX_BYTES }
  const head = await readAll(coverage, cwd, budget)
  const base = baseCoverage && (await readAll(baseCoverage, cwd, budget))
  return { head, ...(base && { base }) }
}

async function readAll(
  names: readonly string[],
  cwd: string,
  budget: { left: number },
): Promise<CoverageFile[]> {
  const files: CoverageFile[] = []
  const at = (name: string) => stat(resolve(cwd, name)).catch(() => undefined)
  const named = await Promise.all(
    names.map((name) => filesNamed(name, cwd, async (one) => !!(await at(one)))),
  )
  // A file that two patterns name is one report.
  for (const path of new Set(named.flat().map((name) => resolve(cwd, name)))) {
    const name = relative(cwd, path)
    const found = await at(path)
    if (!found?.isFile())
      throw new UserError(`${name}: there is no such file; name a report of a coverage tool`)
    budget.left -= found.size
    if (budget.left < 0)
      throw new UserError(`${name}: coverage reports of more than 200 MB together are not read`)
    files.push({ name: name.replaceAll('\\', '/'), text: await readFile(path, 'utf8') })
  }
  return files
}
