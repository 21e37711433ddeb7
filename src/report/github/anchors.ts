import type { FileChange, Finding, Location, Side } from '../../model/index.ts'
import { pathOn } from '../../model/index.ts'

/** A place of the diff where GitHub accepts a review comment. */
export interface Anchor {
  /** Path as the diff shows it: the head's, or the base's for a removed file. */
  path: string
  side: 'LEFT' | 'RIGHT'
  line: number
  /** Only where it is before `line`, in the same hunk: GitHub refuses the whole review otherwise. */
  startLine?: number
}

/** Finds changes by path on either side. */
export class Anchors {
  readonly #base = new Map<string, FileChange>()
  readonly #head = new Map<string, FileChange>()

  constructor(changes: readonly FileChange[]) {
    for (const change of changes) {
      const base = pathOn(change, 'base')
      const head = pathOn(change, 'head')
      if (base !== undefined) this.#base.set(base, change)
      if (head !== undefined) this.#head.set(head, change)
    }
  }

  /** Where a comment about `location` can stand, or undefined where the diff does not show its line. */
  of(location: Location): Anchor | undefined {
    const { side, path, region } = location
    const change = (side === 'base' ? this.#base : this.#head).get(path)
    if (!change || !region) return undefined
    const hunk = change.hunks.find(
      (candidate) => candidate[side].start <= region.startLine && region.startLine <= candidate[side].end,
    )
    if (!hunk) return undefined
    const line = Math.min(region.endLine, hunk[side].end)
    return {
      path: change.path,
      side: side === 'base' ? 'LEFT' : 'RIGHT',
      line,
      ...(region.startLine < line && { startLine: region.startLine }),
    }
  }

  /**
   * The line of the diff that is nearest to a place the diff does not show, in the same file and on the same side
   * where that has lines.
   */
  nearest(location: Location): Anchor | undefined {
    const { side, path, region } = location
    const change = (side === 'base' ? this.#base : this.#head).get(path)
    if (!change || !region) return undefined
    const other = side === 'base' ? 'head' : 'base'
    return (
      nearestLine(change, side, region.startLine) ??
      // A hunk without lines on this side: what stood there is gone, or was not there yet.
      nearestLine(change, other, region.startLine)
    )
  }

  /**
   * Where the comment of a finding with a replacement stands: GitHub replaces exactly the commented lines,
   * so it must stand on all of the replacement's. Undefined where no single hunk of the head has them.
   */
  ofSuggestion(finding: Finding): Anchor | undefined {
    const { suggestion } = finding
    if (!suggestion) return undefined
    const anchor = this.of({ side: 'head', path: suggestion.path, region: suggestion.region })
    return anchor?.line === suggestion.region.endLine ? anchor : undefined
  }
}

function nearestLine(change: FileChange, side: Side, wanted: number): Anchor | undefined {
  const lines = change.hunks
    .filter((hunk) => hunk[side].start <= hunk[side].end)
    .map((hunk) => Math.min(Math.max(wanted, hunk[side].start), hunk[side].end))
    .toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)
  const [line] = lines
  return line === undefined
    ? undefined
    : { path: change.path, side: side === 'base' ? 'LEFT' : 'RIGHT', line }
}
