import { defineRule } from '../../../src/model/index.ts'
import { AVRO_FILES } from '../../../src/parse/avro/detect.ts'
import { avroOf, options } from '../avro/avro-rule.ts'

export default defineRule({
  title: 'Avro schema removed',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 5,
  files: AVRO_FILES,
  namesUnread: true,
  outsideDiff: true,
  options,
  async *check(context) {
    for (const { place, name } of (await avroOf(context)).removed) {
      yield {
        location: { side: 'base' as const, ...place },
        subject: name,
        message: `The Avro ${name} is removed, and no other file defines it.`,
      }
    }
  },
})
