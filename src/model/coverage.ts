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
  /** What more there is and could not be read, and why: what did not run in the rest may have run there. */
  unread?: readonly string[]
  /** Paths of the head whose text was another where the tests ran: on the merge with a base branch that had moved on. */
  stale?: readonly string[]
  /** Why they may add findings and never clear one (`it comes from a fork`); left out where nothing speaks against them. */
  distrust?: string
}
