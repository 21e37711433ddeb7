import { defineRule } from '../../../src/model/index.ts'
import { comparisonOf, isWanted, PROTO_FILES, protobufOptions } from '../protobuf/protobuf-rule.ts'

/** Findings of one file; that there are more is named. */
const MAX_FINDINGS = 5

export default defineRule({
  title: 'Protocol Buffers file does not compile',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 5,
  files: PROTO_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: protobufOptions,
  async *check(context) {
    const { problems, notLookedAt } = await comparisonOf(context)
    for (const what of notLookedAt) context.incomplete(what)
    const wanted = problems.filter(({ place }) => isWanted(context, place))
    for (const [path, all] of Map.groupBy(wanted, ({ place }) => place.path)) {
      // The first error of a line: the others are mostly its consequences.
      const byLine = [...Map.groupBy(all, ({ place }) => `${place.side} ${place.line}`).values()]
      for (const [problem] of byLine.slice(0, MAX_FINDINGS)) {
        if (!problem) continue
        const { message, before } = problem
        const { side, line } = problem.place
        yield {
          location: { side, path, region: { startLine: line, endLine: line } },
          subject: message.slice(0, 300),
          // Nobody is to be stopped for what a file was before.
          level: before ? 'warning' : 'error',
          message: `${path} ${side === 'base' ? '(before the change) ' : ''}does not compile, so it was not compared: ${message.slice(0, 300)}.`,
        }
      }
      if (byLine.length > MAX_FINDINGS)
        context.incomplete(`${path}: ${byLine.length - MAX_FINDINGS} further errors are not shown`)
      if (all.some(({ before }) => before))
        context.incomplete(`${path} was not compared: it does not compile`)
    }
  },
})
