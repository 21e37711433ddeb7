import type { Level, LineRange, Report, RuleContext, RuleDefinition } from '../../../src/model/index.ts'
import { defineRule, LEVELS, touches } from '../../../src/model/index.ts'
import type { Dialect, OperationKind, OperationOf } from '../../../src/parse/migrations/index.ts'
import { MIGRATION_FILES, type MigrationOptions, migrationOptions } from '../options.ts'
import { acceptedLines, assuredLines, ignoredLines } from './accepted.ts'
import { type Moment } from './moment.ts'
import { momentsOf } from './moments.ts'

/** What is dangerous about an operation. */
export interface Danger {
  /** One sentence with the names involved. */
  message: string
  fix: string
  /** What it is about, in words that survive moved lines: `add index orders(customer_id)`. */
  subject: string
  /** Of the rule where left out; on the way back, one level less. */
  level?: Level
  /** Where that is narrower than the operation: a column of a table. */
  region?: { startLine: number }
  /** The table concerned: a large one by configuration raises the level. */
  table?: string
}

export interface Hazard<Kind extends OperationKind> extends Pick<
  RuleDefinition,
  'title' | 'level' | 'status'
> {
  confidence?: RuleDefinition['confidence']
  kinds: readonly Kind[]
  /** Where left out, all; an operation whose dialect is not known is then judged too. */
  dialects?: readonly Dialect[]
  /** Where one remedy mends all places of a part: only the first is reported. */
  oncePerPart?: boolean
  /** Where left out, both. */
  ways?: readonly ('up' | 'down')[]
  judge(operation: OperationOf<Kind>, moment: Moment): Danger | readonly Danger[] | undefined
}

/** A rule that judges the operations of new migrations one by one. */
export function defineHazard<Kind extends OperationKind>(hazard: Hazard<Kind>): RuleDefinition {
  const {
    title,
    level,
    status,
    confidence = 'high',
    kinds,
    dialects,
    ways = ['up', 'down'],
    oncePerPart,
  } = hazard
  return defineRule({
    title,
    level,
    confidence,
    status,
    module: 4,
    files: MIGRATION_FILES,
    namesUnread: true,
    options: migrationOptions,
    async *check(context) {
      const wanted = new Set<OperationKind>(kinds)
      /** Tables of which the way up is said to do the same: that is said once for both ways. */
      const said = new Set<string>()
      /** A statement that does the same to several things is spoken of once. */
      const lines = new Set<string>()
      for (const moment of await momentsOf(context)) {
        if (!wanted.has(moment.operation.kind) || !ways.includes(moment.way)) continue
        if (dialects && (moment.dialect === undefined || !dialects.includes(moment.dialect))) continue
        const dangers = hazard.judge(moment.operation as OperationOf<Kind>, moment)
        for (const danger of dangers === undefined ? [] : 'message' in dangers ? [dangers] : dangers) {
          const what = `${moment.step.id}\n${danger.table ?? danger.subject}`
          if (moment.way === 'up') said.add(what)
          else if (said.has(what)) continue
          const report = reportOf(moment, danger, level)
          const place = oncePerPart ? moment.part.region.startLine : (report.location.region?.startLine ?? 1)
          const line = `${moment.way} ${report.location.path}:${place}`
          if (lines.has(line)) continue
          lines.add(line)
          const accepted = await acceptedIn(context, report.location.path)
          if (report.location.region && touches(accepted, report.location.region))
            context.remark({
              message: `Accepted in the migration by a word to another linter: ${report.message.replace(/\.$/, '')}`,
              location: report.location,
            })
          else yield report
        }
      }
    },
  })
}

/** Where comments of a script say that its statements are meant as they stand. */
function acceptedIn(
  { changeSet, shared }: RuleContext<MigrationOptions>,
  path: string,
): Promise<readonly LineRange[]> {
  return shared(`hazards accepted in ${path}`, async () => {
    if (!/\.(?:sql|rb|py)$/.test(path)) return []
    const content = await changeSet.head.read(path)
    if (content.kind !== 'text') return []
    if (path.endsWith('.py')) return ignoredLines(content.text)
    return path.endsWith('.sql') ? acceptedLines(content.text) : assuredLines(content.text)
  })
}

function reportOf({ operation, way, step, isLarge }: Moment, danger: Danger, level: Level): Report {
  const { message, fix, subject, table } = danger
  const { startLine } = danger.region ?? operation.region
  const own = danger.level ?? (way === 'down' ? shifted(level, 1) : level)
  const final = table !== undefined && isLarge(table) ? shifted(own, -1) : own
  return {
    location: { side: 'head', path: operation.path, region: { startLine, endLine: startLine } },
    subject: `${step.id} ${way} ${subject}`,
    message: way === 'down' ? `On the way back: ${lowerFirst(message)}` : message,
    fix,
    ...(final !== level && { level: final }),
  }
}

function shifted(level: Level, by: number): Level {
  return LEVELS[Math.min(LEVELS.length - 1, Math.max(0, LEVELS.indexOf(level) + by))] ?? level
}

/** Words of SQL stay as they are. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
