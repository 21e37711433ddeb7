import { readFileSync } from 'node:fs'
import { RE2JS } from 're2js'
import { parse } from 'yaml'
import { z } from 'zod'
import type { RuleSet } from './rule-set.ts'
import { allowList, type SecretRule } from './schema.ts'

/** What tells that it is a secret: its own shape, the name beside it; or it names an account alone. */
const KINDS = ['format', 'name', 'id'] as const

const rule = z.strictObject({
  id: z.string(),
  kind: z.enum(KINDS),
  regex: z.string(),
  path: z.string().optional(),
  secretGroup: z.int().default(0),
  entropy: z.number().default(0),
  keywords: z.array(z.string().toLowerCase()).min(1),
  allowlists: z.array(allowList).default([]),
})

/** A rule that comes with this project. */
export interface ShippedRule extends SecretRule {
  kind: (typeof KINDS)[number]
}

const read = z
  .strictObject({ allow: allowList, rules: z.array(rule) })
  .parse(parse(readFileSync(new URL('shipped.yml', import.meta.url), 'utf8')))

/** A name, a sign and a value; a shape may be as long as a token with its claims, or stand below a `kind: Secret`. */
const NEAR = { before: 100, after: 400 }
const FAR = { before: 500, after: 4_000 }

/** gitleaks' own rules, but for those that are left out (`scripts/gitleaks-rules.ts`). */
export const shipped: RuleSet<ShippedRule> = {
  rules: read.rules.map(({ regex, path, ...rest }) => {
    let [compiled, compiledPath]: (RE2JS | undefined)[] = []
    return {
      ...rest,
      description: '',
      reach: rest.kind === 'format' ? FAR : NEAR,
      // Compiled when a keyword is met: most never are.
      get regex() {
        return (compiled ??= RE2JS.compile(regex))
      },
      get path() {
        return path === undefined ? undefined : (compiledPath ??= RE2JS.compile(path))
      },
    }
  }),
  allow: [read.allow],
  pathOnly: [],
}
