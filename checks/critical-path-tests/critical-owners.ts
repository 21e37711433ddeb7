import type { CriticalPath, RuleContext } from '../../src/model/index.ts'
import { pathOn } from '../../src/model/index.ts'
import { codeOwners } from '../../src/parse/codeowners/codeowners.ts'
import { changedFunctions } from './changed-functions.ts'
import type { CriticalPlaces } from './critical-places.ts'
import { changedCode } from './production.ts'

/** Says who reviews the critical paths that this change touches, and which of them nobody owns. */
export async function sayOwners(context: RuleContext, places: CriticalPlaces): Promise<void> {
  const touched = new Map<CriticalPath, string[]>()
  for (const change of context.changeSet.changes) {
    const path = pathOn(change, 'head') ?? change.path
    const critical = places.ofFile(path)
    if (critical) touched.set(critical, [...(touched.get(critical) ?? []), path])
  }
  for (const change of places.bySymbol ? changedCode(context) : []) {
    if (places.ofFile(change.path)) continue
    for (const changed of await changedFunctions(context, change)) {
      const critical = places.of({ ...changed, path: change.path })
      if (critical) touched.set(critical, [...(touched.get(critical) ?? []), change.path])
    }
  }
  if (touched.size === 0) return
  const found = await codeOwners(context.changeSet.base)
  for (const [{ name, reviewers, owners }, paths] of touched) {
    const asked = reviewers ?? owners
    if (asked) {
      context.remark({
        message: `Critical path “${name}”: a review by ${list(asked)} is asked for`,
        ...(reviewers && { reviewers }),
      })
      continue
    }
    const owned = found?.kind === 'read' && paths.some((path) => found.owners.ownersOf(path).length > 0)
    if (owned) continue
    context.remark({
      message: `Critical path “${name}” has no owner: name its \`reviewers\` in the configuration, or owners of its files in CODEOWNERS`,
    })
  }
}

function list(names: readonly string[]): string {
  const all = names.slice(0, 10)
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}
