import type { Database } from '../database.ts'
import { type Action, RANK } from './action.ts'
import { actionsBetween } from './actions.ts'
import { type Catalogue, catalogueOf } from './catalogue.ts'

/** More is no rollback that anybody reads. */
const MAX_ACTIONS = 200

/**
 * Brings the schema back to `before`, inside of the transaction that the caller has opened. Each statement runs when
 * PostgreSQL lets it: the order in which they do is one that their dependencies allow. Renames go first where they can, as
 * the definitions of everything else hold names.
 * @returns the statements in that order, with comments; undefined where some run in no order
 */
export async function bringBack(database: Database, before: Catalogue): Promise<string[] | undefined> {
  const renames = actionsBetween(before, await catalogueOf(database)).filter(({ rank }) => isRename(rank))
  const renamed: string[] = []
  if (renames.length <= MAX_ACTIONS) await runAll(database, renames, renamed)
  const rest = actionsBetween(before, await catalogueOf(database))
  if (rest.length > MAX_ACTIONS) return undefined
  const left = await runAll(database, rest, renamed)
  return left.length > 0 ? undefined : renamed
}

function isRename(rank: number): boolean {
  return rank >= RANK.rename && rank < RANK.schema
}

/** Adds what ran to `lines`; returns what did not. */
async function runAll(database: Database, actions: readonly Action[], lines: string[]): Promise<Action[]> {
  let left = [...actions]
  for (;;) {
    const refused: Action[] = []
    for (const action of left) {
      const way = await firstThatRuns(database, action)
      if (!way) refused.push(action)
      else {
        if (action.note !== undefined) lines.push(`-- ${action.note}`)
        lines.push(...way.map((statement) => `${statement};`))
      }
    }
    if (refused.length === 0 || refused.length === left.length) return refused
    left = refused
  }
}

async function firstThatRuns(database: Database, { ways }: Action): Promise<readonly string[] | undefined> {
  for (const way of ways) if (await runs(database, way)) return way
  return undefined
}

/** Runs statements, all of them or none, in an open transaction. */
export async function runs(database: Database, statements: readonly string[]): Promise<boolean> {
  await database.exec('SAVEPOINT attempt')
  const failure = await database.runNested({
    statements: statements.map((text) => ({ text, line: 1 })),
    extensions: [],
  })
  await database.exec(failure ? 'ROLLBACK TO attempt' : 'RELEASE attempt')
  return !failure
}
