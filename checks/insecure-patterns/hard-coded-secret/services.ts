import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { issuerOf } from './issuers.ts'
import { type Provider, UNSHAPED } from './providers.ts'
import { looksRandom } from './random.ts'

const services = Object.entries(
  z
    .record(z.string(), z.string())
    .parse(parse(readFileSync(new URL('services.yml', import.meta.url), 'utf8'))),
)

const PROVIDERS = new Map<string, Provider>(
  services.map(([word, name]) => [
    word,
    {
      id: `service-${word}`,
      ...UNSHAPED,
      name: `key or token of ${name}`,
      level: 'warning',
      revoke: issuerOf(word.replace('_', '-'))?.revoke ?? `${name}, where it lists its keys and tokens`,
    },
  ]),
)

/** Of no service that is named, yet named as what it is. */
export const UNNAMED: Provider = {
  id: 'unnamed-key',
  ...UNSHAPED,
  name: 'key or token of a service',
  level: 'note',
  revoke: 'where it was issued',
}
const UNNAMED_NAME =
  /(?:^|_)(?:api_?key|api_?token|api_?secret|secret_?key|client_?secret|access_?token|auth_?token|bearer_?token)$/

/** Settings of a browser's code beside which a key is public: a search index, an app of Firebase. */
const PUBLIC_NEAR = /algolia|docsearch|authDomain|appId|indexName/i

const LONGEST_WORDS = 2
/** In quotes a value is all that they hold and may have `=`; without, that sign parts it from its name. */
const VALUE = /(?<=(["'`]))[\w+/=.~-]{16,200}(?=\1)|(?<!["'`\w+/.~-])[\w+/.~-]{16,200}={0,2}/dg
/** A name and what assigns to it, at the end of what stands before a value. */
const NAME =
  /([A-Za-z][\w.-]{0,60})["'`\]]{0,2}(?:\s{0,3}:?\s{0,3}(?:string|String))?\s{0,3}(?:=>|\?=|\.=|\|\|=?|:{0,3}=|:|,|>)\s{0,10}["'`]?$/
const BEFORE = 120
const SECRET_WORDS = new Set(
  'token secret key password passwd pat pass apikey apitoken accesstoken accesskey secretkey authtoken credential credentials'.split(
    ' ',
  ),
)
/** What may follow the word for a secret. */
const AFTER = /^(?:\d*|value|prod|production|live|dev|staging|test|default)$/
const NO_SECRET = new Set(
  'public publishable pub id site cache idempotency partition sort primary foreign'.split(' '),
)

export interface ServiceKey {
  provider: Provider
  start: number
  end: number
}

/** Random literals assigned to a name like `mailchimpApiKey` in `piece`. */
export function* serviceKeys(piece: string): Generator<ServiceKey, void> {
  for (const match of piece.matchAll(VALUE)) {
    if (!looksRandom(match[0])) continue
    const start = match.index
    const name = NAME.exec(piece.slice(Math.max(0, start - BEFORE), start))?.[1]
    const provider = name === undefined ? undefined : serviceOf(name)
    if (provider === UNNAMED && PUBLIC_NEAR.test(piece.slice(Math.max(0, start - 300), start))) continue
    if (provider) yield { provider, start, end: start + match[0].length }
  }
}

/** The service that a name speaks of where it also says that it holds a secret. */
export function serviceOf(name: string): Provider | undefined {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  while (words.length > 1 && AFTER.test(words.at(-1) ?? '')) words.pop()
  if (!SECRET_WORDS.has(words.at(-1) ?? '')) return undefined
  if (words.some((word) => NO_SECRET.has(word))) return undefined
  for (let at = 0; at < words.length; at++)
    for (let count = 1; count <= LONGEST_WORDS; count++) {
      const provider =
        PROVIDERS.get(words.slice(at, at + count).join('_')) ??
        PROVIDERS.get(words.slice(at, at + count).join(''))
      if (provider) return provider
    }
  return UNNAMED_NAME.test(words.join('_')) ? UNNAMED : undefined
}
