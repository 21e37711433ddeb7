import type { ProofSighting } from '../../model/index.ts'
import { isBookkeeping } from './bookkeeping.ts'
import type { Database } from './database.ts'
import type { Failure, ReadStep } from './outcome.ts'
import { SCRIPT_MS, tooSlow } from './too-slow.ts'

/** Statements of one script that are watched: a query each. */
const MAX_STATEMENTS = 100
const MAX_TABLES = 20

/** Locks that keep writers waiting, by the table's `oid`: https://www.postgresql.org/docs/18/explicit-locking.html. */
const STATE = `WITH held AS (SELECT relation, min(place) AS place FROM pg_locks
    JOIN unnest('{AccessExclusiveLock,ExclusiveLock,ShareRowExclusiveLock,ShareLock}'::text[]) WITH ORDINALITY AS m (mode, place) USING (mode)
    WHERE pid = pg_backend_pid() AND granted GROUP BY relation)
  SELECT c.oid::int8::text AS oid, n.nspname || '.' || c.relname AS name, c.relfilenode::int8::text AS node,
    ('{AccessExclusiveLock,ExclusiveLock,ShareRowExclusiveLock,ShareLock}'::text[])[place] AS mode
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN held ON held.relation = c.oid
  WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

interface State {
  oid: string
  name: string
  node: string
  mode: string | null
}

export interface Watch {
  /** Runs the way up of a step inside of the transaction that is open. */
  run: (step: ReadStep) => Promise<Failure | undefined>
  seen: Map<ReadStep, ProofSighting[]>
}

/**
 * Sees which locks each statement takes on tables that were there before, and which of those it writes anew: a table has
 * another file then. `CONCURRENTLY` is left out of what is run here, so such a statement says nothing of locks.
 */
export async function watchUps(database: Database): Promise<Watch> {
  const seen: Watch['seen'] = new Map()
  let last = await stateOf(database)
  const before = new Set(last.keys())
  return {
    seen,
    run: async (step) => {
      const { statements } = step.up
      if (statements.length > MAX_STATEMENTS) return database.runNested(step.up)
      const own: ProofSighting[] = []
      seen.set(step, own)
      const end = performance.now() + SCRIPT_MS
      for (const statement of statements) {
        const { line, text, concurrent } = statement
        if (performance.now() > end) return tooSlow(statement)
        const failure = await database.runNested({ ...step.up, statements: [statement] })
        if (failure) return failure
        const now = await stateOf(database)
        const tables = [...now.values()].filter(({ oid }) => before.has(oid))
        const locks = concurrent
          ? []
          : tables.flatMap(({ oid, name, mode }) =>
              mode !== null && mode !== last.get(oid)?.mode ? [{ table: name, mode: wordsOf(mode) }] : [],
            )
        // A table that is emptied has a new file too.
        const rewritten = /^(?:truncate|refresh)\b/i.test(text)
          ? []
          : tables.flatMap(({ oid, name, node }) => (node === last.get(oid)?.node ? [] : [name]))
        last = now
        if (locks.length > 0 || rewritten.length > 0)
          own.push({ line, locks: locks.slice(0, MAX_TABLES), rewritten: rewritten.slice(0, MAX_TABLES) })
      }
      return undefined
    },
  }
}

async function stateOf(database: Database): Promise<Map<string, State>> {
  const rows = await database.rows<State>(STATE)
  return new Map(rows.filter(({ name }) => !isBookkeeping(`table:${name}`)).map((row) => [row.oid, row]))
}

/** `AccessExclusiveLock` as its documentation writes it. */
function wordsOf(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase()
}
