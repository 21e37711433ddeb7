import type { ConfigNode } from '../../../src/parse/config-tree/index.ts'
import type { Mistake } from './mistakes.ts'

export const NAME =
  /(?:^|[_.-])(?:password|passwd|pwd|secret|secret[_-]?key|access[_-]?key|api[_-]?key|apikey|token|private[_-]?key|credentials?)$/i
/** What names a place, and not the secret; what a stranger fills in. */
export const NO_NAME =
  /(?:file|path|name|url|ref|expiry|ttl|enabled|length|policy|allow_empty|_id)$|^(?:allow|enable|disable|use)/i
export const NO_SECRET =
  /^(?:|null|true|false|\d{1,3}|changeme\W*|change[-_]?me\W*|placeholder|todo|none|redacted|x+|\*+|\.{3})$|[<>{}$]|^\/|^(?:your|my)[-_]|^(?:https?|file|vault|op|awssm|ref\+\w+):|ENC\[|^AgB|replace|insert|example|fake|dummy/i

export const isSecret = (name: string, value: ConfigNode): boolean =>
  NAME.test(name) &&
  !NO_NAME.test(name) &&
  value.kind === 'scalar' &&
  value.value !== null &&
  !NO_SECRET.test(value.text)

export const say = (name: string, key: string, { start, end }: Mistake['at']): Mistake => ({
  at: { start, end },
  words: `${name} ${key}`,
  message: `\`${key}\` of \`${name}\` is written in the repository, and stays in its history.`,
  fix: 'Take it from a store of secrets (External Secrets, Sealed Secrets, SOPS; `secrets` or an `.env` that is not committed), and change the one that was written.',
})
