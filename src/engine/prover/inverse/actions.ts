import type { Action } from './action.ts'
import { alterOf } from './alter.ts'
import type { Catalogue, Thing } from './catalogue.ts'
import { createOf } from './create.ts'
import { dropOf } from './drop.ts'

/** What brings the schema from `now` to `before`, in an order that is right more often than not. */
export function actionsBetween(before: Catalogue, now: Catalogue): Action[] {
  const gone = new Map([...before].filter(([id]) => !now.has(id)))
  const added = new Map([...now].filter(([id]) => !before.has(id)))
  pairRemade(gone, added)
  const actions: Action[] = []
  for (const thing of added.values()) actions.push(...some(dropOf(thing, added)))
  for (const [id, was] of before) {
    const is = now.get(id)
    if (is) actions.push(...alterOf(was, is))
  }
  for (const thing of gone.values()) actions.push(...some(createOf(thing, gone)))
  return actions.toSorted((a, b) => a.rank - b.rank)
}

/** What was dropped and made again just as it was is the same. */
function pairRemade(gone: Map<string, Thing>, added: Map<string, Thing>): void {
  const keyOf = ({ kind, name, facts }: Thing): string =>
    JSON.stringify([
      kind,
      name,
      facts.table ?? '',
      facts.def ?? '',
      facts['labels'] && labelsOf(facts['labels']),
    ])
  const spare = new Map<string, string[]>()
  for (const [id, thing] of added) spare.set(keyOf(thing), [...(spare.get(keyOf(thing)) ?? []), id])
  for (const [id, thing] of gone) {
    if (thing.kind === 'table' || thing.kind === 'column' || thing.kind === 'sequence') continue
    const twin = spare.get(keyOf(thing))?.shift()
    if (twin === undefined) continue
    gone.delete(id)
    added.delete(twin)
  }
}

function labelsOf(labels: unknown): string {
  return (labels as [string, string][]).map(([, label]) => label).join('\n')
}

function some(action: Action | undefined): Action[] {
  return action ? [action] : []
}
