import type { ProofVerdict } from '../../model/index.ts'

/** Of a history in SQL: the share of migrations in code (goose's in Go) that is left out when it is run. */
const MOST_CODE = 0.1
/** What does one thing or another by what is there. */
const BY_WHAT_IS_THERE = /\bif\s+(?:not\s+)?exists\b|\bdo\s+(?:language\s+\w+\s+)?(?:\$|')/i

/** Whether the SQL of a history is worth to be run without its code. */
export function isMostlySql(steps: readonly { up: { sql?: unknown } }[]): boolean {
  return steps.filter(({ up }) => up.sql === undefined).length <= steps.length * MOST_CODE
}

/**
 * What a verdict is worth where a migration before could not be run: an error may come of what it would have made, and so
 * may what is left where a script asks for what is there. All else was run, and is as it is.
 * @param code path of that migration
 */
export function behindCode(verdict: ProofVerdict, code: string, scripts: readonly string[]): ProofVerdict {
  const lead = `${code} before it runs code, which is not run here`
  if (verdict.kind === 'fails') {
    const { line, code: state, message } = verdict.failure
    return { kind: 'not-provable', why: `${lead}, and line ${line} of this one fails (${state}: ${message})` }
  }
  const isFaulty = verdict.kind === 'differs' || verdict.kind === 'loses-data'
  return isFaulty && scripts.some((script) => BY_WHAT_IS_THERE.test(script))
    ? { kind: 'not-provable', why: `${lead}, and this one asks what is there` }
    : verdict
}
