import { RE2JS } from 're2js'
import { z } from 'zod'

const MAX_EXPRESSION = 5_000
const MAX_RULES = 500
const MAX_LIST = 5_000

/** RE2's syntax, which is Go's: found in linear time whatever the expression. */
const expression = z
  .string()
  .max(MAX_EXPRESSION)
  .transform((source, context) => {
    try {
      return RE2JS.compile(source)
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
      return z.NEVER
    }
  })

export const allowList = z.object({
  description: z.string().optional(),
  condition: z
    .string()
    .toUpperCase()
    .pipe(z.enum(['OR', 'AND', '||', '&&']))
    .default('OR'),
  /** A pull request is looked at as a whole: what is allowed in one commit alone is not allowed. */
  commits: z.array(z.string()).max(MAX_LIST).default([]),
  paths: z.array(expression).max(MAX_LIST).default([]),
  regexes: z.array(expression).max(MAX_LIST).default([]),
  regexTarget: z.enum(['', 'secret', 'match', 'line']).default('secret'),
  stopwords: z.array(z.string().min(1).toLowerCase()).max(MAX_LIST).default([]),
  targetRules: z.array(z.string()).max(MAX_LIST).default([]),
})
export type AllowList = z.output<typeof allowList>

const rule = z.object({
  id: z.string().regex(/^[\w.-]{1,100}$/),
  description: z.string().default(''),
  regex: expression.optional(),
  path: expression.optional(),
  /** 0: the first group that took part, or else the whole match. */
  secretGroup: z.int().min(0).max(100).default(0),
  /** A secret has more, in bits a character. */
  entropy: z.number().default(0),
  keywords: z.array(z.string().min(1).toLowerCase()).max(MAX_LIST).default([]),
  allowlist: allowList.optional(),
  allowlists: z.array(allowList).max(100).default([]),
})
export interface SecretRule extends z.output<typeof rule> {
  /** How many characters before and after the beginning of a keyword it may look at. */
  reach?: { before: number; after: number }
}

/** The part of gitleaks' configuration that says what a secret is (its README, "Configuration"). */
export const ruleSetSchema = z.object({
  rules: z.array(rule).max(MAX_RULES).default([]),
  allowlist: allowList.optional(),
  allowlists: z.array(allowList).max(100).default([]),
})
