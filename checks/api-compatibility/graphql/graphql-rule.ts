import { z } from 'zod'
import { defineRule } from '../../../src/model/index.ts'
import type { Level, Report, RuleContext, RuleDefinition } from '../../../src/model/index.ts'
import { CODE_FILES, GRAPHQL_FILES, INTROSPECTION_FILES } from '../../../src/parse/graphql/detect.ts'
import type { Change, ChangeKind } from './change.ts'
import { consumersOf } from './consumers.ts'
import { compareAllSchemas, type SchemaComparisons } from './find-schemas.ts'
import { restored } from './suggestion.ts'

/** What starts the rules over GraphQL schemas; the content decides. */
export const FILES = [...GRAPHQL_FILES, ...INTROSPECTION_FILES, ...CODE_FILES]

/** Options that all rules over GraphQL schemas share. */
export const options = z.strictObject({
  /** The documents of each schema; empty: found by content, put together by package. */
  graphql: z
    .array(z.strictObject({ files: z.array(z.string()).min(1).max(50) }))
    .max(50)
    .default([]),
  /** The level of a removal that was announced with `@deprecated`. */
  'removed-after-deprecation': z.enum(['error', 'warning', 'note']).default('error'),
})

export type Options = z.output<typeof options>

export interface GraphqlRule {
  title: string
  kinds: readonly ChangeKind[]
  level?: Level
  status?: RuleDefinition['status']
  /** What to do about it, in one or two sentences. */
  fix: string
}

/** A rule over the differences between two versions of a GraphQL schema. */
export function graphqlRule(rule: GraphqlRule): RuleDefinition {
  const kinds = new Set(rule.kinds)
  return defineRule({
    title: rule.title,
    level: rule.level ?? 'error',
    confidence: 'high',
    status: rule.status ?? 'stable',
    module: 5,
    files: FILES,
    namesUnread: true,
    outsideDiff: true,
    options,
    async *check(context) {
      const comparisons = await schemasOf(context)
      for (const what of comparisons.notLookedAt) context.incomplete(what)
      const mine = comparisons.changes.filter(({ kind }) => kinds.has(kind))
      if (mine.length === 0) return
      const { graphql } = context.options
      const consumers = await context.shared(`graphql consumers ${JSON.stringify(graphql)}`, () =>
        consumersOf(context.changeSet.head, comparisons.compared, context.signal),
      )
      for (const change of mine) {
        const report = reportOf(change, comparisons, context.options, rule.fix)
        const related = [...(report.relatedLocations ?? []), ...(consumers.get(change) ?? [])]
        yield related.length > 0 ? { ...report, relatedLocations: related } : report
      }
    },
  })
}

/** The comparisons of all GraphQL schemas of this change, made once for all rules. */
export function schemasOf(context: RuleContext<Options>): Promise<SchemaComparisons> {
  const { graphql } = context.options
  return context.shared(`graphql ${JSON.stringify(graphql)}`, () =>
    compareAllSchemas(context.changeSet, graphql),
  )
}

const MAX_WORDS = 1000

function reportOf(change: Change, { texts }: SchemaComparisons, settings: Options, fix: string): Report {
  const { side, place, other, subject, deprecated } = change
  const suggestion = change.restore && restored(change.restore, texts)
  const announced = deprecated === undefined ? '' : ` It was deprecated: ${clip(deprecated, 200)}`
  const otherSide = side === 'base' ? 'head' : 'base'
  return {
    location: { side, path: place.path, region: place.region },
    ...(other && {
      relatedLocations: [
        {
          side: otherSide,
          path: other.path,
          region: other.region,
          message: side === 'base' ? 'where it would stand now' : 'how it was before',
        },
      ],
    }),
    subject: clip(subject, MAX_WORDS),
    message: `${clip(change.words, MAX_WORDS)}.${announced}`,
    fix,
    level: deprecated === undefined ? change.level : settings['removed-after-deprecation'],
    ...(suggestion && { suggestion }),
  }
}

/** Names and reasons come from the schema under review and can be of any length. */
function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
