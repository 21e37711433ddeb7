import { z } from 'zod'
import { LEVELS } from '../../src/model/index.ts'
import { waiverPolicySchema } from '../waiver-policy.ts'

const globs = z.array(z.string()).min(1)
const level = z.enum(LEVELS)

const names = z.array(z.string().min(1)).min(1).max(100)
const percent = z.number().min(0).max(100)

/** Which code it is, by any of the first four; then what it asks for. */
const criticalPath = z.strictObject({
  paths: globs.optional().describe('Globs of its files.'),
  owners: names.optional().describe('Owners as CODEOWNERS writes them: the files that they own.'),
  symbols: names.optional().describe('Functions by name: Ledger.post, charge*.'),
  routes: names.optional().describe('Routes whose handlers it is: POST /payments/**.'),
  level: level.optional(),
  tests: z
    .enum(['required', 'must-change'])
    .optional()
    .describe('must-change: a test has to be written with the change, whatever coverage shows.'),
  'minimum-coverage': z
    .strictObject({ lines: percent.optional(), branches: percent.optional() })
    .optional()
    .describe('Percent of the changed lines and branches that have to be covered.'),
  reviewers: names.optional().describe('Who reviews changes of it: @alice, @acme/payments.'),
})

/**
 * `.roadmap.yml` as it is written, the values of `checks` aside: what they may hold depends on the rules.
 * The descriptions are what editors show.
 */
export const fileSchema = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  extends: z
    .array(z.string())
    .max(50)
    .optional()
    .describe(
      'Presets and shared configurations to start from; later ones win: roadmap:strict, org:roadmap, ' +
        'owner/repository:path@tag. Default: [roadmap:recommended].',
    ),
  mode: z.enum(['enforce', 'advisory']).optional().describe('advisory: comments, and never a failing check.'),
  preview: z.boolean().optional().describe('Whether rules in preview run without being named.'),
  gate: z
    .strictObject({
      'fail-on': z
        .enum([...LEVELS, 'never'])
        .optional()
        .describe('Findings of this level or worse fail the check.'),
    })
    .optional()
    .describe('When a check fails.'),
  review: z
    .strictObject({
      'max-inline': z.int().min(0).max(50).optional().describe('Inline comments of one review.'),
      'group-after': z
        .int()
        .min(1)
        .max(50)
        .optional()
        .describe('Findings of one rule above which they share one comment.'),
      drafts: z.enum(['summary', 'full', 'skip']).optional().describe('What is said about a draft.'),
      'min-level': level.optional().describe('Findings below this level are counted, not shown.'),
      'when-fixed': z
        .enum(['edit', 'remove'])
        .optional()
        .describe('What becomes of a comment whose findings are gone: marked as fixed, or removed.'),
      'request-reviewers': z
        .boolean()
        .optional()
        .describe('Whether the reviewers of critical paths are asked for a review on the pull request.'),
    })
    .optional()
    .describe('What a review shows.'),
  ignore: z
    .array(z.string())
    .optional()
    .describe('Paths that no rule looks at; ! in front takes paths back.'),
  generated: z
    .array(z.string())
    .max(50)
    .optional()
    .describe('Files that a build makes and git does not hold, such as an API description.'),
  imports: z
    .array(z.strictObject({ sarif: z.string().min(1).max(500) }))
    .max(20)
    .optional()
    .describe('Logs of other scanners that the command line and the Action read.'),
  'critical-paths': z
    .record(z.string(), criticalPath)
    .optional()
    .describe('Named parts of the code that need tests with every change.'),
  'custom-rules': z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      'Rules of your own by their names, as docs/custom-rules.md says; also one to a file in .roadmap/rules.',
    ),
  checks: z.record(z.string(), z.unknown()).optional().describe('Level and options of rules.'),
  overrides: z
    .array(z.strictObject({ paths: globs, checks: z.record(z.string(), z.unknown()) }))
    .max(100)
    .optional()
    .describe('Other settings for some paths; later ones win.'),
  waivers: z
    .array(
      z.strictObject({
        check: z.string().describe('A rule, <family>/* or *.'),
        paths: globs,
        reason: z.string().describe('Why the team accepts it. Required.'),
        expires: z.string().describe('Last day it holds, as YYYY-MM-DD. Required.'),
      }),
    )
    .optional()
    .describe('Findings the team accepts for a time.'),
  'waiver-policy': waiverPolicySchema
    .optional()
    .describe('Who may accept findings, for how long, and which never.'),
  links: z
    .strictObject({
      modules: z.string().optional().describe("The team's page of a module, with {number} or {slug}."),
      rules: z.string().optional().describe("The team's page of a rule, with {id}."),
    })
    .optional()
    .describe('Pages that findings link to.'),
})

/** What a file or a preset says. Keys are those of the file. */
export type FileConfig = z.output<typeof fileSchema>
