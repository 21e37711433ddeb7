import type { RuleContext } from '../../../src/model/index.ts'
import { findSecrets, hashOf, pieces, type Secret } from './detect.ts'
import { findByRules, isAllowed, lineAround, type RuleSet, readRuleSet } from './gitleaks/rule-set.ts'
import type { Provider } from './providers.ts'

/** Secrets of a file's text between two offsets. */
export type Finder = (text: string, path: string, from?: number, to?: number) => Secret[]

const FILE = '.gitleaks.toml'

/**
 * What finds secrets in this repository: the formats known here, and the rules and allow lists of its
 * `.gitleaks.toml`. As the base has it: a pull request cannot allow its own secrets.
 */
export async function finderOf(context: RuleContext): Promise<Finder> {
  const content = await context.changeSet.base.read(FILE)
  if (content.kind === 'unread') {
    if (content.reason !== 'absent') context.incomplete(`${FILE}: ${content.detail ?? content.reason}`)
    return withRules(undefined)
  }
  try {
    const set = readRuleSet(content.text)
    if (set.pathOnly.length > 0)
      context.incomplete(
        `${FILE}: rules about files without an expression: ${set.pathOnly.slice(0, 5).join(', ')}`,
      )
    return withRules(set)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    context.incomplete(`${FILE}: ${reason.split('\n', 1)[0]?.slice(0, 300)}`)
    return withRules(undefined)
  }
}

/** What finds secrets by the formats known here and, where there is one, by a rule set. */
export function withRules(set: RuleSet | undefined): Finder {
  if (set === undefined) return (text, _path, from, to) => findSecrets(text, from, to)
  return (text, path, from = 0, to = text.length) => {
    const known = findSecrets(text, from, to).filter(({ start, end }) => {
      const secret = text.slice(start, end)
      return !isAllowed(set, { path, secret, match: secret, line: lineAround(text, start, end) })
    })
    const found = [...known]
    for (const [pieceFrom, pieceTo] of pieces(from, to)) {
      for (const { rule, start, end } of findByRules(text.slice(pieceFrom, pieceTo), path, set)) {
        const at = { start: pieceFrom + start, end: pieceFrom + end }
        if (found.some((other) => other.start < at.end && at.start < other.end)) continue
        found.push({
          provider: ownProvider(rule.id),
          ...at,
          masked: '…',
          hash: hashOf(text.slice(at.start, at.end)),
        })
      }
    }
    return found.toSorted((a, b) => a.start - b.start)
  }
}

function ownProvider(id: string): Provider {
  return {
    id: `${FILE} ${id}`,
    name: `secret of the rule ${id} in ${FILE}`,
    keyword: [],
    pattern: /(?!)/dg,
    entropy: 0,
    body: false,
    revoke: 'where it was issued',
  }
}
