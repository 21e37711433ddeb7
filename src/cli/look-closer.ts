import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { commitsOfYear, GitError, GitLimitError, memorySnapshot } from '../changeset/index.ts'
import { CODE } from '../engine/onboarding/proposals.ts'
import { type Signs, signsOf } from '../engine/onboarding/signs.ts'
import { UserError } from '../model/index.ts'

/** Of one file, and of all. */
const MOST_BYTES = 300_000
const MOST_TOGETHER = 60_000_000
const MOST_FILES = 8_000
const MILLISECONDS = 20_000

/**
 * What files under a folder show besides their names. Bounded: a first configuration is not worth minutes.
 * @returns `missing` names what was not looked at, in words.
 */
export async function lookCloser(
  root: string,
  paths: readonly string[],
): Promise<{ signs: Signs; missing: string[] }> {
  const missing: string[] = []
  const commits = await churn(root).catch((error: unknown) => {
    // A folder without history is no failure: it has no commits to count.
    if (error instanceof UserError || error instanceof GitError || error instanceof GitLimitError)
      return undefined
    throw error
  })
  if (!commits) missing.push('how often files change')
  const texts: Record<string, string> = {}
  let left = MOST_TOGETHER
  let count = 0
  for (const path of paths) {
    const isManifest =
      /(?:^|\/)(?:package\.json|tsconfig\.json|go\.mod|Cargo\.toml|composer\.json|pyproject\.toml)$/.test(
        path,
      )
    if (!CODE.test(path) && !isManifest) continue
    if (count >= MOST_FILES || left <= 0) {
      missing.push('all files of code: too many')
      break
    }
    const found = await stat(join(root, path)).catch(() => undefined)
    if (!found || found.size > MOST_BYTES) continue
    const text = await readFile(join(root, path), 'utf8').catch(() => undefined)
    if (text === undefined) continue
    texts[path] = text
    left -= text.length
    count += 1
  }
  const { signs, whole } = await signsOf(
    memorySnapshot(texts),
    commits ?? new Map(),
    AbortSignal.timeout(MILLISECONDS),
  )
  if (!whole) missing.push('which files import which, in every language: it took too long')
  return { signs, missing }
}

/** Paths of git are those from its root: of a folder below it nothing is known. */
async function churn(root: string): Promise<ReadonlyMap<string, number> | undefined> {
  if (!(await stat(join(root, '.git')).catch(() => undefined))) return undefined
  return commitsOfYear(root)
}
