import { z } from 'zod'
import { changesLines, defineRule, findChange } from '../../src/model/index.ts'
import type {
  ChangeSet,
  Confidence,
  Location,
  RelatedLocation,
  Report,
  RuleContext,
  RuleDefinition,
  Side,
} from '../../src/model/index.ts'
import type { SpecNode } from '../../src/parse/openapi/node.ts'
import { compareAll, type Comparisons } from './compare-descriptions.ts'
import type { Change, ChangeKind } from './diff/change.ts'
import { isRetired } from './diff/lifecycle.ts'
import { clip, subjectOf } from './diff/naming.ts'
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
        for (const change of mine) yield reportOf(context.changeSet, change, comparisons.places, rule.fix)
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

function reportOf(changeSet: ChangeSet, change: Change, places: Places, fix: string): Report {
  const { side } = change
  const place = (on: Side, node: SpecNode): Location => ({
    side: on,
    path: node.tree.path,
    region: places.region(node),
  })
  let location = place(side, change.node)
  const related: RelatedLocation[] = []
  const { other } = change
  if (other) {
    const message = side === 'base' ? 'where it would stand now' : 'how it was before'
    related.push({ ...place(side === 'base' ? 'head' : 'base', other), message })
  }
  // Where a reference leads to another schema, the definition may be as it always was: the reference changed.
  if (!isTouched(changeSet, location)) {
    const site = change.sites
      .flatMap(({ head, base }) => [place('head', head), place('base', base)])
      .find((candidate) => isTouched(changeSet, candidate))
    if (site) {
      related.unshift({ ...location, message: 'the definition' })
      location = site
    }
  }
  return {
    location,
    ...(related.length > 0 && { relatedLocations: related }),
    subject: [subjectOf(change.node), change.detail].filter((part) => part !== undefined).join(' '),
    message: `${clip(change.words, MAX_WORDS)}. ${affects(change.operations)}`,
    fix: change.fix ?? fix,
    level: change.unstable ? 'note' : change.level,
  }
}

function isTouched(changeSet: ChangeSet, { side, path, region }: Location): boolean {
  const change = findChange(changeSet, side, path)
  return change !== undefined && region !== undefined && changesLines(change, side, region)
}

const LISTED = 10
/** Names come from the description under review and can be of any length. */
const MAX_WORDS = 1000
const MAX_NAME = 200

function affects(operations: readonly string[]): string {
  const listed = operations.slice(0, LISTED).map((name) => clip(name, MAX_NAME))
  if (operations.length === 1) return `Affects ${listed[0]}.`
  const more = operations.length - LISTED
  return `Affects ${operations.length} operations: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}
