import { families, rules } from '../../checks/index.ts'
import {
  CONFIG_PATH,
  type Config,
  type ConfigResult,
  defaultConfig,
  makeLinks,
  type SharedSource,
} from '../../config/index.ts'
import type { OpenedMirror } from '../changeset/index.ts'
import { review as runRules, withBrokenConfig } from '../engine/index.ts'
import { loadBaseline } from '../engine/baseline/load.ts'
import { generatedNotices, importNotices, isConfigPath, loadConfig } from '../engine/load-config.ts'
import { FROM_FORK, sharedOfHead } from '../engine/shared-of-head.ts'
import type { Conclusion, Review } from '../model/index.ts'
import type { Catalogue } from '../report/catalogue.ts'
import { makeCatalogue } from '../report/shipped.ts'
import {
  annotationsOf,
  type CheckRunPayload,
  configEffect,
  configProblemRuns,
  statusRuns,
  toCheckRuns,
} from '../report/github/index.ts'
import { withDecisions } from './commands/decisions.ts'
import { type CoverageContext, findCoverage, type FoundCoverage } from './coverage/head-coverage.ts'
import type { ReviewDependencies } from './dependencies.ts'
import { invite } from './onboarding/invite.ts'
import { simulatePast } from './simulate-past.ts'
import type { Subject } from './subject.ts'

/** What there is to publish. */
export interface Examined {
  payloads: CheckRunPayload[]
  conclusion: Conclusion
  catalogue: Catalogue
  /** Absent where nothing was reviewed: the configuration is not valid, or drafts are skipped. */
  review?: Review
  config?: Config
  /** Ids of the artifacts of coverage that it took into account; absent where coverage mattered to no rule. */
  coverage?: number[]
}

/** Reads the configuration from the base branch and reviews the change by it. */
export async function examine(
  changeSet: OpenedMirror,
  subject: Subject,
  dependencies: ReviewDependencies & { shared: SharedSource },
  signal: AbortSignal,
  coverageFrom?: CoverageContext,
): Promise<Examined> {
  const now = new Date()
  const { publicUrl, shared } = dependencies
  const configured = await changeSet.snapshotAt(changeSet.baseTip)
  const [base, baseline] = await Promise.all([
    loadConfig({ snapshot: configured, now, shared }),
    loadBaseline(configured, 'base'),
  ])
  const edited = changeSet.changes.some(({ path, previousPath }) => [path, previousPath].some(isConfigPath))
  const known = new Set(base.ok ? base.config.extends : [])
  const ofHead = sharedOfHead(shared, known, subject.pull?.sameRepository ? undefined : FROM_FORK)
  const head = edited ? await loadConfig({ snapshot: changeSet.head, now, shared: ofHead }) : undefined
  if (!base.ok) {
    const catalogue = catalogueOf(defaultConfig(), publicUrl)
    const alone =
      changeSet.changes.every(({ path }) => isConfigPath(path)) && changeSet.incomplete.length === 0
    const mendsIt = alone && head?.ok === true && !head.notFollowed
    const payloads = configProblemRuns(base.problems, {
      baseRef: subject.baseRef,
      families,
      ...(head && { head }),
      mendsIt,
    })
    return { payloads, conclusion: mendsIt ? 'neutral' : 'action_required', catalogue }
  }
  const { notices } = base
  const config = withDecisions(base.config, subject.decided)
  const catalogue = catalogueOf(config, publicUrl)
  if (subject.pull?.draft && config.review.drafts === 'skip') {
    const payloads = statusRuns(families, {
      conclusion: 'neutral',
      title: 'Drafts are not reviewed here',
      summary: `\`review.drafts\` of ${CONFIG_PATH} is \`skip\`: the review runs when the pull request is ready.`,
    })
    return { payloads, conclusion: 'neutral', catalogue, config }
  }
  const { labels, earlier, continuity } = subject
  const found: FoundCoverage = coverageFrom
    ? await findCoverage(coverageFrom, changeSet, config)
    : { notices: [] }
  const answer = await runRules({
    changeSet,
    config,
    notices: [...notices, ...generatedNotices(config), ...importNotices(config), ...found.notices],
    now,
    signal,
    pool: dependencies.pool,
    labels,
    ...(found.reports && { coverage: found.reports }),
    baseline,
    ...(continuity && { continuity }),
  })
  const review = head?.ok === false ? withBrokenConfig(answer, config) : answer
  const past =
    head?.ok && coverageFrom
      ? await simulatePast(
          {
            before: base.config,
            after: head.config,
            baseTip: changeSet.baseTip,
            subject,
            client: coverageFrom.client,
            signal,
          },
          dependencies,
        )
      : undefined
  const effect = head ? [configEffect(base.config, head, rules, CONFIG_PATH), ...(past ? [past] : [])] : []
  const runs = withConfigMistakes(
    toCheckRuns(review, {
      catalogue,
      // Mistakes stop every check, and so stand in every one.
      ...(head?.ok === false ? { extra: effect } : { once: effect }),
      ...(earlier && { earlier }),
      ...(subject.decided?.showAll && { everything: true }),
    }),
    head,
  )
  const isUnconfigured = dependencies.onboarding && !base.found && !edited && subject.pull
  const payloads = isUnconfigured ? await invite(runs, configured, subject, dependencies.github) : runs
  const { artifacts: coverage } = found
  return { payloads, conclusion: review.conclusion, catalogue, review, config, ...(coverage && { coverage }) }
}

/** Mistakes of the pull request's own version stand on its lines; once is enough. */
function withConfigMistakes(payloads: CheckRunPayload[], head: ConfigResult | undefined): CheckRunPayload[] {
  if (!head || head.ok) return payloads
  return payloads.map((payload, index) =>
    index === 0
      ? { ...payload, annotations: [...annotationsOf(head.problems), ...payload.annotations] }
      : payload,
  )
}

function catalogueOf(config: Config, publicUrl: string | undefined): Catalogue {
  return makeCatalogue(makeLinks({ config, ...(publicUrl !== undefined && { appUrl: publicUrl }) }), {
    custom: config.customRules,
  })
}
