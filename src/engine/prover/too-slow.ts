import type { Failure } from './outcome.ts'

/** What the statements of one script may take together, in milliseconds, on tables of a row or two. */
export const SCRIPT_MS = 8000
/** query_canceled: what a script is told that takes longer. */
export const TOO_SLOW = '57014'

export function tooSlow({ line }: { line: number }): Failure {
  return { code: TOO_SLOW, message: `the script was ended after ${SCRIPT_MS / 1000} seconds`, line }
}
