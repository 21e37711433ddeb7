import { findRule, rules } from '../../../checks/index.ts'
import { nearest } from '../../../config/file/suggest.ts'
import { codeSpan } from '../../report/escape/index.ts'

/** The rule somebody means: by its id, or by its name where only one has it. */
export function ruleNamed(written: string): { id: string } | { problem: string } {
  const exact = findRule(written)
  if (exact) return { id: exact.id }
  // Whether the repository has it is known to its configuration alone; a waiver of what is not there waives nothing.
  if (/^custom\/[a-z0-9-]+$/.test(written)) return { id: written }
  const named = rules.filter(({ id }) => id.endsWith(`/${written}`))
  const [only, ...more] = named
  if (only && more.length === 0) return { id: only.id }
  const shown = codeSpan(written.slice(0, 80))
  if (only) {
    return {
      problem: `Several rules have the name ${shown}: ${named.map(({ id }) => codeSpan(id)).join(', ')}.`,
    }
  }
  const short = (id: string): string => id.slice(id.indexOf('/') + 1)
  const meant =
    nearest(
      written,
      rules.map(({ id }) => id),
    ) ??
    rules.find(
      ({ id }) =>
        short(id) ===
        nearest(
          written,
          rules.map((rule) => short(rule.id)),
        ),
    )?.id
  return {
    problem: `There is no rule ${shown}${meant === undefined ? '.' : `; did you mean ${codeSpan(meant)}?`}`,
  }
}
