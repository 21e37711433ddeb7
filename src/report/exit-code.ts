import type { Review } from '../model/index.ts'

/** Exit codes of the command line and the Action, as documented. */
export const EXIT = { clean: 0, findings: 1, usage: 2, incomplete: 3, interrupted: 130 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Advice never fails; a finding at the gate weighs more than something that was not looked at. */
export function exitCodeOf({ conclusion }: Pick<Review, 'conclusion'>): ExitCode {
  if (conclusion === 'failure') return EXIT.findings
  return conclusion === 'action_required' ? EXIT.incomplete : EXIT.clean
}
