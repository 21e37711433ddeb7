import { z } from 'zod'
import {
  changesLines,
  defineRule,
  findChange,
  type Location,
  type RelatedLocation,
  type Report,
  type RuleContext,
  type RuleDefinition,
} from '../../../src/model/index.ts'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import { clip, subjectOf } from '../diff/naming.ts'
import { FILES } from '../find-descriptions.ts'
import type { AsyncChange, AsyncKind } from './change.ts'
import { compareDocuments, type AsyncComparisons } from './compare-documents.ts'

/** Options that all AsyncAPI rules share. */
export const options = z.strictObject({
  /** Globs of the documents to compare; empty: found by their content. */
  asyncapiDocuments: z.array(z.string()).default([]),
})

export type Options = z.output<typeof options>

/** What makes one rule: the kinds of change it reports. */
export interface AsyncRule {
  title: string
  kinds: readonly AsyncKind[]
  level?: 'error' | 'warning'
  /** What to do about it, in one or two sentences. */
  fix: string
}

/** A rule over the differences between two versions of an AsyncAPI document. */
export function asyncRule(rule: AsyncRule): RuleDefinition {
  const kinds = new Set(rule.kinds)
  return defineRule({
    title: rule.title,
    level: rule.level ?? 'error',
    confidence: 'high',
    status: 'stable',
    module: 5,
    files: FILES,
    // A change of one schema shows wherever the schema is used, and that line need not be in the diff.
    outsideDiff: true,
    options,
    async *check(context) {
      const comparisons = await asyncComparisonsOf(context)
      for (const what of comparisons.notLookedAt) context.incomplete(what)
      for (const { side, path, why } of comparisons.unreadable) context.incomplete(`${path} (${side}) ${why}`)
      for (const { changes } of comparisons.compared)
        for (const change of changes)
          if (kinds.has(change.kind)) yield reportOf(context, comparisons, change, rule.fix)
    },
  })
}

/** All comparisons of AsyncAPI documents of this change, made once for all rules. */
export function asyncComparisonsOf(context: RuleContext<Options>): Promise<AsyncComparisons> {
  const { asyncapiDocuments: specs } = context.options
  return context.shared(`asyncapi ${JSON.stringify(specs)}`, () => compareDocuments(context.changeSet, specs))
}

function reportOf(
  { changeSet }: RuleContext<Options>,
  { places }: AsyncComparisons,
  change: AsyncChange,
  fix: string,
): Report {
  const { side, other } = change
  const place = (on: 'base' | 'head', node: SpecNode): Location => ({
    side: on,
    path: node.tree.path,
    region: places.region(node),
  })
  const touched = ({ side: on, path, region }: Location): boolean => {
    const found = findChange(changeSet, on, path)
    return found !== undefined && region !== undefined && changesLines(found, on, region)
  }
  let location = place(side, change.node)
  const related: RelatedLocation[] = []
  if (other) {
    const message = side === 'base' ? 'where it would stand now' : 'how it was before'
    related.push({ ...place(side === 'base' ? 'head' : 'base', other), message })
  }
  // Where a reference leads to another schema, the definition may be as it always was: the reference changed.
  if (!touched(location)) {
    const sites = change.sites.flatMap(({ base, head }) => [place('head', head), place('base', base)])
    const site = sites.find(touched)
    if (site) {
      related.unshift({ ...location, message: 'the definition' })
      location = site
    }
  }
  return {
    location,
    ...(related.length > 0 && { relatedLocations: related }),
    subject: [subjectOf(change.node), change.detail]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
    message: `${clip(change.words, MAX_WORDS)}.${affects(change.operations)}`,
    fix: change.fix ?? fix,
    level: change.level,
  }
}

const LISTED = 10
/** Names come from the document under review and can be of any length. */
const MAX_WORDS = 1000
const MAX_NAME = 200

function affects(operations: readonly string[]): string {
  const listed = operations.slice(0, LISTED).map((name) => clip(name, MAX_NAME))
  if (listed.length === 0) return ''
  if (operations.length === 1) return ` Affects ${listed[0]}.`
  const more = operations.length - LISTED
  return ` Affects ${operations.length} operations: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}
