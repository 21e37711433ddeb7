import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { LEVELS } from '../../../src/model/index.ts'

const provider = z.strictObject({
  id: z.string(),
  name: z.string(),
  keyword: z.array(z.string().min(2)).min(1),
  pattern: z.string().transform((source) => {
    const ignoreCase = source.startsWith('(?i)')
    return new RegExp(ignoreCase ? source.slice(4) : source, ignoreCase ? 'dgi' : 'dg')
  }),
  /** Least Shannon entropy, in bits a character. */
  entropy: z.number().default(3),
  level: z.enum(LEVELS).optional(),
  /** What follows must look like a key's body: documents show the first line alone. */
  body: z.boolean().default(false),
  /** A rule of `gitleaks/shipped.yml` whose allow lists hold for this format too. */
  'allowed-as': z.string().optional(),
  /** Where the provider lets one revoke it. */
  revoke: z.string(),
})

export type Provider = z.output<typeof provider>

/** The key formats that are known, from `providers.yml`. */
export const providers: readonly Provider[] = z
  .array(provider)
  .parse(parse(readFileSync(new URL('providers.yml', import.meta.url), 'utf8')))

/** What a key has that no pattern of this file finds. */
export const UNSHAPED = {
  keyword: [],
  pattern: /(?!)/dg,
  entropy: 0,
  body: false,
} satisfies Partial<Provider>
