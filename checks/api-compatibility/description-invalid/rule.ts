import { defineRule } from '../../../src/model/index.ts'
import type { Description } from '../../../src/parse/openapi/description.ts'
import { structureErrors, type StructureError } from '../../../src/parse/openapi/structure.ts'
import { comparisonsOf, options } from '../compatibility-rule.ts'
import { clip, subjectOf } from '../diff/naming.ts'
import { FILES } from '../find-descriptions.ts'

/** Findings of one description; that there are more is named. */
const MAX_FINDINGS = 20

export default defineRule({
  title: 'API description invalid',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 5,
  files: FILES,
  outsideDiff: true,
  options,
  async *check(context) {
    const { compared, added, places } = await comparisonsOf(context)
    const versions: { head: Description; base?: Description }[] = [
      ...compared,
      ...added.map((head) => ({ head })),
    ]
    for (const { base, head } of versions) {
      if (context.signal.aborted) return
      const before = new Set((base ? await structureErrors(base) : []).map(keyOf))
      // What was wrong already is nothing this change did.
      const fresh = (await structureErrors(head)).filter((error) => !before.has(keyOf(error)))
      for (const { node } of fresh.slice(0, MAX_FINDINGS)) places.want(node)
      for (const { node, message } of fresh.slice(0, MAX_FINDINGS)) {
        yield {
          location: { side: 'head' as const, path: node.tree.path, region: places.region(node) },
          subject: `${subjectOf(node)} ${clip(message, 200)}`,
          message: `${nameOf(subjectOf(node))} ${clip(message, 300)}.`,
        }
      }
      if (fresh.length > MAX_FINDINGS) {
        context.incomplete(`${head.path}: ${fresh.length - MAX_FINDINGS} further errors are not shown`)
      }
    }
  },
})

function keyOf({ node, message }: StructureError): string {
  return `${subjectOf(node)} ${message}`
}

function nameOf(subject: string): string {
  return subject === '' ? 'The description' : `\`${clip(subject, 200)}\``
}
