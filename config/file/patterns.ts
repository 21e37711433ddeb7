/** Whether a rule's id is meant by a pattern: the id itself, `<family>/*` or `*`. */
export function matchesRule(pattern: string, ruleId: string): boolean {
  if (pattern === '*' || pattern === ruleId) return true
  return pattern.endsWith('/*') && ruleId.startsWith(pattern.slice(0, -1))
}

/** 0 for `*`, 1 for a family, 2 for a rule: what is more exact decides within one source. */
export function patternRank(pattern: string): number {
  if (pattern === '*') return 0
  return pattern.endsWith('/*') ? 1 : 2
}
