import type { z } from 'zod'
import { isRecord } from '../options.ts'
import type { ConfigProblem, CustomRule } from '../types.ts'
import { lineOf, Problems, toConfigProblems } from './problems.ts'
import { parseTree } from './tree.ts'
import { addIssues } from './zod-problems.ts'

/** Where a repository keeps rules of its own, one to a file. */
export const RULES_FOLDER = '.roadmap/rules'
/** Ids of custom rules begin with it. */
export const CUSTOM = 'custom'
/** Custom rules of one configuration. */
export const MAX_CUSTOM_RULES = 100

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/
const NAMED = 'small letters, digits and hyphens, 60 at most'

/** Checks the rules that a configuration itself holds. */
export function checkCustomRules(problems: Problems, schema: z.ZodType): void {
  const written = problems.valueAt(['custom-rules'])
  if (!isRecord(written)) return
  for (const [name, data] of Object.entries(written)) {
    if (problems.full) return
    if (!NAME.test(name)) problems.atKey(['custom-rules', name], `${name} is no name of a rule`, NAMED)
    checkRule(problems, schema, data, ['custom-rules', name])
  }
}

/** Reads a file of `.roadmap/rules`: its name is the rule's. */
export function readRuleFile(
  text: string,
  path: string,
  schema: z.ZodType,
): { ok: true; rule: CustomRule } | { ok: false; problems: ConfigProblem[] } {
  const { root, problems: unreadable, lines } = parseTree(text.replace(/^\uFEFF/, ''))
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '')
  if (root) {
    const problems = new Problems(root)
    if (!NAME.test(name)) problems.atValue([], `${name} is no name of a rule`, `rename the file: ${NAMED}`)
    checkRule(problems, schema, root.value, [])
    const found = [...unreadable, ...problems.list()]
    if (found.length > 0) return { ok: false, problems: toConfigProblems(found, lines, path) }
    const line = lineOf(root, lines, ['title']) ?? 1
    return { ok: true, rule: { id: `${CUSTOM}/${name}`, data: root.value, source: { what: path, line } } }
  }
  return { ok: false, problems: toConfigProblems(unreadable, lines, path) }
}

function checkRule(problems: Problems, schema: z.ZodType, data: unknown, path: readonly string[]): void {
  if (data === undefined) return
  const parsed = schema.safeParse(data)
  if (!parsed.success) addIssues(problems, schema, parsed.error.issues, path)
}
