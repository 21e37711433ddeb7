import { z } from 'zod'
import { defineRule } from '../../src/model/index.ts'
import type { Confidence, Report, RuleContext, RuleDefinition } from '../../src/model/index.ts'
import { compareAll, type Comparisons } from './compare-descriptions.ts'
import type { Change, ChangeKind } from './diff/change.ts'
import { isRetired } from './diff/lifecycle.ts'
import { subjectOf } from './diff/naming.ts'
import { FILES } from './find-descriptions.ts'
import type { Places } from './places.ts'

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
      for (const { changes } of comparisons.compared) {
        const mine = changes.filter(
          ({ kind, lifecycle }) => kinds.has(kind) && !isRetired(lifecycle, context.now),
        )
        yield* reportsOf(mine, comparisons.places, rule.fix)
      }
    },
  })
}

/** All comparisons of this change, made once for the whole family. */
export function comparisonsOf(context: RuleContext<Options>): Promise<Comparisons> {
  const { specs } = context.options
  return context.shared(`api-compatibility ${JSON.stringify(specs)}`, () =>
    compareAll(context.changeSet, specs),
  )
}

function nameUnread(context: RuleContext<Options>, { unreadable, dead, notLookedAt }: Comparisons): void {
  for (const { node, ref, why } of dead)
    context.incomplete(`${node.tree.path}: $ref ${ref} was not followed: ${why}`)
  for (const { side, path, why } of unreadable) context.incomplete(`${path} (${side}) ${why}`)
  for (const what of notLookedAt) context.incomplete(what)
}

function reportsOf(changes: readonly Change[], places: Places, fix: string): Report[] {
  return changes.map((change) => {
    const location = { side: change.side, path: change.node.tree.path, region: places.region(change.node) }
    const { other } = change
    return {
      location,
      ...(other && {
        relatedLocations: [
          {
            side: change.side === 'base' ? ('head' as const) : ('base' as const),
            path: other.tree.path,
            region: places.region(other),
            message: change.side === 'base' ? 'where it would stand now' : 'how it was before',
          },
        ],
      }),
      subject: [subjectOf(change.node), change.detail].filter((part) => part !== undefined).join(' '),
      message: `${change.words}. ${affects(change.operations)}`,
      fix: change.fix ?? fix,
      level: change.unstable ? 'note' : change.level,
    }
  })
}

const LISTED = 10

function affects(operations: readonly string[]): string {
  if (operations.length === 1) return `Affects ${operations[0]}.`
  const more = operations.length - LISTED
  const names = operations.slice(0, LISTED).join(', ')
  return `Affects ${operations.length} operations: ${names}${more > 0 ? ` and ${more} more` : ''}.`
}
