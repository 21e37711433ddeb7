import { defineRule } from '../../../src/model/index.ts'
import { AVRO_FILES } from '../../../src/parse/avro/detect.ts'
import { avroOf, options } from '../avro/avro-rule.ts'

export default defineRule({
  title: 'Avro schema unreadable',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 5,
  files: AVRO_FILES,
  namesUnread: true,
  outsideDiff: true,
  options,
  async *check(context) {
    for (const { side, path, problem, before } of (await avroOf(context)).unreadable) {
      yield {
        location: { side, path, region: problem.region ?? { startLine: 1, endLine: 1 } },
        subject: problem.message,
        // Nobody is to be stopped for what a schema was before.
        level: before ? ('warning' as const) : ('error' as const),
        message: `${path} ${side === 'base' ? '(before the change) ' : ''}${problem.message}, so it was not compared.`,
      }
    }
  },
})
