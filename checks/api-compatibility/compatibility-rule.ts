import { z } from 'zod'
import { defineRule } from '../../src/model/index.ts'
import type { Confidence, RuleContext, RuleDefinition } from '../../src/model/index.ts'
import { compareAll, type Comparisons } from './compare-descriptions.ts'
import type { ChangeKind } from './diff/change.ts'
import { isRetired } from './diff/lifecycle.ts'
import { FILES } from './find-descriptions.ts'
import { type ReportContext, reportOf } from './reporting/report.ts'
import { suggestionsFor } from './reporting/suggestion/suggest.ts'

/** Options that all rules of the family share. */
export const options = z.strictObject({
  /** Globs of the descriptions to compare; empty: found by their content. */
  specs: z.array(z.string()).default([]),
})

export type Options = z.output<typeof options>

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
        const mine = changes.filter(
          ({ kind, lifecycle }) => kinds.has(kind) && !isRetired(lifecycle, context.now),
        )
        for (const change of mine) yield reportOf(change, rule.fix, reporting)
      }
    },
  })
}

/** All comparisons of this change, made once for the whole family. */
export function comparisonsOf(context: RuleContext<Options>): Promise<Comparisons> {
  const { specs } = context.options
  return context.shared(keyOf(context.options), () => compareAll(context.changeSet, specs))
}

function reportingOf(context: RuleContext<Options>, comparisons: Comparisons): Promise<ReportContext> {
  const { changeSet } = context
  return context.shared(`${keyOf(context.options)} reporting`, async () => ({
    changeSet,
    places: comparisons.places,
    suggestions: await suggestionsFor(changeSet, comparisons),
  }))
}

function keyOf({ specs }: Options): string {
  return `api-compatibility ${JSON.stringify(specs)}`
}

function nameUnread(context: RuleContext<Options>, { unreadable, dead, notLookedAt }: Comparisons): void {
  for (const { node, ref, why } of dead)
    context.incomplete(`${node.tree.path}: $ref ${ref} was not followed: ${why}`)
  for (const { side, path, why } of unreadable) context.incomplete(`${path} (${side}) ${why}`)
  for (const what of notLookedAt) context.incomplete(what)
}
