/** One change as a team makes it, and what is to be said about it. */
export interface Case {
  name: string
  /** Version of the standard on both sides, or of the base and of the head. */
  version?: string | readonly [string, string]
  /** Levels and kinds, sorted; notes left out. Empty: nobody breaks. */
  answer: readonly string[]
  /** As a patch: `-` lines stand in the base alone, `+` lines in the head alone, others (one blank) in both. */
  patch: string
}
