import { z } from 'zod'
import { defineRule, matcher } from '../../src/model/index.ts'
import type { Confidence, RuleContext, RuleDefinition } from '../../src/model/index.ts'
import { compareAll, type Comparisons } from './compare-descriptions.ts'
import type { Change, ChangeKind } from './diff/change.ts'
import { judge } from './diff/policy.ts'
import { FILES } from './find-descriptions.ts'
import { consumersOf } from './reporting/consumers/consumers.ts'
import { type ReportContext, reportOf } from './reporting/report.ts'
import { suggestionsFor } from './reporting/suggestion/suggest.ts'

/** Options that all rules of the family share. */
export const options = z.strictObject({
  /** Globs of the descriptions to compare; empty: found by their content. */
  specs: z.array(z.string()).default([]),
  /** Globs of paths of the API that promise nothing: what happens under them alone is not reported. */
  unstablePaths: z.array(z.string().min(1).max(256)).max(50).default([]),
  /** Days of notice between a deprecation and its sunset, by stability level; 0: none are asked. */
  graceDays: z
    .strictObject({
      beta: z.int().min(0).max(3650).default(0),
      stable: z.int().min(0).max(3650).default(0),
    })
    .prefault({}),
})

export type Options = z.output<typeof options>

/** Of rules with fewer options: what these ask of the team is then not asked. */
type SharedOptions = Pick<Options, 'specs'> & Partial<Options>

/** What makes one rule of the family: the kinds of change it reports. */
export interface CompatibilityRule {
  title: string
  kinds: readonly ChangeKind[]
  /** The level of the rule where the kind of change itself does not say another. */
  level?: 'error' | 'warning'
  confidence?: Confidence
  status?: RuleDefinition['status']
  /** What to do about it, in one or two sentences. */
  fix: string
}

/** A rule over the differences between two versions of a description. */
export function compatibilityRule(rule: CompatibilityRule): RuleDefinition {
  const kinds = new Set(rule.kinds)
  return defineRule({
    title: rule.title,
    level: rule.level ?? 'error',
    confidence: rule.confidence ?? 'high',
    status: rule.status ?? 'stable',
    module: 5,
    files: FILES,
    // A change of one schema shows wherever the schema is used, and that line need not be in the diff.
    outsideDiff: true,
    options,
    async *check(context) {
      const comparisons = await comparisonsOf(context)
      nameUnread(context, comparisons)
      const reporting = await reportingOf(context, comparisons)
      for (const { changes } of comparisons.compared) {
        const mine = changes.filter(({ kind }) => kinds.has(kind))
        for (const change of mine) yield reportOf(change, rule.fix, reporting)
      }
    },
  })
}

/** All comparisons of this change, made once for the whole family and judged once by the same policy. */
export function comparisonsOf(context: RuleContext<SharedOptions>): Promise<Comparisons> {
  const { changeSet, options } = context
  return context.shared(keyOf(options), async () => {
    const found = await context.shared(`api-compatibility ${JSON.stringify(options.specs)}`, () =>
      compareAll(changeSet, options.specs),
    )
    const judged = judgement(context)
    const compared = found.compared.map(({ changes, ...rest }) => ({ ...rest, changes: judged(changes) }))
    return { ...found, compared }
  })
}

/** What the team's policy makes of changes. */
function judgement({
  options: { graceDays = { beta: 0, stable: 0 }, unstablePaths = [] },
  now,
}: RuleContext<SharedOptions>): (changes: readonly Change[]) => Change[] {
  const policy = { now, graceDays, isIgnored: matcher(unstablePaths) }
  return (changes) => changes.flatMap((change) => judge(change, policy) ?? [])
}

function reportingOf(context: RuleContext<Options>, comparisons: Comparisons): Promise<ReportContext> {
  const { changeSet, signal } = context
  return context.shared(`${keyOf(context.options)} reporting`, async () => ({
    changeSet,
    places: comparisons.places,
    suggestions: await suggestionsFor(changeSet, comparisons, judgement(context)),
    consumers: await consumersOf(changeSet.head, comparisons.compared, signal),
  }))
}

function keyOf(options: SharedOptions): string {
  return `api-compatibility judged ${JSON.stringify(options)}`
}

function nameUnread(context: RuleContext<Options>, { unreadable, dead, notLookedAt }: Comparisons): void {
  for (const { node, ref, why } of dead)
    context.incomplete(`${node.tree.path}: $ref ${ref} was not followed: ${why}`)
  for (const { side, path, why } of unreadable) context.incomplete(`${path} (${side}) ${why}`)
  for (const what of notLookedAt) context.incomplete(what)
}
