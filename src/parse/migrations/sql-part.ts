import { createHash } from 'node:crypto'
import type { Node } from 'libpg-query'
import type { Source } from '../code/source.ts'
import { effectsOf } from '../sql/effect.ts'
import { parseSql, type SqlScript } from '../sql/parse.ts'
import type { MigrationFile } from './adapter.ts'
import { reasonForNothing, statedReason } from './declared.ts'
import { sqlOperations } from './sql-operations.ts'
import type { Part, Remedy, Reversibility } from './step.ts'

/** A way of a migration written in SQL, with what is needed to judge it. */
export interface SqlPart extends Part {
  comments: string[]
  statements: number
}

/** Comments that speak to the framework, not to people. */
const ANNOTATION =
  /^(?:\+goose|\+migrate|migrate:|(?:Deploy|Revert|Verify) \S+ (?:to|from|on) \w+$|XXX Add D[DM]Ls here)/

/** Reads `[start, end)` of a file as SQL. */
export async function sqlPart(
  { path, source }: MigrationFile,
  start = 0,
  end = source.text.length,
): Promise<SqlPart> {
  const script = await parseSql(source.text.slice(start, end))
  return {
    path,
    region: source.region(start, end),
    effects: script.statements.flatMap((statement) => effectsOf(statement)),
    code: codeOf(script),
    operations: sqlOperations(script, path, source, start),
    comments: script.comments.flatMap(({ text }) => (ANNOTATION.test(text) ? [] : [text])),
    statements: script.statements.length,
  }
}

/** A digest of what the statements run: of their syntax trees where there are any, else of their words. */
function codeOf({ statements, comments }: SqlScript): string {
  const hash = createHash('sha1')
  let next = 0
  for (const { start, end, text, node } of statements) {
    if (node && makesNoSchema(node)) continue
    let code = ''
    let from = start
    for (; (comments[next]?.start ?? end) < end; next++) {
      const comment = comments[next]
      if (!comment || comment.start < start) continue
      code += `${text.slice(from - start, comment.start - start)} `
      from = comment.end
    }
    hash.update((node && treeCode(node)) ?? flat(code + text.slice(from - start))).update(';')
  }
  return hash.digest('hex')
}

/** Transactions, waiting, locking and counting rows: they decide how a migration runs, not what is there afterwards. */
function makesNoSchema(node: Node): boolean {
  if ('TransactionStmt' in node || 'LockStmt' in node || 'VacuumStmt' in node) return true
  return 'VariableSetStmt' in node && (node.VariableSetStmt.name?.endsWith('_timeout') ?? false)
}

/** Offsets in the text, by PostgreSQL 18's names: `location`, and `list_start` to `list_end` of arrays and `IN (…)`. */
const POSITION = /(?:location|list_start|list_end)$/

/** The tree without positions; layout inside of routine bodies, which are strings to the parser, does not count. */
function treeCode(node: Node): string | undefined {
  const body = 'DoStmt' in node || 'CreateFunctionStmt' in node
  try {
    return JSON.stringify(node, (key, value: unknown) => {
      if (POSITION.test(key)) return undefined
      return body && key === 'sval' && typeof value === 'string'
        ? flat(value.replaceAll(/--[^\n]*/g, ' '))
        : value
    })
  } catch (error) {
    // Nested deeper than this program's stack.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** White space outside of quotes, where it only parts words or not even that. */
function flat(sql: string): string {
  return sql
    .replaceAll(/'[^']*'|"[^"]*"|`[^`]*`|\s*([(),;=<>+*/|:!%-])\s*|\s+/g, (match, mark: string | undefined) =>
      /^['"`]/.test(match) ? match : (mark ?? ' '),
    )
    .trim()
}

/** What the way back is worth, seen beside the way up. */
export function judgeSql(
  up: SqlPart,
  down: SqlPart | undefined,
): { reversibility: Reversibility; reason?: string } {
  const comments = down?.comments.join('\n') ?? ''
  const raised = down?.effects.find((effect) => effect.kind === 'raises')
  // It stops every rollback past it, whatever the way up does.
  if (raised && down?.effects.length === 1) {
    const reason = statedReason(`${raised.reason ?? ''}\n${comments}`)
    return { reversibility: 'declared-irreversible', ...(reason !== undefined && { reason }) }
  }
  // Where nothing was done nothing has to be undone; what only checks and stops does nothing.
  if (up.effects.every(({ kind }) => kind === 'raises')) return { reversibility: 'explicit' }
  if (!down) return { reversibility: 'missing' }
  if (down.effects.length > 0) return { reversibility: 'explicit' }
  const reason = reasonForNothing(comments, up.effects, up.comments.join('\n'))
  if (reason !== undefined) return { reversibility: 'declared-irreversible', reason }
  return { reversibility: down.statements === 0 ? 'empty' : 'fake' }
}

/** The statements that undo a part, last first; undefined where one of them has no exact inverse. */
export function inverseOf(up: Part): string | undefined {
  const inverses = up.effects.map((effect) => effect.inverse).toReversed()
  if (inverses.length === 0 || inverses.includes(undefined)) return undefined
  return inverses.map((inverse) => `${inverse};`).join('\n')
}

/** Replaces the lines of a region, which must hold nothing else. */
export function replaceLines(
  path: string,
  source: Source,
  first: number,
  last: number,
  replacement: string,
): Remedy | undefined {
  // A suggestion needs at least one line to stand on.
  if (source.text === '') return undefined
  return { path, region: { startLine: first, endLine: Math.max(first, last) }, replacement }
}
