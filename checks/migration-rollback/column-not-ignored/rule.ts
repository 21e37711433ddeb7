import { defineRule } from '../../../src/model/index.ts'
import { isExisting, isNewColumn } from '../hazards/moment.ts'
import { momentsOf } from '../hazards/moments.ts'
import { singular } from '../hazards/names-in-code.ts'
import { bareName } from '../hazards/schema.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'

/** Columns that are looked for: more in one change is a cleaning. */
const MAX_COLUMNS = 50

/** https://github.com/ankane/strong_migrations#removing-a-column */
export default defineRule({
  title: 'Column removed that Active Record was not told to ignore',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  options: migrationOptions,
  async *check(context) {
    const { base } = context.changeSet
    const drops = (await momentsOf(context)).flatMap((moment) => {
      const { operation, step, way } = moment
      if (step.framework !== 'rails' || way !== 'up' || operation.kind !== 'drop-column') return []
      const { table, column } = operation
      if (!isExisting(moment, table) || isNewColumn(moment, table, column)) return []
      return [{ table, column, operation, step }]
    })
    for (const { table, column, operation, step } of drops.slice(0, MAX_COLUMNS)) {
      context.signal.throwIfAborted()
      const [model] = await base.list([`**/app/models/**/${singular(bareName(table))}.rb`])
      const content = model === undefined ? undefined : await base.read(model)
      // Without a model of that name nothing keeps the column in mind, as far as is known.
      if (model === undefined || content?.kind !== 'text' || ignores(content.text, column)) continue
      const { startLine } = operation.region
      yield {
        location: { side: 'head', path: operation.path, region: { startLine, endLine: startLine } },
        subject: `${step.id} ignore ${table}.${column}`,
        message: `${table}.${column} is removed, and the version that is running was not told to ignore it (${model}): Active Record has it in its cache and names it in every INSERT until the processes are restarted.`,
        fix: `Deploy \`self.ignored_columns += ["${column}"]\` in ${model} first; remove the column with the next deployment.`,
      }
    }
  },
})

function ignores(text: string, column: string): boolean {
  const name = column.replaceAll(/\W/g, '\\$&')
  return new RegExp(`\\bignored_columns\\s*\\+?=[^\\])}]{0,2000}?\\b${name}\\b`).test(text)
}
