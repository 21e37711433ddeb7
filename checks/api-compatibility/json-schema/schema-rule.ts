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
import { asyncComparisonsOf } from '../asyncapi/async-rule.ts'
import { comparisonsOf } from '../compatibility-rule.ts'
import { clip, subjectOf } from '../diff/naming.ts'
import { FILES } from '../find-descriptions.ts'
import { compareSchemaFiles, type SchemaChange, type SchemaComparisons } from './compare-files.ts'
import type { Way } from './reason.ts'

/** Options that all JSON Schema rules share. */
export const options = z.strictObject({
  /** Globs of the schemas to compare; empty: found by their content. */
  jsonSchemas: z.array(z.string()).default([]),
})

export type Options = z.output<typeof options>

/** What makes one rule over schema files: the changes it reports. */
export interface SchemaRule {
  title: string
  way: Way
  level?: 'error' | 'warning'
  status?: RuleDefinition['status']
  wants(change: SchemaChange): boolean
  fix: string
}

/** A rule over the differences between two versions of a JSON Schema. */
export function schemaRule(rule: SchemaRule): RuleDefinition {
  return defineRule({
    title: rule.title,
    level: rule.level ?? 'error',
    confidence: 'high',
    status: rule.status ?? 'stable',
    module: 5,
    files: FILES,
    // A change of one definition shows wherever it is used, and that line need not be in the diff.
    outsideDiff: true,
    options,
    async *check(context) {
      const comparisons = await schemaComparisonsOf(context)
      for (const what of comparisons.notLookedAt) context.incomplete(what)
      for (const change of comparisons[rule.way].filter((candidate) => rule.wants(candidate)))
        yield reportOf(context, comparisons, change, rule)
    },
  })
}

/** All comparisons of schema files of this change, made once for all rules. */
export function schemaComparisonsOf(context: RuleContext<Options>): Promise<SchemaComparisons> {
  const { jsonSchemas: specs } = context.options
  return context.shared(`json-schema ${JSON.stringify(specs)}`, () =>
    compareSchemaFiles(context.changeSet, specs, () => ownedFiles(context)),
  )
}

/** Files that belong to an OpenAPI or AsyncAPI description: the rules for those look at them. */
async function ownedFiles(context: RuleContext<Options>): Promise<ReadonlySet<string>> {
  const all = { specs: [], asyncapiDocuments: [] }
  const found = { ...context, options: all, optionsFor: () => all }
  const [open, async] = [await comparisonsOf(found), await asyncComparisonsOf(found)]
  const descriptions = [...open.compared.flatMap(({ base, head }) => [base, head]), ...open.added]
  const documents = [...async.compared.flatMap(({ base, head }) => [base, head]), ...async.added]
  return new Set([...descriptions, ...documents].flatMap(({ files }) => [...files.keys()]))
}

function reportOf(
  { changeSet }: RuleContext<Options>,
  { places }: SchemaComparisons,
  change: SchemaChange,
  rule: SchemaRule,
): Report {
  const { side, node, other, files } = change
  const place = (on: 'base' | 'head', at: SpecNode): Location => ({
    side: on,
    path: at.tree.path,
    region: places.region(at),
  })
  const location = place(side, node)
  const related: RelatedLocation[] = []
  const [changed, region] = [findChange(changeSet, side, location.path), location.region]
  const touched = changed && region && changesLines(changed, side, region)
  if (other) {
    const message = side === 'base' ? 'what it is held against now' : 'how it was before'
    related.push({ ...place(side === 'base' ? 'head' : 'base', other), message })
  }
  const words = clip(rule.way === 'narrowed' ? change.refused : change.allowed, MAX_WORDS)
  const sentence = words.charAt(0).toUpperCase() + words.slice(1)
  const reach = files.length > 1 ? ` Affects ${files.length} schemas: ${files.slice(0, 10).join(', ')}.` : ''
  const swap = !touched && other && related[0]
  return {
    location: swap && isTouched(changeSet, swap) ? plain(swap) : location,
    ...(related.length > 0 && {
      relatedLocations:
        swap && isTouched(changeSet, swap) ? [{ ...location, message: 'the definition' }] : related,
    }),
    subject: `${subjectOf(node)} ${change.detail}`.trim(),
    message: `${sentence}.${reach}`,
    fix: rule.fix,
    level: change.level === 'error' ? (rule.level ?? 'error') : 'warning',
  }
}

function plain({ side, path, region }: RelatedLocation): Location {
  return { side, path, ...(region && { region }) }
}

function isTouched(changeSet: RuleContext['changeSet'], { side, path, region }: Location): boolean {
  const change = findChange(changeSet, side, path)
  return change !== undefined && region !== undefined && changesLines(change, side, region)
}

const MAX_WORDS = 1000
