import type { Finding, Rule } from '../../model/index.ts'
import { IMPORTED } from './rule.ts'

/** Decisions that hold for the same weakness at the same line, whoever found it. */
const DECIDED = new Set(['suppressed', 'waived', 'allowed-by-label', 'baseline', 'capped'])

/**
 * Marks what another scanner found at a line where a rule of ours, or a scanner before it, found the same weakness (CWE): it
 * is said once, and what people decided about it holds for both.
 */
export function markDuplicates(findings: readonly Finding[], rules: ReadonlyMap<string, Rule>): Finding[] {
  if (!findings.some(({ ruleId }) => ruleId.startsWith(`${IMPORTED}/`))) return [...findings]
  const first = new Map<string, Finding>()
  const isImported = ({ ruleId }: Finding): boolean => ruleId.startsWith(`${IMPORTED}/`)
  const said = (finding: Finding): boolean => finding.verdict.shown || DECIDED.has(finding.verdict.because)
  const keysOf = ({ location, ruleId }: Finding): string[] =>
    (rules.get(ruleId)?.cwe ?? []).map((cwe) =>
      JSON.stringify([location.side, location.path, location.region?.startLine, cwe]),
    )
  const keep = (finding: Finding): void => {
    for (const key of keysOf(finding)) if (!first.has(key)) first.set(key, finding)
  }
  for (const finding of findings) if (!isImported(finding) && said(finding)) keep(finding)
  return findings.map((finding) => {
    if (!isImported(finding) || !said(finding)) return finding
    const twin = keysOf(finding)
      .map((key) => first.get(key))
      .find((one) => one && one.ruleId !== finding.ruleId)
    if (!twin) {
      keep(finding)
      return finding
    }
    return finding.verdict.shown
      ? { ...finding, verdict: { shown: false, because: 'duplicate', detail: twin.ruleId } }
      : finding
  })
}
