import { z } from 'zod'
import { CONFIDENCES, LEVELS } from '../../model/index.ts'

/**
 * Version of the JSON report. A new optional field leaves it as it is; a removed or changed one raises it.
 * Readers must accept fields they do not know.
 */
export const SCHEMA_VERSION = 1

const line = z.int().min(1)
const region = z
  .object({
    startLine: line,
    endLine: line.describe('Inclusive.'),
    startColumn: line.optional().describe('1-based, in UTF-16 code units.'),
    endColumn: line.optional().describe('Exclusive: one past the last character.'),
  })
  .describe('Absent for a whole file.')
const place = {
  side: z.enum(['base', 'head']).describe('The commit that the lines are numbered in.'),
  path: z.string(),
  region: region.optional(),
}
const level = z.enum(LEVELS)
const conclusion = z
  .enum(['success', 'neutral', 'failure', 'action_required'])
  .describe('As GitHub names the conclusions of a check run; `action_required`: something was not looked at.')
const verdict = z.discriminatedUnion('shown', [
  z.object({ shown: z.literal(true) }),
  z.object({
    shown: z.literal(false),
    because: z.enum([
      'off',
      'outside-diff',
      'ignored-path',
      'suppressed',
      'waived',
      'allowed-by-label',
      'baseline',
      'below-level',
      'duplicate',
      'capped',
    ]),
    detail: z.string().optional(),
  }),
])
const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ran'), ruleId: z.string(), findings: z.int().min(0) }),
  z.object({ kind: z.literal('skipped'), ruleId: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('failed'), ruleId: z.string(), error: z.string() }),
  z.object({
    kind: z.literal('incomplete'),
    ruleId: z.string(),
    findings: z.int().min(0),
    notLookedAt: z.array(z.string()).min(1),
  }),
])
const finding = z.object({
  ruleId: z.string().describe('`<family>/<rule>`'),
  level,
  confidence: z.enum(CONFIDENCES),
  message: z.string().describe('Plain text. It may quote the change: escape it for where it is shown.'),
  fix: z.string().optional().describe('What to do about this very finding. Plain text.'),
  location: z.object(place),
  module: z
    .object({ number: z.int().min(1), title: z.string(), url: z.string() })
    .optional()
    .describe('The module of the roadmap that teaches the rule.'),
  ruleUrl: z.string().describe("The rule's page."),
  fingerprint: z.string().describe('Identity over rule, path and subject: survives moved lines.'),
  verdict: verdict.describe('Whether the finding is shown, and why not.'),
  relatedLocations: z.array(z.object({ ...place, message: z.string() })),
  suggestion: z
    .object({ path: z.string(), region, replacement: z.string() })
    .optional()
    .describe('New text for whole lines of the head.'),
  skeleton: z
    .object({ path: z.string(), exists: z.boolean(), language: z.string(), text: z.string() })
    .optional()
    .describe('A test to start from, for a file at `path`; what to add where that file exists.'),
})

export const reviewSchema = z
  .object({
    schemaVersion: z.literal(SCHEMA_VERSION),
    baseSha: z.string(),
    headSha: z.string(),
    conclusion,
    families: z.array(z.object({ family: z.string(), conclusion, summary: z.string() })),
    outcomes: z.array(outcome).describe('One entry a rule, by id.'),
    findings: z.array(finding).describe('Worst first. Those held back are here too, with the reason.'),
    notices: z.array(
      z.object({
        level,
        message: z.string(),
        location: z.object(place).optional(),
        ruleId: z.string().optional().describe('The rule that says it, of a remark.'),
      }),
    ),
    notLookedAt: z.array(z.string()).describe('What no rule could take into account.'),
  })
  .describe('One review of one head commit.')

export type JsonReview = z.output<typeof reviewSchema>

/** The published JSON Schema (draft-07) of the JSON report, as text. */
export function reviewJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(reviewSchema, { target: 'draft-7', io: 'input' })
  const schema = { $schema, title: 'roadmap-review: a review', ...rest }
  return `${JSON.stringify(schema, undefined, 2)}\n`
}
