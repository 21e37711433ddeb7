import { parseEvents, YAMLException, type Event } from 'js-yaml'
import type { Region } from '../../model/index.ts'
import { MAX_DEPTH } from '../source-tree.ts'

/** Spaces put before a line that is not indented enough; more than any indentation people write. */
const INDENT = ' '.repeat(200)
const MAX_MENDS = 50
/** Characters read again after mends, so that a large text cannot be made to be read fifty times. */
const MAX_READ_AGAIN = 20_000_000

export interface LenientEvents {
  events: Event[]
  /** What the events' positions refer to. */
  text: string
  /** A region in `text` as it stands in the text that was given. */
  asWritten(region: Region): Region
}

/**
 * Reads YAML as other tools do: a closing bracket that stands no deeper than the key before it is against
 * YAML 1.2 (7.4, flow collections are indented), yet libyaml, Go's and Java's readers take it, and published
 * descriptions have it. Inside brackets and quotes an indentation says nothing, so such a line gets more of it.
 * Throws YAMLException for everything else.
 */
export function lenientEvents(given: string): LenientEvents {
  const mended = new Set<number>()
  let text = given
  for (;;) {
    try {
      const events = parseEvents(text, { maxDepth: MAX_DEPTH })
      return { events, text, asWritten: (region) => asWritten(region, mended) }
    } catch (error) {
      if (!(error instanceof YAMLException) || error.reason !== 'deficient indentation' || !error.mark)
        throw error
      const { line, position } = error.mark
      const reads = mended.size + 1
      if (mended.has(line + 1) || reads > MAX_MENDS || reads * given.length > MAX_READ_AGAIN) throw error
      mended.add(line + 1)
      const start = text.lastIndexOf('\n', position - 1) + 1
      text = text.slice(0, start) + INDENT + text.slice(start)
    }
  }
}

function asWritten(region: Region, mended: ReadonlySet<number>): Region {
  const { startLine, endLine, startColumn, endColumn } = region
  const moved = (line: number, column: number): number =>
    mended.has(line) ? Math.max(1, column - INDENT.length) : column
  return {
    startLine,
    endLine,
    ...(startColumn !== undefined && { startColumn: moved(startLine, startColumn) }),
    ...(endColumn !== undefined && { endColumn: moved(endLine, endColumn) }),
  }
}
