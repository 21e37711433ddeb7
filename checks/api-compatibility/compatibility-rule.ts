import { z } from 'zod'
import { defineRule } from '../../src/model/index.ts'
import type { Confidence, Region, Report, RuleContext, RuleDefinition } from '../../src/model/index.ts'
import type { SpecNode } from '../../src/parse/openapi/node.ts'
import { pointerOf } from '../../src/parse/openapi/node.ts'
import type { SourceTree } from '../../src/parse/source-tree.ts'
import { compareAll, type Comparisons } from './compare-descriptions.ts'
import type { Change, ChangeKind } from './diff/change.ts'
import { isRetired } from './diff/lifecycle.ts'
import { subjectOf } from './diff/naming.ts'
import { FILES } from './find-descriptions.ts'

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
        yield* reportsOf(mine, rule.fix)
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

/** Reports with their places, which are looked up for all changes of a file in one pass. */
function reportsOf(changes: readonly Change[], fix: string): Report[] {
  const places = new Places()
  for (const { node, other } of changes) {
    places.want(node)
    if (other) places.want(other)
  }
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

/** Places of nodes, looked up in one pass a file. */
export class Places {
  readonly #wanted = new Map<SourceTree, Set<SpecNode>>()
  readonly #regions = new Map<SpecNode, Region>()

  want(node: SpecNode): void {
    const nodes = this.#wanted.get(node.tree)
    if (nodes) nodes.add(node)
    else this.#wanted.set(node.tree, new Set([node]))
  }

  /** The line a node begins on. */
  region(node: SpecNode): Region {
    const open = this.#wanted.get(node.tree)
    if (open) {
      this.#wanted.delete(node.tree)
      const nodes = [...open]
      const regions = node.tree.locate(nodes.map((wanted) => pointerOf(wanted)))
      nodes.forEach((wanted, index) => {
        const region = regions[index]
        if (region) this.#regions.set(wanted, firstLine(region))
      })
    }
    return this.#regions.get(node) ?? { startLine: 1, endLine: 1 }
  }
}

/** A long value is named by its first line: a comment over a hundred lines helps nobody. */
function firstLine(region: Region): Region {
  if (region.startLine === region.endLine) return region
  const { startLine, startColumn } = region
  return { startLine, endLine: startLine, ...(startColumn !== undefined && { startColumn }) }
}
