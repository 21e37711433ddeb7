import {
  changesLines,
  type FileChange,
  pathOn,
  type Report,
  type Snapshot,
} from '../../../src/model/index.ts'
import { Source } from '../../../src/parse/code/index.ts'
import type { Secret } from './detect.ts'
import type { Finder } from './finder.ts'
import { revokeWords } from './words.ts'

interface Sides {
  base: Snapshot
  head: Snapshot
}

/** A secret on a line that the change removes. */
export interface RemovedSecret extends Secret {
  location: Report['location']
}

/**
 * Secrets on removed lines of one file, at most `limit` and one more. Those that stand elsewhere in the head of the
 * same file are not: they only moved within it.
 */
export async function removedSecrets(
  change: FileChange,
  { base, head }: Sides,
  find: Finder,
  limit: number,
): Promise<{ found: RemovedSecret[]; unread?: string }> {
  const path = pathOn(change, 'base')
  if (path === undefined || change.removed.length === 0) return { found: [] }
  const before = await base.read(path)
  if (before.kind === 'unread') return { found: [], unread: `${path}: ${before.detail ?? before.reason}` }
  const source = new Source(before.text)
  const found: RemovedSecret[] = []
  for (const range of change.removed) {
    const [from, to] = [source.lineStart(range.start), source.lineStart(range.end + 1)]
    for (const secret of find(before.text, path, from, to)) {
      const region = source.region(secret.start, secret.end)
      if (!changesLines(change, 'base', region)) continue
      found.push({ ...secret, location: { side: 'base', path, region } })
      if (found.length > limit) break
    }
    if (found.length > limit) break
  }
  if (found.length === 0) return { found }
  const headPath = pathOn(change, 'head')
  const after = headPath === undefined ? undefined : await head.read(headPath)
  if (after?.kind === 'unread') return { found: [], unread: `${headPath}: ${after.detail ?? after.reason}` }
  // By the path of before: a rule may look at some paths alone.
  const still = new Set(after === undefined ? [] : find(after.text, path).map((secret) => secret.hash))
  return { found: found.filter((secret) => !still.has(secret.hash)) }
}

export function removedReport(secret: RemovedSecret): Report {
  const { provider, masked, hash, location } = secret
  return {
    location,
    subject: `removed ${provider.id} ${hash}`,
    message: `A removed line held a secret, ${provider.name} (\`${masked}\`): it is out of the code, yet still in the history.`,
    fix: `Unless that is done: ${revokeWords(provider)}. Everybody who can read the repository can read the old commit.`,
    level: 'note',
  }
}
