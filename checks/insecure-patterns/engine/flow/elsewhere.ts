import type { Kind } from '../ir.ts'
import { type Match, matches } from '../match.ts'
import type { Finder, RuleData } from '../schema.ts'
import { Values } from '../values.ts'
import type { Interpreter } from './interpreter.ts'
import type { Linked } from './linker.ts'
import type { Step } from './value.ts'

/** A use in another file of something dangerous that this one handed over. */
export interface Elsewhere {
  rule: string
  match: Match
  path: string
  /** The last place of its way in this file. */
  handed: Step['node']
}

/** Files that are asked what they do with what they were given. */
const MAX_FILES = 12
const MAX_FOUND = 20

/**
 * What functions of other files do with what this file hands them. What they do whoever calls is theirs, and is found where
 * they are looked at themselves.
 */
export function* elsewhere(
  main: string,
  interpreter: Interpreter,
  rules: ReadonlyMap<string, RuleData>,
): Generator<Elsewhere, void> {
  let found = 0
  for (const linked of [...interpreter.reached].slice(0, MAX_FILES)) {
    const { unit, values } = linked
    const fed = unit.calls.filter((call) => isFed(call, interpreter))
    if (fed.length === 0) continue
    values.follow(interpreter)
    let alone: Values | undefined
    for (const [id, rule] of rules) {
      // Everything is handed to some log: each caller of a helper would be named.
      if (rule.category === 'log') continue
      for (const finder of rule.find) {
        const starts = finder.call ?? finder.new
        if (!starts || !finder.languages.includes(unit.language) || !asksForRequests(finder)) continue
        for (const match of matches(finder, rule.category, { ...unit, calls: fed }, values)) {
          const handed = lastIn(main, match, linked)
          if (!handed) continue
          alone ??= new Values(unit)
          const own = unit.calls.filter((call) => call.node === match.node)
          const isOwn = (one: Finder): boolean =>
            one.languages.includes(unit.language) &&
            !matches(one, rule.category, { ...unit, calls: own }, alone as Values).next().done
          if (rule.find.some(isOwn)) continue
          if (++found > MAX_FOUND) return
          yield { rule: id, match, path: unit.path, handed }
        }
      }
    }
  }
}

/** Whether something dangerous was given to a call, or it is a method of such. */
function isFed({ callee, args }: Kind<'call'>, { seen }: Interpreter): boolean {
  if (callee.kind === 'member' && seen.get(callee.object)?.taint) return true
  return args.some(({ value }) => seen.get(value)?.taint !== undefined)
}

const asked = new WeakMap<object, boolean>()

function asksForRequests(finder: RuleData['find'][number]): boolean {
  const known = asked.get(finder) ?? JSON.stringify(finder.where).includes('"request"')
  asked.set(finder, known)
  return known
}

function lastIn(main: string, match: Match, { unit }: Linked): Step['node'] | undefined {
  if (!match.source || main === unit.path) return undefined
  return match.steps.findLast((step) => step.path === main)?.node
}
