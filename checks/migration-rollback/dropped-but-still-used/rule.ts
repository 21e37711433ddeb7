import { defineRule, type Report, type RuleContext } from '../../../src/model/index.ts'
import { isExisting, isNewColumn, type Moment } from '../hazards/moment.ts'
import { momentsOf } from '../hazards/moments.ts'
import { bareName } from '../hazards/schema.ts'
import { type Dropped, useOf } from '../hazards/uses.ts'
import { MIGRATION_FILES, type MigrationOptions, migrationOptions } from '../options.ts'
import { inFramework } from '../playbook/in-framework.ts'
import { playbook } from '../playbook/playbook.ts'

/** Drops that are looked for: more in one change is a cleaning, and each costs a search. */
const MAX_DROPS = 20

export default defineRule({
  title: 'Drop of what the code still uses',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  options: migrationOptions,
  async *check(context) {
    const drops = (await momentsOf(context)).flatMap((moment) => {
      const dropped = moment.way === 'up' ? droppedBy(moment) : undefined
      return dropped ? [{ moment, dropped }] : []
    })
    for (const { moment, dropped } of drops.slice(0, MAX_DROPS)) {
      context.signal.throwIfAborted()
      const report = await reportOf(context, moment, dropped)
      if (report) yield report
    }
  },
})

async function reportOf(
  context: RuleContext<MigrationOptions>,
  { operation, step, dialect }: Moment,
  dropped: Dropped,
): Promise<Report | undefined> {
  const use = await useOf(context, { ...dropped, table: bareName(dropped.table) })
  if (!use) return undefined
  const { table, column } = dropped
  const name = column === undefined ? `Table ${table}` : `${table}.${column}`
  const where = `${use.path}:${use.line}`
  const message =
    use.side === 'head'
      ? `${name} is dropped, and ${where} still names it.`
      : `${name} is dropped in the change that takes its last use away (${where}): while this is deployed, the version that is running still uses it.`
  const steps =
    column === undefined ? '' : playbook('drop-column', { table, column, ...(dialect && { dialect }) })
  const usual = 'Take the uses out first and deploy that; drop it with the next deployment.'
  const { startLine } = operation.region
  return {
    location: { side: 'head', path: operation.path, region: { startLine, endLine: startLine } },
    relatedLocations: [
      {
        side: use.side,
        path: use.path,
        region: { startLine: use.line, endLine: use.line },
        message: 'used here',
      },
    ],
    subject: `${step.id} drop ${table}${column === undefined ? '' : `.${column}`}`,
    message,
    fix: column === undefined ? usual : inFramework(step.framework, 'drop-column', steps || usual),
  }
}

function droppedBy(moment: Moment): Dropped | undefined {
  const { operation, operations, index, schema } = moment
  const later = operations.slice(index + 1)
  if (operation.kind === 'drop-table') {
    const { table } = operation
    if (!schema.table(table) || !isExisting(moment, table)) return undefined
    // Built anew, or another one takes its name: SQLite's way to alter a table.
    const again = later.some(
      (one) =>
        (one.kind === 'rename-table' && bareName(one.to) === bareName(table)) ||
        ((one.kind === 'create-table' || one.kind === 'create-view') &&
          bareName(one.kind === 'create-view' ? one.view : one.table) === bareName(table)),
    )
    return again ? undefined : { table }
  }
  if (operation.kind !== 'drop-column') return undefined
  const { table, column } = operation
  if (!isExisting(moment, table) || isNewColumn(moment, table, column)) return undefined
  if (later.some((one) => bringsBack(one, column))) return undefined
  const others = [...schema.tables()].filter((one) => one.columns.has(column) && one.name !== table)
  const model = modelOf(moment)
  return { table, column, ...(model !== undefined && { model }), ambiguous: others.length > 0 }
}

/** The model that a Django migration takes a field from, as its class is called in the code but for capitals. */
function modelOf({ operation, step }: Moment): string | undefined {
  if (!step.models) return undefined
  return /\bRemoveField\s*\(\s*(?:model_name\s*=\s*)?["'](\w+)["']/.exec(operation.text)?.[1]
}

function bringsBack(one: Moment['operation'], column: string): boolean {
  return (
    (one.kind === 'add-column' && one.column.name === column) ||
    (one.kind === 'rename-column' && one.to === column)
  )
}
