import { rules } from '../../../checks/index.ts'
import type { Config } from '../../../config/index.ts'
import type { OpenedMirror } from '../../changeset/index.ts'
import { plan } from '../../engine/plan.ts'
import {
  type Client,
  type CoverageArtifact,
  type GitHub,
  GitHubUnavailable,
  listCoverageArtifacts,
  type ListedArtifacts,
  readArtifacts,
  type WorkflowRun,
} from '../../github/index.ts'
import { type CoverageReports, type FileChange, matcher, type Notice, pathOn } from '../../model/index.ts'
import type { Subject } from '../subject.ts'
import { baseCoverage, differingPaths } from './base-coverage.ts'
import type { CoverageStore } from './coverage-store.ts'

/** Coverage of the commits of a review, as workflows left it. */
export interface FoundCoverage {
  reports?: CoverageReports
  notices: Notice[]
  /** Ids of the artifacts that were taken into account; absent where coverage matters to no rule. */
  artifacts?: number[]
}

export interface CoverageContext {
  client: Client
  github: GitHub
  store: CoverageStore
  repoId: number
  subject: Subject
  /** Whether the commit is new here: its workflows have hardly begun. */
  isFresh: boolean
  /** False where an earlier attempt met a GitHub that did not answer: then the review goes on without. */
  mayTryAgain: boolean
  signal: AbortSignal
}

/** The rule that tells of coverage, so that what is said of it stands once, with its family. */
const RULE = 'critical-path-tests/uncovered-change'

/**
 * The coverage of the head, and what is known of the base, where a rule of this change asks for it. No request to
 * GitHub where nothing speaks of coverage, and one where no workflow has ended.
 */
export async function findCoverage(
  context: CoverageContext,
  changeSet: OpenedMirror,
  config: Config,
): Promise<FoundCoverage> {
  const readers = rules.filter(({ readsCoverage }) => readsCoverage)
  if (plan(changeSet, readers, config).planned.length === 0) return { notices: [] }
  // Before the list is asked for: what comes after it is reviewed again.
  const told = await context.store.artifactsOf(context.repoId, context.subject.headSha)
  try {
    return await lookFor(context, changeSet, config, told)
  } catch (error) {
    if (context.mayTryAgain || !(error instanceof GitHubUnavailable)) throw error
    const unread = ['GitHub did not hand out what workflows left']
    return { artifacts: told, notices: [], reports: { head: [], unread } }
  }
}

async function lookFor(
  context: CoverageContext,
  changeSet: OpenedMirror,
  config: Config,
  told: readonly number[],
): Promise<FoundCoverage> {
  const { client, store, repoId, subject, signal } = context
  const repository = { owner: subject.owner, repo: subject.repo, id: repoId }
  const isWanted = wantsCoverage(config, changeSet.changes)
  const mayHave = isWanted || told.length > 0 || (!context.isFresh && (await hasWorkflows(changeSet)))
  if (!mayHave) return { artifacts: [...told], notices: [] }
  const listed = await listCoverageArtifacts(client, repository, subject.headSha, {
    signal,
    accepts: isOwnRun(subject, repoId),
  })
  const missing = async (why: Missing): Promise<Notice[]> =>
    isWanted ? [await missingNotice(why, context)] : []
  if (listed.kind === 'not-permitted')
    return { artifacts: [...told], notices: await missing({ kind: 'not-permitted' }) }
  const found = listed.artifacts
  const artifacts = [...new Set([...told, ...found.map(({ id }) => id)])]
  const { files, unread, expired } = await readArtifacts(client, repository, found, signal)
  const left = [...unread, ...listed.leftOut]
  if (files.length === 0 && left.length === 0)
    return { artifacts, notices: await missing({ kind: 'none', expired }) }
  const paths = changeSet.changes.flatMap((change) => pathOn(change, 'head') ?? [])
  const stale = await stalePaths(changeSet, found, paths)
  const base =
    files.length > 0
      ? await baseCoverage(
          { client, store, repository, signal },
          {
            branch: subject.baseRef,
            base: changeSet.base,
            paths: changeSet.changes.flatMap((change) => pathOn(change, 'base') ?? []),
          },
          (sha) => changeSet.snapshotAt(sha),
        )
      : undefined
  const reports: CoverageReports = {
    head: files,
    ...(base && { base }),
    ...(left.length > 0 && { unread: left }),
    ...(stale.length > 0 && { stale }),
    ...(isFromFork(subject.pull) && { distrust: 'the change comes from a fork' }),
  }
  return { artifacts, reports, notices: [] }
}

/** Workflows that an organisation runs from elsewhere are heard of when they end. */
async function hasWorkflows({ head }: OpenedMirror): Promise<boolean> {
  return (await head.list('.github/workflows/*.{yml,yaml}')).length > 0
}

/**
 * A run for a pull request tests the merge with its base branch as that was then. Where the branch has changed a file since
 * the merge base, the lines of such a run may not be those of the head.
 */
async function stalePaths(
  changeSet: OpenedMirror,
  artifacts: readonly CoverageArtifact[],
  paths: readonly string[],
): Promise<string[]> {
  const ofMerge = artifacts.some(({ run }) => run.event === 'pull_request')
  if (!ofMerge || changeSet.baseTip === changeSet.base.sha) return []
  return differingPaths(changeSet.base, await changeSet.snapshotAt(changeSet.baseTip), paths)
}

/** Anybody may push a commit of this repository to a fork and have it run there: that counts for pull requests of forks alone. */
function isOwnRun({ pull }: Subject, repoId: number): (run: WorkflowRun) => boolean {
  return (run) => isFromFork(pull) || run.headRepositoryId === repoId
}

function isFromFork(pull: Subject['pull']): boolean {
  return pull !== undefined && !pull.sameRepository
}

/** Whether a minimum is asked for where the change may be: owners, symbols and routes are known to the rules alone. */
function wantsCoverage({ criticalPaths }: Config, changes: readonly FileChange[]): boolean {
  const paths = changes.flatMap((change) => pathOn(change, 'head') ?? [])
  return criticalPaths.some(({ minimumCoverage, globs, owners, symbols, routes }) => {
    if (!minimumCoverage) return false
    return [owners, symbols, routes].some((named) => named?.length) || paths.some(matcher(globs))
  })
}

type Missing =
  | { kind: Exclude<ListedArtifacts['kind'], 'listed'> }
  | { kind: 'none'; expired: readonly string[] }

async function missingNotice(why: Missing, { github, subject }: CoverageContext): Promise<Notice> {
  return { level: 'warning', ruleId: RULE, message: `Static only: ${await wordsOf(why, github, subject)}` }
}

async function wordsOf(why: Missing, github: GitHub, { owner, headSha }: Subject): Promise<string> {
  if (why.kind === 'not-permitted')
    return (
      'coverage that workflows leave cannot be read, for the app lacks the permission actions: read here. ' +
      `An owner of ${owner} grants it at ${await github.installUrl()}`
    )
  if (why.expired.length > 0)
    return `the coverage of ${headSha.slice(0, 7)} is expired (${why.expired.slice(0, 3).join(', ')}). Run the workflow again`
  return (
    `no workflow that passed has left coverage of ${headSha.slice(0, 7)} as an artifact yet. ` +
    'The review is taken up again when one does'
  )
}
