import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

/** Who issued a key, and where they let one revoke it. */
export interface IssuedKey {
  name: string
  revoke: string
}

const issuers = z
  .record(z.string(), z.tuple([z.string(), z.string()]))
  .parse(parse(readFileSync(new URL('issuers.yml', import.meta.url), 'utf8')))

/** By the longest beginning of a rule's id that is known: `github-pat` is of `github`. */
export function issuerOf(id: string): IssuedKey | undefined {
  const words = id.split('-')
  for (let count = words.length; count > 0; count--) {
    const issuer = issuers[words.slice(0, count).join('-')]
    if (issuer) return { name: issuer[0], revoke: issuer[1] }
  }
  return undefined
}
