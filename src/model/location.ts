/** Which commit a line number belongs to. GitHub calls these LEFT (base) and RIGHT (head). */
export type Side = 'base' | 'head'

/**
 * A span of text. Lines and columns are 1-based. `endLine` is inclusive; `endColumn` is exclusive
 * (one past the last character), as in SARIF 2.1.0 section 3.30. Columns count UTF-16 code units.
 */
export interface Region {
  startLine: number
  endLine: number
  startColumn?: number
  endColumn?: number
}

/** A place in one of the two commits. Without `region` it is the whole file. Paths use `/`. */
export interface Location {
  side: Side
  path: string
  region?: Region
}

/** A further place that explains a finding: the source of a flow, a consumer, the twin definition. */
export interface RelatedLocation extends Location {
  message: string
}

/** An inclusive range of 1-based line numbers. */
export interface LineRange {
  start: number
  end: number
}

/** Whether any line of `region` falls into one of `ranges`. */
export function touches(ranges: readonly LineRange[], region: Region): boolean {
  return ranges.some((range) => range.start <= region.endLine && region.startLine <= range.end)
}

/** `path:line` as people and terminals write it. */
export function formatLocation(location: Location): string {
  return location.region ? `${location.path}:${location.region.startLine}` : location.path
}
