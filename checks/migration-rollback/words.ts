import type { Location, Suggestion } from '../../src/model/index.ts'
import type { Part, Step } from '../../src/parse/migrations/index.ts'
import type { MigrationChange } from './collect.ts'

const NO_ROLLBACK = new Set(['missing', 'empty', 'fake', 'not-invertible'])

/** Whether this change is to blame: a new migration, or one whose rollback was in order before. */
export function madeWorse({ base, head }: MigrationChange): boolean {
  if (!base) return true
  return !NO_ROLLBACK.has(base.reversibility) && base.reversibility !== head.reversibility
}

/** `adds column users.email, drops table old and makes 3 more changes` */
export function describeEffects(part: Part): string {
  const all = [...new Set(part.effects.map((effect) => effect.what))]
  const named = all.slice(0, 3)
  const more = all.length - named.length
  if (more > 0) return `${named.join(', ')} and makes ${more} more change${more === 1 ? '' : 's'}`
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}

/**
 * Rows only, or an extension, sequence or comment that may as well stay: undoing that is often neither possible nor
 * wanted, and running the migration again does no harm.
 */
export function weighsLess(step: Step): boolean {
  return step.up.effects.every(
    ({ kind, what }) =>
      kind === 'data' ||
      /^(?:creates|enables) extension|^calls [\w.]*setval|^changes a comment|^calls change_\w+_comment/.test(
        what,
      ),
  )
}

/** The first line of a part. */
export function firstLine(part: Part, side: 'base' | 'head' = 'head'): Location {
  const { startLine } = part.region
  return { side, path: part.path, region: { startLine, endLine: startLine } }
}

/** Where a way back belongs, in a sentence: a file by its name alone, anything else with its article. */
export function placeOf({ expected }: Step): string {
  return /\.\w+`$/.test(expected) ? expected : `the ${expected}`
}

/** What to write, as exactly as it is known. */
export function howToUndo(step: Step): string {
  if (step.inverse !== undefined) return `This undoes it:\n\n${step.inverse}`
  const hints = step.up.effects.flatMap((effect) => {
    if (effect.what.startsWith("adds value '"))
      return 'PostgreSQL cannot drop an enum value: recreate the type without it, after mapping the rows that use it.'
    if (/^drops (?:table|column)|^remove_column|^drop_table/.test(effect.what))
      return 'Recreate what is dropped with its type, default and constraints; the rows themselves need a backup, or drop later, in a release of its own.'
    return []
  })
  const hint = hints[0] === undefined ? 'Write the statements that undo it, last first.' : hints[0]
  return `${hint} If there is no way back, say why in a comment where the rollback belongs, for instance "irreversible: the old values are not kept".`
}

export function suggestionOf(step: Step): { suggestion: Suggestion } | Record<string, never> {
  return step.remedy ? { suggestion: step.remedy } : {}
}
