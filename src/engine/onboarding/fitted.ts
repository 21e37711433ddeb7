import { proposalsOf, proposedLines } from './proposals.ts'
import type { Signs } from './signs.ts'
import { EXAMPLE_PATHS, STARTER } from './starter.ts'

/** A configuration to start from, fitted to what a tree holds: valid as it stands, and only advising. */
export function fittedConfig(paths: readonly string[], signs?: Signs): string {
  const proposals = proposalsOf(paths, signs)
  return proposals.length === 0 ? STARTER : STARTER.replace(EXAMPLE_PATHS, () => proposedLines(proposals))
}

/** The same without its comments, for places with little room. */
export function withoutComments(config: string): string {
  return config
    .split('\n')
    .filter((line) => !line.startsWith('#') && line.trim() !== '')
    .map((line) => `${line}\n`)
    .join('')
}
