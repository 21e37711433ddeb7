import type { RuleContext } from '../../../src/model/index.ts'
import { findSecrets, pieces, type Secret, secretAt } from './detect.ts'
import { findByRules, isAllowed, lineAround, type RuleSet, readRuleSet } from './gitleaks/rule-set.ts'
import { type Provider, UNSHAPED } from './providers.ts'
import { isAllowedAsShipped, shippedSecrets } from './shipped.ts'

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

/** What finds secrets by what is known here and, where there is one, by a rule set of the repository's own. */
export function withRules(own: RuleSet | undefined): Finder {
  return (text, path, from = 0, to = text.length) => {
    const found = findSecrets(text, from, to).filter(
      ({ provider, start, end }) => !isAllowedAsShipped(provider, text.slice(start, end), path),
    )
    const add = (secret: Secret): void => {
      if (!found.some((other) => other.start < secret.end && secret.start < other.end)) found.push(secret)
    }
    for (const secret of shippedSecrets(text, path, from, to)) add(secret)
    if (own === undefined) return found.toSorted((a, b) => a.start - b.start)
    const notAllowed = found.filter(({ provider, start, end }) => {
      const secret = text.slice(start, end)
      const at = { path, secret, match: secret, line: lineAround(text, start, end) }
      return !isAllowed(own, at, provider.id)
    })
    found.splice(0, Infinity, ...notAllowed)
    for (const [pieceFrom, pieceTo] of pieces(from, to))
      for (const { rule, start, end } of findByRules(text.slice(pieceFrom, pieceTo), path, own))
        add(secretAt(text, pieceFrom + start, pieceFrom + end, ownProvider(rule.id)))
    return found.toSorted((a, b) => a.start - b.start)
  }
}

function ownProvider(id: string): Provider {
  return {
    ...UNSHAPED,
    id: `${FILE} ${id}`,
    name: `secret of the rule ${id} in ${FILE}`,
    revoke: 'where it was issued',
  }
}
