import { families, rules as allRules } from '../../checks/index.ts'
import { CUSTOM_FAMILY, customRules } from '../../checks/insecure-patterns/custom/index.ts'
import type { Config } from '../../config/index.ts'
import { ruleSettings } from '../../config/index.ts'
import type {
  ChangeSet,
  CoverageReports,
  Family,
  Finding,
  Notice,
  Region,
  Review,
  Rule,
  RuleOutcome,
} from '../model/index.ts'
import { changesLines, findChange, matcher } from '../model/index.ts'
import { aboutBaseline, type SeenBaseline } from './baseline/about.ts'
import { BASELINE_PATH } from './baseline/file.ts'
import type { LoadedBaseline } from './baseline/load.ts'
import { withBrokenConfig } from './broken-config.ts'
import { concludeFamily, worst } from './conclude.ts'
import { applyFilters } from './filters/index.ts'
import { type Continuity, fingerprints } from './fingerprint.ts'
import { markDuplicates } from './imported/duplicates.ts'
import type { Imported } from './imported/index.ts'
import { IMPORTED_FAMILY } from './imported/rule.ts'
import { byPlace, byWeight, compare } from './order.ts'
import { type Planned, plan } from './plan.ts'
import type { RuleAnswer, RulePool } from './pool.ts'
import { runRule, SharedValues } from './run-rule.ts'
import { findSuppression, readSuppressions, type Suppressions } from './suppressions.ts'
import { withoutSecrets } from './without-secrets.ts'

export interface Progress {
  /** Rules finished so far, of `total`. */
  done: number
  total: number
  ruleId: string
  milliseconds: number
}

export interface ReviewRequest {
  changeSet: ChangeSet
  config: Config
  /** What loading the configuration had to say; passed on in the review. */
  notices?: readonly Notice[]
  now: Date
  signal?: AbortSignal
  /** Processes for the rules; without it they run in this one, with no bound on time or memory. */
  pool?: RulePool
  /** Rules to choose from; by default every rule there is. Other rules than those need `pool` unset. */
  rules?: readonly Rule[]
  /** Globs: looks at these paths only. */
  only?: readonly string[]
  /** Labels of the pull request, as its platform says them: never from the change. */
  labels?: readonly string[]
  /** Coverage of the change, where somebody has some. */
  coverage?: CoverageReports
  /** What was there before, as the base says it. */
  baseline?: LoadedBaseline
  /** What other scanners found in the head. */
  imported?: Imported
  /** What an earlier review of the same change leaves: findings keep the identity that it gave them. */
  continuity?: Continuity
  /** Told what of the baseline is met, and what of it is gone, where the review can know. */
  onBaseline?: (seen: SeenBaseline) => void
  onProgress?: (progress: Progress) => void
}

/**
 * Reviews a change set. The same input gives the same bytes: the answer holds no time and no order that
 * depends on processes. A rule that crashes or exceeds its bounds is an outcome, not an exception.
 * @throws the signal's reason when it is aborted.
 */
export async function review(request: ReviewRequest): Promise<Review> {
  const { changeSet, config, now, imported } = request
  const signal = request.signal ?? new AbortController().signal
  const rules = [...(request.rules ?? allRules), ...customRules(config.customRules)]
  const only = request.only?.length ? matcher(request.only) : undefined
  const { planned, skipped } = plan(changeSet, rules, config, only)
  const [answers, suppressions] = await Promise.all([
    runPlanned(request, planned, signal),
    readSuppressions(changeSet, new Set([...rules, ...(imported?.rules ?? [])].map(({ id }) => id))),
  ])
  signal.throwIfAborted()

  const outcomes = [...skipped]
  const raw: Finding[] = []
  for (const { rule, notLookedAt } of planned) {
    const answer = answers.get(rule.id)
    outcomes.push(outcomeOf(rule, notLookedAt, answer))
    if (answer?.result) raw.push(...findingsOf(rule, answer.result.reports, request))
  }
  outcomes.push(...(imported?.outcomes ?? []))
  for (const rule of imported?.rules ?? [])
    raw.push(...findingsOf(rule, imported?.reports.get(rule.id) ?? [], request))
  outcomes.sort((a, b) => compare(a.ruleId, b.ruleId))
  const baseline = request.baseline?.baseline
  const paths = new Set(baseline && (await changeSet.head.entries()).map(({ path }) => path))
  const rulesById = new Map<string, Rule>(
    [...rules, ...(imported?.rules ?? [])].map((rule) => [rule.id, rule]),
  )
  const filtered = await applyFilters(raw.toSorted(byWeight(criticalPath(config))), {
    changeSet,
    config,
    rules: rulesById,
    ...(baseline && { baseline: { of: baseline, paths } }),
    suppressions,
    now,
    labels: new Set(request.labels?.map((label) => label.toLowerCase())),
    ...(only && { only }),
    ...(imported && { imported }),
  })
  const { cover } = filtered
  const findings = withoutSecrets(markDuplicates(filtered.findings, rulesById), rulesById)
  const notLookedAt = [...changeSet.incomplete, ...suppressions.notLookedAt]
  const judged = { changeSet, config, rules: rulesById, outcomes, notLookedAt, findings, paths }
  const told = await aboutBaseline(request, judged, cover)
  const results = familiesOf(rules, imported).map((family) =>
    concludeFamily(
      family,
      outcomes.filter(({ ruleId }) => ruleId.startsWith(`${family.id}/`)),
      findings.filter(({ ruleId }) => ruleId.startsWith(`${family.id}/`)),
      notLookedAt.length > 0,
      config,
    ),
  )
  const answer: Review = {
    baseSha: changeSet.base.sha,
    headSha: changeSet.head.sha,
    conclusion: worst(results.map(({ conclusion }) => conclusion)),
    families: results,
    outcomes,
    findings,
    notices: [
      ...(request.notices ?? []),
      ...told.notices,
      ...(imported?.notices ?? []),
      ...suppressions.notices,
      ...unusedSuppressions(suppressions, changeSet, findings, outcomes),
      ...remarksOf(planned, answers),
    ],
    notLookedAt,
    ...measuresOf(planned, answers),
  }
  return told.broken ? withBrokenConfig(answer, config, BASELINE_PATH) : answer
}

/** Whether the configuration calls a path critical. */
function criticalPath({ criticalPaths }: Config): (path: string) => boolean {
  const match = matcher(criticalPaths.flatMap(({ globs }) => globs))
  const known = new Map<string, boolean>()
  return (path) => {
    let answer = known.get(path)
    if (answer === undefined) known.set(path, (answer = match(path)))
    return answer
  }
}

/** The families that have a part in the review, what other scanners found last. */
function familiesOf(rules: readonly Rule[], imported: Imported | undefined): Family[] {
  const own = families.filter((family) => rules.some((rule) => rule.family === family.id))
  const custom = rules.some((rule) => rule.family === CUSTOM_FAMILY.id) ? [CUSTOM_FAMILY] : []
  return [...own, ...custom, ...(imported ? [IMPORTED_FAMILY] : [])]
}

/** What rules measured. */
function measuresOf(
  planned: readonly Planned[],
  answers: ReadonlyMap<string, RuleAnswer>,
): Pick<Review, 'measures'> {
  const measures = Object.assign(
    {},
    ...planned.map(({ rule }) => answers.get(rule.id)?.result?.measures ?? {}),
  ) as Record<string, number>
  return Object.keys(measures).length > 0 ? { measures } : {}
}

/** What rules remarked, each once: several rules of a family may know the same fact. */
function remarksOf(planned: readonly Planned[], answers: ReadonlyMap<string, RuleAnswer>): Notice[] {
  const found = new Map<string, Notice>()
  for (const { rule } of planned) {
    for (const remark of answers.get(rule.id)?.result?.remarks ?? []) {
      const key = JSON.stringify([rule.family, remark.message, remark.location])
      if (!found.has(key)) found.set(key, { level: 'note', ...remark, ruleId: rule.id })
    }
  }
  return [...found.values()].toSorted(
    (a, b) =>
      compare(a.location?.path ?? '', b.location?.path ?? '') ||
      (a.location?.region?.startLine ?? 0) - (b.location?.region?.startLine ?? 0) ||
      compare(a.message, b.message),
  )
}

async function runPlanned(
  request: ReviewRequest,
  planned: readonly Planned[],
  signal: AbortSignal,
): Promise<Map<string, RuleAnswer>> {
  const { changeSet, config, now, pool, coverage } = request
  const answers = new Map<string, RuleAnswer>()
  const onAnswer = (answer: RuleAnswer): void => {
    answers.set(answer.ruleId, answer)
    const { ruleId, milliseconds } = answer
    request.onProgress?.({ done: answers.size, total: planned.length, ruleId, milliseconds })
  }
  const byFamily = Map.groupBy(planned, ({ rule }) => rule.family)
  await Promise.all(
    [...byFamily.values()].map((group) => {
      if (!pool) return runHere(request, group, signal, onAnswer)
      const task = {
        rules: group.map(({ rule, changes }) => ({ id: rule.id, changes })),
        changes: changeSet.changes,
        incomplete: changeSet.incomplete,
        baseSha: changeSet.base.sha,
        headSha: changeSet.head.sha,
        ...(changeSet.tip && { tipSha: changeSet.tip.sha }),
        config,
        now: now.getTime(),
        // Large: only for those that read it.
        ...(coverage && group.some(({ rule }) => rule.readsCoverage) && { coverage }),
      }
      return pool.run(task, changeSet, signal, onAnswer)
    }),
  )
  return answers
}

async function runHere(
  { changeSet, config, now, coverage }: ReviewRequest,
  group: readonly Planned[],
  signal: AbortSignal,
  onAnswer: (answer: RuleAnswer) => void,
): Promise<void> {
  const shared = new SharedValues()
  for (const { rule, changes } of group) {
    signal.throwIfAborted()
    const started = performance.now()
    const timed = (): { ruleId: string; milliseconds: number } => ({
      ruleId: rule.id,
      milliseconds: Math.round(performance.now() - started),
    })
    try {
      const result = await runRule({
        rule,
        changeSet,
        changes,
        options: ruleSettings(config, rule).options,
        optionsFor: (path) => ruleSettings(config, rule, path).options,
        criticalPaths: config.criticalPaths,
        ...(coverage && { coverage }),
        now,
        signal,
        shared,
      })
      onAnswer({ ...timed(), result })
    } catch (error) {
      signal.throwIfAborted()
      onAnswer({
        ...timed(),
        error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      })
    }
  }
}

function outcomeOf(rule: Rule, unread: readonly string[], answer: RuleAnswer | undefined): RuleOutcome {
  if (!answer?.result) return { kind: 'failed', ruleId: rule.id, error: answer?.error ?? 'it gave no answer' }
  const notLookedAt = [...new Set([...unread, ...answer.result.notLookedAt])].toSorted(compare)
  const findings = answer.result.reports.length
  return notLookedAt.length > 0
    ? { kind: 'incomplete', ruleId: rule.id, findings, notLookedAt }
    : { kind: 'ran', ruleId: rule.id, findings }
}

function findingsOf(
  rule: Rule,
  reports: NonNullable<RuleAnswer['result']>['reports'],
  { changeSet, config, continuity }: ReviewRequest,
): Finding[] {
  const sorted = reports.toSorted(byPlace)
  const identities = fingerprints(rule.id, sorted, changeSet, continuity)
  return sorted.map(({ level, ...report }, index) => {
    const settings = ruleSettings(config, rule, report.location.path)
    return {
      ...report,
      ruleId: rule.id,
      level: settings.levelIsSet ? settings.level : (level ?? settings.level),
      confidence: rule.confidence,
      fingerprint: identities[index] ?? '',
      verdict: { shown: true },
    }
  })
}

/**
 * Suppressions that met nothing: said, so that they do not outlive their reason. Only where the rule looked at
 * everything and the line they speak of was changed: rules may stay silent about lines that were not.
 */
function unusedSuppressions(
  { byPath }: Suppressions,
  changeSet: ChangeSet,
  findings: readonly Finding[],
  outcomes: readonly RuleOutcome[],
): Notice[] {
  const ran = new Set(outcomes.filter(({ kind }) => kind === 'ran').map(({ ruleId }) => ruleId))
  const used = new Set(findings.map((finding) => findSuppression(byPath, finding)))
  const region = (line: number): Region => ({ startLine: line, endLine: line })
  return [...byPath.values()]
    .flat()
    .filter((suppression) => ran.has(suppression.ruleId) && !used.has(suppression))
    .filter(({ path, target }) => {
      const change = findChange(changeSet, 'head', path)
      return change && changesLines(change, 'head', region(target))
    })
    .toSorted((a, b) => compare(a.path, b.path) || a.line - b.line)
    .map(({ path, line, ruleId }) => ({
      level: 'note',
      message: `roadmap-ignore ${ruleId} is not needed: the rule reports nothing here`,
      location: { side: 'head', path, region: region(line) },
    }))
}
