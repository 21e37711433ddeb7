import { CREDENTIALS, type Finding, type Rule } from '../model/index.ts'

/**
 * Findings without the suggestions that repeat a line with a credential: a comment, a report and the database would
 * keep the text after the line is gone.
 */
export function withoutSecrets(
  findings: readonly Finding[],
  rules: ReadonlyMap<string, Pick<Rule, 'cwe'>>,
): Finding[] {
  const credentials = findings.filter(
    ({ ruleId, location }) =>
      location.side === 'head' && rules.get(ruleId)?.cwe?.some((number) => CREDENTIALS.has(number)),
  )
  return findings.map((finding) => {
    const { suggestion, ...rest } = finding
    if (!suggestion) return finding
    const { startLine, endLine } = suggestion.region
    const holdsOne = credentials.some(
      ({ location: { path, region } }) =>
        path === suggestion.path && region && region.startLine <= endLine && startLine <= region.endLine,
    )
    return holdsOne ? rest : finding
  })
}
