import { z } from 'zod'
import type { Confidence, Report, RuleDefinition } from '../../../src/model/index.ts'
import { defineRule } from '../../../src/model/index.ts'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import { clip, subjectOf } from '../diff/naming.ts'
import { FILES } from '../find-descriptions.ts'
import { additionsOf, type Addition } from './additions.ts'

/** Options that all style rules share. */
export const additionOptions = z.strictObject({
  /** Globs of the descriptions to look at; empty: found by their content. */
  specs: z.array(z.string()).default([]),
})

/** Something new that is not as it should be. */
export interface Remark {
  node: SpecNode
  /** One sentence without the full stop. */
  words: string
  /** Tells apart several remarks at one node. */
  detail?: string
}

export interface AdditionRule<Schema extends typeof additionOptions> {
  title: string
  confidence?: Confidence
  status?: RuleDefinition['status']
  options: Schema
  fix: string
  look: (addition: Addition, options: z.output<Schema>) => Iterable<Remark>
}

/** A style rule: it looks at what a change adds to a description and at nothing that was there before. */
export function additionRule<Schema extends typeof additionOptions>(
  rule: AdditionRule<Schema>,
): RuleDefinition {
  return defineRule({
    title: rule.title,
    level: 'warning',
    confidence: rule.confidence ?? 'medium',
    status: rule.status ?? 'stable',
    module: 5,
    files: FILES,
    options: rule.options,
    async *check(context) {
      const { additions, comparisons } = await additionsOf(context)
      const remarks = additions.flatMap((addition) => [...rule.look(addition, context.options)])
      for (const { node } of remarks) comparisons.places.want(node)
      const seen = new Set<string>()
      for (const { node, words, detail } of remarks) {
        const subject = [subjectOf(node), detail].filter((part) => part !== undefined).join(' ')
        const key = `${node.tree.path} ${subject}`
        if (seen.has(key)) continue
        seen.add(key)
        yield {
          location: { side: 'head' as const, path: node.tree.path, region: comparisons.places.region(node) },
          subject,
          message: `${clip(words, 1000)}.`,
          fix: rule.fix,
        } satisfies Report
      }
    },
  })
}
