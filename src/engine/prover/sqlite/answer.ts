import type { ProofAnswer, ProofRequest, ProofStep, ProofVerdict } from '../../../model/index.ts'
import { TOO_SLOW } from '../too-slow.ts'
import type { Ground, ReadStep, RowsOutcome } from '../outcome.ts'
import { proveRows } from '../prove-rows.ts'
import { proveSchema } from '../prove-schema.ts'
import { proveInSegments, type SegmentOutcome } from '../prove.ts'
import { type Hints, hintsOf } from '../seed-hints.ts'
import { verdictsOf } from '../verdicts.ts'
import { SqliteDatabase } from './database.ts'
import { contentsOf } from './rows.ts'
import { readSqliteScript } from './script.ts'
import { seedRows } from './seed.ts'
import { snapshotOf } from './snapshot.ts'

/**
 * Frameworks whose connections enforce foreign keys (sqlx: `SqliteConnectOptions`; Prisma: its schema engine). SQLite itself
 * and the other drivers leave that to the application.
 */
const ENFORCING = new Set(['sqlx', 'prisma'])
/** Of those whose scripts may name the table in which their versions stand. */
const COUNTING = new Set(['golang-migrate', 'dbmate'])
const VERSIONS =
  'CREATE TABLE IF NOT EXISTS schema_migrations (version varchar(128) PRIMARY KEY, dirty boolean)'
const NOTHING: ProofAnswer['rows'] = { tables: 0, without: [] }

/** As the PostgreSQL prover does it; a copy of such a database takes no time, so each run has its own. */
export async function answerOnSqlite(
  { history, steps, each }: ProofRequest,
  alive: () => void,
): Promise<ProofAnswer> {
  const enforced = [...history, ...steps].some(({ framework }) => ENFORCING.has(framework))
  const database = new SqliteDatabase(enforced, alive)
  if ([...history, ...steps].some(({ framework }) => COUNTING.has(framework))) database.exec(VERSIONS)
  for (const { id, up } of history) {
    const script = readSqliteScript(up)
    if (script.refused !== undefined)
      return { history: { id, why: script.refused }, verdicts: [], rows: NOTHING }
    const failure = database.run(script)
    if (!failure) continue
    const why = `line ${failure.line}: ${failure.code} ${failure.message}`
    return { history: { id, why }, verdicts: [], rows: NOTHING }
  }
  return each ? proveEach(database, steps) : proveSteps(database, steps)
}

function proveSteps(database: SqliteDatabase, steps: readonly ProofStep[]): Promise<ProofAnswer> {
  const read = steps.map(({ id, up, down }) => ({
    id,
    up: readSqliteScript(up),
    ...(down !== undefined && { down: readSqliteScript(down) }),
  }))
  return proveInSegments(read, {
    run: (script) => Promise.resolve(database.run(script)),
    prove: (own) => proveSegment(database, own),
    server: 'SQLite',
  })
}

async function proveEach(database: SqliteDatabase, steps: readonly ProofStep[]): Promise<ProofAnswer> {
  const verdicts: ProofAnswer['verdicts'] = []
  const notApplied: string[] = []
  const rows: ProofAnswer['rows'] = { tables: 0, without: [] }
  for (const step of steps) {
    const copy = database.clone()
    const answer = await proveSteps(copy, [step])
    copy.close()
    rows.tables = Math.max(rows.tables, answer.rows.tables)
    rows.without.push(...answer.rows.without.filter((table) => !rows.without.includes(table)))
    const verdict = answer.verdicts[0]?.verdict ?? { kind: 'not-provable', why: 'it was not reached' }
    const [gap] = notApplied
    verdicts.push({ id: step.id, verdict: gap === undefined ? verdict : behindGap(verdict, gap) })
    const up = readSqliteScript(step.up)
    if (up.refused !== undefined || database.run(up)) notApplied.push(step.id)
  }
  return { verdicts, rows, notApplied }
}

/** An error may come of what is missing. */
function behindGap(verdict: ProofVerdict, gap: string): ProofVerdict {
  if (verdict.kind !== 'fails') return verdict
  const { line, code, message } = verdict.failure
  const why = `${gap} before it does not apply here, and line ${line} of this one fails (${code} ${message})`
  return { kind: 'not-provable', why }
}

async function proveSegment(database: SqliteDatabase, steps: readonly ReadStep[]): Promise<SegmentOutcome> {
  const hints = hintsOf(steps.map(({ up }) => up))
  let rows = await onRows(database, steps, hints)
  // Rows beside the first ones are made up with less care: what they alone stop is not stopped.
  if (rows.failure && hints.size > 0) rows = await onRows(database, steps)
  if (rows.failure?.failure.code === TOO_SLOW) {
    const { step, failure } = rows.failure
    const why = `${step.id} takes too long: ${failure.message}`
    return {
      verdicts: new Map(steps.map(({ id }) => [id, { kind: 'not-provable', why }])),
      rows,
      broken: why,
    }
  }
  const schema = await proveSchema(groundOf(database), steps)
  return {
    verdicts: verdictsOf(steps, schema, rows, 'SQLite'),
    rows,
    ...(schema.failure && { broken: `${schema.failure.step.id} before it fails` }),
  }
}

async function onRows(
  database: SqliteDatabase,
  steps: readonly ReadStep[],
  hints?: Hints,
): Promise<RowsOutcome> {
  const copy = database.clone()
  try {
    return await proveRows(groundOf(copy), steps, hints && { hints })
  } finally {
    copy.close()
  }
}

function groundOf(database: SqliteDatabase): Ground {
  return {
    run: (script) => Promise.resolve(database.run(script)),
    snapshot: () => Promise.resolve(snapshotOf(database)),
    contents: () => Promise.resolve(contentsOf(database)),
    seed: (hints) => Promise.resolve(seedRows(database, hints)),
  }
}
