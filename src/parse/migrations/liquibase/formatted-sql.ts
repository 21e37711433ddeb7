import type { MigrationFile } from '../adapter.ts'
import type { Change, ChangeSet } from './change.ts'

const HEAD = /^\s*--\s*changeset\s+([^\s:]+):("[^"]*"|\S+)(.*)$/i
const ROLLBACK = /^\s*--\s*rollback\b\s?(.*)$/i
const BLOCK = /^\s*\/\*\s*(?:liquibase\s+)?rollback\s*$/i
/** Words that stand for "nothing to do". */
const NOT_NEEDED = /^(?:empty|not required)\s*;?$/i

export const FORMATTED_SQL = /^\s*(?:\/\*[\s*]*|--\s*)liquibase formatted sql/im

/** The changesets of formatted SQL (https://docs.liquibase.com/concepts/changelogs/sql-format.html). */
export function readFormattedSql({ source }: MigrationFile): ChangeSet[] {
  const lines = source.text.split('\n')
  const starts = lines.flatMap((line, index) => (HEAD.test(line) ? [index] : []))
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? lines.length
    return changeSetOf(lines, start, end)
  })
}

function changeSetOf(lines: readonly string[], start: number, end: number): ChangeSet {
  const [, author = '', id = '', rest = ''] = HEAD.exec(lines[start] ?? '') ?? []
  const [up, down]: [string[], string[]] = [[], []]
  let rollbackLine: number | undefined
  let textLine: number | undefined
  let inBlock = false
  for (let index = start + 1; index < end; index++) {
    const line = lines[index] ?? ''
    const single = ROLLBACK.exec(line)
    if (inBlock && line.includes('*/')) inBlock = false
    else if (single || inBlock) {
      rollbackLine ??= index + 1
      textLine ??= index + 1
      down.push(single ? (single[1] ?? '') : line)
    } else if (BLOCK.test(line)) {
      rollbackLine ??= index + 1
      textLine ??= index + 2
      inBlock = true
    } else {
      up.push(line)
      continue
    }
    // What comes behind a rollback keeps its line.
    up.push('')
  }
  const region = { startLine: start + 1, endLine: lastLine(lines, start, end) }
  const sql = down.join('\n').trim()
  const isNone = sql === '' || NOT_NEEDED.test(sql)
  const rollback = isNone ? [] : [change(down.join('\n'), region, textLine)]
  return {
    id: id.replaceAll('"', ''),
    author,
    attributes: new Map([...rest.matchAll(/(\w+):(\S+)/g)].map(([, name = '', value = '']) => [name, value])),
    changes: [change(up.join('\n'), region, start + 2)],
    ...(rollbackLine !== undefined && {
      rollback,
      rollbackRegion: { startLine: rollbackLine, endLine: rollbackLine },
    }),
    comments: up
      .flatMap((line) => /^\s*--\s*(?!rollback|precondition)(.*)$/i.exec(line)?.[1] ?? [])
      .join('\n'),
    region,
    anyCheckSum: up.some((line) => /^\s*--\s*validCheckSum\b/i.test(line)),
  }
}

function change(text: string, region: ChangeSet['region'], textLine: number | undefined): Change {
  const attributes = new Map<string, string>()
  return { name: 'sql', attributes, children: [], text, region, ...(textLine !== undefined && { textLine }) }
}

/** Blank lines behind a changeset are not its own. */
function lastLine(lines: readonly string[], start: number, end: number): number {
  let last = end
  while (last > start + 1 && (lines[last - 1] ?? '').trim() === '') last--
  return last
}
