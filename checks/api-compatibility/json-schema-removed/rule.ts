import { defineRule } from '../../../src/model/index.ts'
import { subjectOf } from '../diff/naming.ts'
import { FILES } from '../find-descriptions.ts'
import { options, schemaComparisonsOf } from '../json-schema/schema-rule.ts'

export default defineRule({
  title: 'JSON Schema removed',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 5,
  files: FILES,
  outsideDiff: true,
  options,
  async *check(context) {
    const { removed, places } = await schemaComparisonsOf(context)
    for (const { node, path, name } of removed) {
      yield {
        location: { side: 'base' as const, path, region: places.region(node) },
        subject: name === undefined ? 'schema' : subjectOf(node),
        message:
          name === undefined
            ? `The JSON Schema ${path} is removed, and no new one has its id, its file name or most of what it describes.`
            : `The definition \`${name}\` is removed from ${path}, which defines schemas for other files.`,
        // Whoever refers to a definition cannot even be validated any more.
        level: name === undefined ? ('warning' as const) : ('error' as const),
      }
    }
  },
})
