import type { Suggestion } from '../../../src/model/index.ts'
import type { Member } from '../../../src/parse/graphql/schema.ts'
import type { Restore } from './change.ts'

/**
 * Puts a removed member back, marked as deprecated, beside the member that stood next to it and still does. Only
 * where each stands on lines of its own: a replacement of whole lines must change nothing else.
 */
export function restored(restore: Restore, texts: ReadonlyMap<string, string>): Suggestion | undefined {
  const { member, before, after } = restore
  const old = texts.get(`base ${member.path}`)
  const block = old === undefined ? undefined : linesOf(old, member)
  if (old === undefined || !block || !member.span) return undefined
  const definition = [block.text.slice(0, block.end), deprecation(restore), block.text.slice(block.end)].join(
    '',
  )
  const index = before.indexOf(member)
  const next = before.slice(index + 1).find(({ name }) => after.has(name))
  const previous = before.slice(0, index).findLast(({ name }) => after.has(name))
  for (const [neighbour, below] of [
    [previous, true],
    [next, false],
  ] as const) {
    const kept = neighbour && after.get(neighbour.name)
    const text = kept && texts.get(`head ${kept.path}`)
    const place = kept && text !== undefined ? linesOf(text, kept) : undefined
    if (!kept || !place) continue
    const line = below ? place.lastLine : place.firstLine
    const content = (below ? place.text.split('\n').at(-1) : place.text.split('\n')[0]) ?? ''
    return {
      path: kept.path,
      region: { startLine: line, endLine: line },
      replacement: below ? `${content}\n${definition}` : `${definition}\n${content}`,
    }
  }
  return undefined
}

function deprecation({ member, deprecatable }: Restore): string {
  return deprecatable && member.deprecated === undefined ? ' @deprecated(reason: "No longer supported")' : ''
}

interface Lines {
  firstLine: number
  lastLine: number
  /** The lines as they are, without the last line end. */
  text: string
  /** Where the definition ends in `text`; a comma or a comment may follow. */
  end: number
}

/** The lines of a definition, where nothing else stands on them. */
function linesOf(text: string, { span }: Member): Lines | undefined {
  if (!span) return undefined
  const start = text.lastIndexOf('\n', span.start - 1) + 1
  const newline = text.indexOf('\n', span.end)
  const stop = newline < 0 ? text.length : newline
  if (text.slice(start, span.start).trim() !== '') return undefined
  if (!/^[\s,]*(?:#.*)?$/.test(text.slice(span.end, stop))) return undefined
  const firstLine = span.line
  const whole = text.slice(start, stop).replaceAll('\r', '')
  const carriageReturns = text.slice(start, span.end).split('\r').length - 1
  return {
    firstLine,
    lastLine: firstLine + whole.split('\n').length - 1,
    text: whole,
    end: span.end - start - carriageReturns,
  }
}
