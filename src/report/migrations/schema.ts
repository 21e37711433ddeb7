import { z } from 'zod'
import type { MigrationsStatus } from '../../engine/migrations/status.ts'
import { totalsOf } from '../../engine/migrations/status.ts'

/** As of the JSON report of a review: a new optional field leaves it as it is. */
export const MIGRATIONS_SCHEMA_VERSION = 1

const ROLLBACKS = [
  'explicit',
  'automatic',
  'declared-irreversible',
  'missing',
  'empty',
  'fake',
  'not-invertible',
  'forward-only',
] as const
const rate = z.number().min(0).max(1).optional()
const totals = z.object({
  migrations: z.int().min(0),
  rollbacks: z.partialRecord(z.enum(ROLLBACKS), z.int().min(1)).describe('By state of the rollback.'),
  proofs: z
    .partialRecord(z.enum(['proven', 'loses-data', 'differs', 'fails', 'not-provable']), z.int().min(1))
    .optional()
    .describe('By verdict; absent without `--prove`.'),
  rollbackRate: rate.describe('Rollbacks that were proven, of those that were run.'),
  successRate: rate.describe('Ways up that applied, of those that were run.'),
})
const failure = z.object({
  way: z.enum(['up', 'down', 'up again']),
  code: z.string().describe('SQLSTATE.'),
  message: z.string(),
  path: z.string(),
  line: z.int().min(1),
  onRows: z.boolean().describe('It runs on empty tables and fails where they hold rows.'),
})
const losses = z.array(z.object({ table: z.string(), columns: z.array(z.string()).optional() }))
const proof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('proven') }),
  z.object({ kind: z.literal('loses-data'), losses }),
  z.object({
    kind: z.literal('differs'),
    differences: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        change: z.enum(['missing', 'left-over', 'changed', 'renamed']),
        before: z.string().optional(),
        after: z.string().optional(),
      }),
    ),
    losses,
    again: failure.optional(),
  }),
  z.object({ kind: z.literal('fails'), failure }),
  z.object({ kind: z.literal('not-provable'), why: z.string() }),
])
const migration = z.object({
  path: z.string().describe('The file that holds the way up.'),
  version: z.string().optional(),
  name: z.string(),
  rollback: z.enum(ROLLBACKS),
  reason: z.string().optional().describe('Why it is irreversible, in words of its author.'),
  obstacles: z.array(z.object({ line: z.int().min(1), operation: z.string() })).optional(),
  proof: proof.optional().describe('Absent without `--prove`.'),
  seen: z
    .array(
      z.object({
        line: z.int().min(1),
        locks: z.array(z.object({ table: z.string(), mode: z.string() })),
        rewritten: z.array(z.string()).describe('Tables that the statement wrote anew.'),
      }),
    )
    .optional()
    .describe('What its statements did to tables that were there before, as they ran on PostgreSQL.'),
})

export const migrationsSchema = z
  .object({
    schemaVersion: z.literal(MIGRATIONS_SCHEMA_VERSION),
    totals,
    sets: z.array(
      z.object({
        framework: z.string(),
        title: z.string(),
        set: z.string().describe('The directory, mostly.'),
        dialect: z.string().optional(),
        heads: z
          .array(z.string())
          .describe('Of frameworks that order by links; more than one needs a merge.'),
        totals,
        migrations: z.array(migration).describe('In the order in which they run.'),
      }),
    ),
    notLookedAt: z.array(z.string()),
  })
  .describe('The migrations of one tree.')

/** The migrations of a tree as JSON text of the published shape. */
export function migrationsToJson({ sets, notLookedAt }: MigrationsStatus): string {
  const report: z.input<typeof migrationsSchema> = {
    schemaVersion: MIGRATIONS_SCHEMA_VERSION,
    totals: totalsOf(sets.flatMap(({ migrations }) => migrations)),
    sets: sets.map((set) => ({ ...set, totals: totalsOf(set.migrations) })),
    notLookedAt,
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

/** The published JSON Schema (draft-07), as text. */
export function migrationsJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(migrationsSchema, { target: 'draft-7', io: 'input' })
  return `${JSON.stringify({ $schema, title: 'roadmap-review: the migrations of a tree', ...rest }, undefined, 2)}\n`
}
