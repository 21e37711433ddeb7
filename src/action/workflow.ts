import type { Finding, Level, Notice } from '../model/index.ts'
import { visible, visibleLines } from '../report/escape/index.ts'

/**
 * GitHub's workflow commands: lines of the log that begin with `::`. Values that end a command are percent-encoded as
 * the runner's own toolkit does (actions/toolkit, packages/core/src/command.ts).
 */
const COMMAND: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' }

/** A finding as an annotation of the head's file. What stands in the base has no line there. */
export function annotation({ level, message, location, ruleId }: Finding, fix?: string): string {
  const { path, region, side } = location
  const place =
    side === 'head'
      ? {
          file: path,
          line: region?.startLine ?? 1,
          ...(region && { endLine: region.endLine }),
          ...(region &&
            region.startLine === region.endLine && { col: region.startColumn, endColumn: region.endColumn }),
        }
      : {}
  const where = side === 'base' ? ` (${path}${region ? `:${region.startLine}` : ''} of the base)` : ''
  return command(
    COMMAND[level],
    { ...place, title: ruleId },
    `${visible(message)}${where}${fix ? `\n${visibleLines(fix)}` : ''}`,
  )
}

export function notice({ level, message }: Notice): string {
  return command(COMMAND[level], { title: 'roadmap-review' }, visible(message))
}

/** One command as a line without its line end. */
export function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${property(String(value))}`)
  return `::${name}${list.length > 0 ? ` ${list.join(',')}` : ''}::${data(message)}`
}

/** Text for the log in which no line is taken for a command: it may quote the change. */
export function inert(text: string, token: string): string {
  return `::stop-commands::${token}\n${text.endsWith('\n') ? text : `${text}\n`}::${token}::\n`
}

function data(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(value: string): string {
  return data(value).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
