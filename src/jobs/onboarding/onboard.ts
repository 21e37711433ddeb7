import { CONFIG_PATH, defaultConfig, makeLinks } from '../../../config/index.ts'
import { openMirror, type OpenedMirror } from '../../changeset/index.ts'
import { BASELINE_PATH, baselineOf, formatBaseline, sizeOf } from '../../engine/baseline/index.ts'
import { review as runRules, type RulePool } from '../../engine/index.ts'
import { fittedConfig, withoutComments } from '../../engine/onboarding/fitted.ts'
import { formatsOf } from '../../engine/onboarding/formats.ts'
import { proposalsOf } from '../../engine/onboarding/proposals.ts'
import {
  type Client,
  completeCheckRun,
  externalId,
  type GitHub,
  GitHubGone,
  listCheckRuns,
  type Logger,
  MissingPermission,
  RateLimited,
} from '../../github/index.ts'
import {
  type DefaultBranch,
  getDefaultBranch,
  listMergedPulls,
  mayWriteContents,
  openFilesPull,
} from '../../github/onboarding.ts'
import type { Review } from '../../model/index.ts'
import {
  type DryRun,
  type FirstLook,
  firstLookRun,
  invitationBlock,
  proposalBody,
} from '../../report/github/index.ts'
import { makeCatalogue } from '../../report/shipped.ts'

/** A repository that the app was installed on: a reference, as all jobs are. */
export interface OnboardingJob {
  onboard: true
  installationId: number
  owner: string
  repo: string
  repoId: number
  deferrals?: number
}

export interface OnboardingDependencies {
  github: GitHub
  pool: RulePool
  log: Logger
  dataDir: string
  apiUrl: string
  publicUrl: string | undefined
}

export type OnboardingOutcome = 'looked' | 'proposed' | 'configured' | 'nothing'

/** Larger trees are not read whole: a first look is no reason to fetch gigabytes. */
const MAX_FILES = 20_000
const LOOK_MS = 240_000
const DRY_RUNS = 3
const DRY_RUN_MS = 60_000
const BRANCH = 'roadmap-review/configuration'
/** More is no list that anybody reviews. */
const MAX_BASELINE = 5_000

/**
 * Looks at a repository for the first time: its default branch as a whole, and the last merged pull requests, by the
 * recommended rules. What it saw stands in a check run on the newest commit, with a link that begins a configuration. Where
 * the installation may write contents, a pull request proposes one. A repository that has one is left alone. Repeating it
 * says nothing twice.
 */
export async function onboard(
  job: OnboardingJob,
  dependencies: OnboardingDependencies,
  signal: AbortSignal,
): Promise<OnboardingOutcome> {
  const { github, publicUrl, log } = dependencies
  const client = github.installation(job.installationId)
  const branch = await getDefaultBranch(client, job, signal).catch(nothingWhereGone)
  if (!branch) return 'nothing'
  const open = (options: Parameters<typeof opened>[2]): Promise<OpenedMirror> =>
    opened(job, { ...dependencies, client }, { ...options, signal })
  // Nothing is changed between a commit and itself: its names are all that is fetched.
  const paths = await (async () => {
    await using tree = await open({ baseSha: branch.sha, headSha: branch.sha, baseRef: branch.name })
    return (await tree.head.entries()).map(({ path }) => path)
  })()
  if (paths.includes(CONFIG_PATH)) return 'configured'
  const look: FirstLook = {
    formats: formatsOf(paths),
    ...(await lookAt(branch, paths.length, open, dependencies, signal)),
    dryRun: await dryRun(job, client, branch, open, dependencies, signal),
  }
  const config = defaultConfig()
  const catalogue = makeCatalogue(
    makeLinks({ config, ...(publicUrl !== undefined && { appUrl: publicUrl }) }),
  )
  const text = fittedConfig(paths)
  const invitation = invitationBlock({
    repositoryUrl: branch.url,
    branch: branch.name,
    path: CONFIG_PATH,
    texts: [text, withoutComments(text)],
    formats: [],
  })
  const key = `first-look-${branch.sha.slice(0, 20)}`
  const target = { owner: job.owner, repo: job.repo, headSha: branch.sha, key }
  const payload = firstLookRun(look, catalogue, invitation)
  const known = await listCheckRuns(client, target, github.appId, signal)
  const existing = known.find((run) => run.externalId === externalId(key, payload.family))
  await completeCheckRun(client, target, payload, existing, signal)
  if (!(await mayWriteContents(github, job.installationId, signal))) return 'looked'
  const entries = look.review ? baselineOf(look.review.findings) : []
  const withBaseline = entries.length > 0 && entries.length <= MAX_BASELINE
  try {
    const number = await openFilesPull(
      client,
      job,
      {
        branch: BRANCH,
        base: branch,
        files: {
          [CONFIG_PATH]: text,
          ...(withBaseline && { [BASELINE_PATH]: formatBaseline(entries) }),
        },
        title: `Begin with ${CONFIG_PATH}`,
        body: proposalBody(look, catalogue, {
          path: CONFIG_PATH,
          criticalPaths: proposalsOf(paths).length,
          ...(withBaseline && { baseline: { path: BASELINE_PATH, findings: sizeOf(entries) } }),
        }),
      },
      signal,
    )
    return number === undefined ? 'looked' : 'proposed'
  } catch (error) {
    if (!(error instanceof MissingPermission)) throw error
    log.warn(`cannot propose a configuration: ${error.message}`)
    return 'looked'
  }
}

/** The whole tree by the recommended rules, or why not. */
async function lookAt(
  branch: DefaultBranch,
  files: number,
  open: Open,
  { pool, log }: OnboardingDependencies,
  signal: AbortSignal,
): Promise<Pick<FirstLook, 'review' | 'why'>> {
  if (files > MAX_FILES)
    return { why: `the repository has ${files} files; up to ${MAX_FILES} are read at first` }
  const limit = AbortSignal.timeout(LOOK_MS)
  try {
    const whole = { baseSha: branch.sha, headSha: branch.sha, baseRef: branch.name, whole: true }
    await using tree = await open(whole)
    return { review: await reviewed(tree, pool, AbortSignal.any([signal, limit])) }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof RateLimited) throw error
    log.warn(`first look: ${String(error)}`)
    return { why: limit.aborted ? `it took longer than ${LOOK_MS / 60_000} minutes` : 'it failed' }
  }
}

/** What the recommended rules would have said of the last merged pull requests. */
async function dryRun(
  job: OnboardingJob,
  client: Client,
  branch: DefaultBranch,
  open: Open,
  { pool, log }: OnboardingDependencies,
  signal: AbortSignal,
): Promise<DryRun[]> {
  const runs: DryRun[] = []
  for (const { number, ...commits } of await listMergedPulls(client, job, branch.name, DRY_RUNS, signal)) {
    try {
      await using change = await open({ ...commits, pullNumber: number })
      const limit = AbortSignal.any([signal, AbortSignal.timeout(DRY_RUN_MS)])
      runs.push({ number, review: await reviewed(change, pool, limit) })
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof RateLimited) throw error
      log.warn(`dry run of #${number}: ${String(error)}`)
      runs.push({ number })
    }
  }
  return runs
}

function reviewed(changeSet: OpenedMirror, pool: RulePool, signal: AbortSignal): Promise<Review> {
  const config = { ...defaultConfig(), mode: 'advisory' as const }
  return runRules({ changeSet, config, now: new Date(), signal, pool })
}

interface What {
  baseSha: string
  headSha: string
  baseRef: string
  pullNumber?: number
  whole?: boolean
  signal?: AbortSignal
}
type Open = (what: What) => Promise<OpenedMirror>

async function opened(
  { owner, repo }: OnboardingJob,
  { github, client, dataDir, apiUrl }: OnboardingDependencies & { client: Client },
  what: What,
): Promise<OpenedMirror> {
  const token = await client.token()
  return openMirror({
    dataDir,
    owner,
    name: repo,
    cloneUrl: github.cloneUrl(owner, repo),
    token,
    apiUrl,
    ...what,
  })
}

/** The installation or the repository went away meanwhile. */
function nothingWhereGone(error: unknown): undefined {
  if (error instanceof GitHubGone || error instanceof MissingPermission) return undefined
  throw error
}
