import { pieces, type Secret, secretAt } from './detect.ts'
import { findByRules, isAllowedBy } from './gitleaks/rule-set.ts'
import { shipped, type ShippedRule } from './gitleaks/shipped.ts'
import { issuerOf } from './issuers.ts'
import { type Provider, UNSHAPED } from './providers.ts'

const LEVELS = { format: undefined, name: 'warning', id: 'note' } as const

const PROVIDERS = new Map<ShippedRule, Provider>(
  shipped.rules.map((rule) => {
    const level = LEVELS[rule.kind]
    const issuer = issuerOf(rule.id)
    if (!issuer) throw new Error(`issuers.yml does not know who issued ${rule.id}`)
    const provider = { ...UNSHAPED, id: rule.id, ...issuer, ...(level && { level }) }
    return [rule, provider]
  }),
)

/** What the rules that come with this project find in `text` between two offsets. */
export function* shippedSecrets(
  text: string,
  path: string,
  from: number,
  to: number,
): Generator<Secret, void> {
  for (const [pieceFrom, pieceTo] of pieces(from, to)) {
    for (const { rule, start, end } of findByRules(text.slice(pieceFrom, pieceTo), path, shipped)) {
      const provider = PROVIDERS.get(rule)
      const value = text.slice(pieceFrom + start, pieceFrom + end)
      if (provider && !isReadElsewhere(value))
        yield secretAt(text, pieceFrom + start, pieceFrom + end, provider, prefixOf(rule, value))
    }
  }
}

/** The beginning that all keys of a format have, which tells whose it is. */
function prefixOf({ kind, keywords }: ShippedRule, value: string): string {
  const lower = value.toLowerCase()
  const keyword = kind === 'format' ? keywords.find((one) => lower.startsWith(one)) : undefined
  return value.slice(0, keyword?.length ?? 0)
}

/** Whether the rules that come with this project let a key pass that a format of `providers.yml` found. */
export function isAllowedAsShipped({ 'allowed-as': id }: Provider, secret: string, path: string): boolean {
  const rule = id === undefined ? undefined : shipped.rules.find((one) => one.id === id)
  return rule !== undefined && isAllowedBy(rule, { path, secret, match: secret, line: secret })
}

/** What a shell, a workflow or a template puts in, alone or as the password after a user's name. */
const READ_ELSEWHERE = /^["']?(?:[^:\n]{0,100}:)?["']?(?:\$[\w{(!]|\{\{|<[\w ]|%\w+%)/

function isReadElsewhere(value: string): boolean {
  return READ_ELSEWHERE.test(value)
}
