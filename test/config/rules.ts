import { z } from 'zod'
import type { RuleDescriptor } from '../../config/index.ts'

const specs = z.object({ specs: z.array(z.string()).default([]) })

/** Rules as the configuration sees them: with shared, own and nested options, and of every status. */
export const rules: readonly RuleDescriptor[] = [
  rule('api-compatibility/removed-path', 'error', 'stable', specs),
  rule('api-compatibility/removed-property', 'error', 'stable', specs),
  rule(
    'insecure-patterns/sql',
    'error',
    'stable',
    z.object({
      maxLength: z.int().min(1).default(3),
      sinks: z.array(z.object({ name: z.string(), argIndex: z.int().default(0) })).default([]),
    }),
  ),
  rule('insecure-patterns/weak-hash', 'warning', 'stable'),
  rule('insecure-patterns/new-idea', 'note', 'preview'),
  rule('migration-rollback/missing-down', 'error', 'stable'),
  rule(
    'migration-rollback/range',
    'note',
    'deprecated',
    z
      .object({ from: z.int().default(0), to: z.int().default(9) })
      .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be below from' }),
  ),
]

export function ruleOf(id: string): RuleDescriptor {
  const found = rules.find((candidate) => candidate.id === id)
  if (!found) throw new Error(`no rule ${id}`)
  return found
}

function rule(
  id: string,
  level: RuleDescriptor['level'],
  status: RuleDescriptor['status'],
  options: z.ZodType = z.object({}),
): RuleDescriptor {
  return { id, family: id.slice(0, id.indexOf('/')), level, status, options }
}
