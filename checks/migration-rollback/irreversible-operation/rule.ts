import { defineRule } from '../../../src/model/index.ts'
import { migrationsOf } from '../collect.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'

export default defineRule({
  title: 'Operation that the framework cannot undo',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    for (const { adapter, base, head } of (await migrationsOf(context)).changes) {
      if (head.reversibility !== 'not-invertible') continue
      const before = new Set(base?.obstacles.map((obstacle) => obstacle.operation))
      for (const { region, operation, why, fix, level } of head.obstacles) {
        if (before.has(operation)) continue
        yield {
          location: { side: 'head', path: head.path, region },
          subject: `${head.id} ${operation}`,
          message: `${adapter.title} cannot roll back \`${operation}\`: ${why}.`,
          fix,
          ...(level && { level }),
        }
      }
    }
  },
})
