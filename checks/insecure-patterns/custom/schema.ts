import { RE2JS } from 're2js'
import { z } from 'zod'
import { languageOf } from '../../../src/parse/code/index.ts'
import { ruleSchema } from '../engine/schema.ts'

const MAX_EXPRESSION = 500
const names = z.array(z.string().min(1).max(200)).min(1).max(200)
const text = z.string().min(1).max(2_000)
const address = z.url({ protocol: /^https?$/ }).max(500)

/** Of one language, with lines that are (or are not) reported. */
const file = z
  .string()
  .max(200)
  .refine((path) => languageOf(path) !== undefined, 'its ending is of no language that rules know')
const code = z.string().min(1).max(20_000)
const reported = z.strictObject({
  file,
  code,
  /** 1-based. */
  lines: z.array(z.int().min(1)).min(1).max(100),
})
const notReported = z.strictObject({ file, code })

/** RE2's syntax: found in linear time, whatever the expression and the text. */
const data = ruleSchema((source) => {
  if (source.length > MAX_EXPRESSION)
    throw new Error(`a regular expression of ${source.length} characters: ${MAX_EXPRESSION} at most`)
  try {
    return RE2JS.compile(RE2JS.translateRegExp(`(?i)${source}`))
  } catch (error) {
    if (/\(\?<?[=!]|\\[1-9]/.test(source))
      throw new Error('look-around and back references can take for ever: write it without', { cause: error })
    throw error
  }
})
const { shape } = data

/** A rule that a repository brings: a `rule.yml` with the words that our rules have on their pages. */
export const customRuleSchema = z.strictObject({
  ...shape,
  title: z.string().min(1).max(120),
  confidence: shape.confidence.default('high'),
  status: z.enum(['preview', 'stable']).default('stable'),
  module: shape.module.default(7),
  cwe: shape.cwe.default([]),
  find: shape.find.max(100),
  /** Why it matters. */
  why: text.optional(),
  /** What to do instead. */
  fix: text.optional(),
  /** The team's own page. */
  url: address.optional(),
  /** In the place of what comes from a request; `requests` stands for that. */
  sources: names.optional(),
  /** Calls whose result is harmless. */
  cleaners: names.optional(),
  examples: z
    .strictObject({
      reported: z.array(reported).max(50).default([]),
      'not-reported': z.array(notReported).max(50).default([]),
    })
    .optional(),
})

export type CustomRuleData = z.output<typeof customRuleSchema>
