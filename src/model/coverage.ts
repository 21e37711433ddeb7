/** A file that a coverage tool wrote. */
export interface CoverageFile {
  /** Its path, for messages; where it lies in the tree, paths in it that fit several files mean the nearest. */
  name: string
  text: string
}

/** What coverage tools wrote, as it was handed over: read by the rules, in their own process. */
export interface CoverageReports {
  /** Of the head. */
  head: readonly CoverageFile[]
  /** Of the base, or of the newest commit of the base branch before it that has some. */
  base?: readonly CoverageFile[]
  /** Why they may add findings and never clear one (`it comes from a fork`); left out where nothing speaks against them. */
  distrust?: string
}
