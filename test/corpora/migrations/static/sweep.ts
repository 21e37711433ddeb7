import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { historiesIn, type NotRead } from '../../../../checks/migration-rollback/history.ts'
import { migrationOptions } from '../../../../checks/migration-rollback/options.ts'
import { openGit } from '../../../../src/changeset/index.ts'
import type { Step } from '../../../../src/parse/migrations/index.ts'

/** What the adapters make of the newest commit of one clone. */
export interface Sweep {
  project: string
  commit: string
  steps: Step[]
  notRead: NotRead[]
  /** Files in folders of migrations that no framework recognises: either none of its files, or an adapter's gap. */
  unrecognised: string[]
}

/** States in which the way back does nothing, is not there, or cannot be made. */
const BAD = new Set(['missing', 'empty', 'fake', 'not-invertible'])

/**
 * Whether the migration has no real rollback: what a reviewer would be told. An operation that only changes rows, and a
 * refusal with its reason, are no such thing.
 */
export function isBad({ reversibility, reason, obstacles }: Step): boolean {
  if (reversibility === 'declared-irreversible') return reason === undefined
  if (reversibility === 'not-invertible') return obstacles.some(({ level }) => level !== 'note')
  return BAD.has(reversibility)
}

const LOOKS_LIKE =
  /(?:^|\/)(?:[\w-]*migrations?|migrate|changelogs?|deploy|versions)\/(?:[^/]+\/){0,2}[^/]*\d[^/]*\.(?:sql|rb|py|php|exs|cs|[cm]?[jt]s|rs|go|xml|ya?ml|json)$/
const NEVER = /(?:^|\/)(?:node_modules|vendor|test|tests|spec|__tests__|fixtures|testdata|snapshots?)\//

/** @param corpus folder of clones, as `<owner>+<name>` or `<owner>+<name>/repo` */
export async function sweep(corpus: string, project: string, commit = 'HEAD'): Promise<Sweep> {
  const nested = join(corpus, project, 'repo')
  const repo = existsSync(nested) ? nested : join(corpus, project)
  await using changes = await openGit({ repo, base: commit, head: commit })
  const histories = await historiesIn(changes.head, migrationOptions.parse({}))
  const steps = histories.flatMap((history) => history.steps.map(({ step }) => step))
  const notRead = histories.flatMap((history) => history.notRead)
  const known = new Set([
    ...steps.flatMap(({ path, up, down }) => [path, up.path, ...(down ? [down.path] : [])]),
    ...notRead.map(({ path }) => path),
  ])
  const entries = await changes.head.entries()
  const unrecognised = entries.flatMap(({ kind, path }) =>
    kind === 'file' && LOOKS_LIKE.test(path) && !NEVER.test(path) && !known.has(path) ? [path] : [],
  )
  return { project, commit: changes.head.sha, steps, notRead, unrecognised }
}
