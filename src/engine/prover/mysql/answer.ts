import { existsSync, readFileSync } from 'node:fs'
import type { ProofAnswer, ProofRequest, ProofStep } from '../../../model/index.ts'
import type { Ground, ReadStep, RowsOutcome } from '../outcome.ts'
import { proveRows } from '../prove-rows.ts'
import { proveSchema } from '../prove-schema.ts'
import { proveInSegments, type SegmentOutcome } from '../prove.ts'
import type { Script } from '../script.ts'
import { TOO_SLOW } from '../too-slow.ts'
import { verdictsOf } from '../verdicts.ts'
import { type MysqlAccess, MYSQL_VARIABLE } from './access.ts'
import { MysqlDatabase } from './database.ts'
import { contentsOf, seedRows } from './rows.ts'
import { readMysqlScript } from './script.ts'
import { snapshotOf } from './snapshot.ts'

const SERVER = 'MySQL or MariaDB'
const NOTHING: ProofAnswer['rows'] = { tables: 0, without: [] }
/** A database cannot be copied: each of a whole history's proofs runs it again from its beginning. */
const MOST_EACH = 150

/** As the PostgreSQL prover does it, on the server that the operator names: there is none of this dialect in a process. */
export async function answerOnMysql(request: ProofRequest, alive: () => void): Promise<ProofAnswer> {
  const { history, steps, each } = request
  if (!existsSync('server.json')) {
    const why = `it is written for MySQL or MariaDB, which is run where ${MYSQL_VARIABLE} names a server`
    return {
      verdicts: steps.map(({ id }) => ({ id, verdict: { kind: 'not-provable', why } })),
      rows: NOTHING,
    }
  }
  const access = JSON.parse(readFileSync('server.json', 'utf8')) as MysqlAccess
  // Projects whose tables refer to later ones, or across character sets, switch the checks off for their migrations.
  const checked = await proveOn(new Server(access, true, alive), history, steps, each)
  return checked.history ? proveOn(new Server(access, false, alive), history, steps, each) : checked
}

let made = 0

class Server {
  readonly #access: MysqlAccess
  readonly #foreignKeys: boolean
  readonly #alive: () => void

  constructor(access: MysqlAccess, foreignKeys: boolean, alive: () => void) {
    this.#access = access
    this.#foreignKeys = foreignKeys
    this.#alive = alive
  }

  /** A database on which scripts ran that are known to run. */
  async make(scripts: readonly Script[]): Promise<MysqlDatabase> {
    const database = await MysqlDatabase.make(this.#access, ++made, this.#foreignKeys, this.#alive)
    for (const script of scripts) await database.run(script)
    return database
  }
}

async function proveOn(
  server: Server,
  history: readonly ProofStep[],
  steps: readonly ProofStep[],
  each = false,
): Promise<ProofAnswer> {
  const database = await server.make([])
  const applied: Script[] = []
  try {
    for (const { id, up } of history) {
      const script = readMysqlScript(up)
      const failure = script.refused === undefined ? await database.run(script) : undefined
      applied.push(script)
      if (script.refused === undefined && !failure) continue
      const why = script.refused ?? `line ${failure?.line ?? 1}: ${failure?.code} ${failure?.message}`
      return { history: { id, why }, verdicts: [], rows: NOTHING }
    }
    if (!each) return await proveSteps(server, database, applied, steps)
    const answer: ProofAnswer = { verdicts: [], rows: { ...NOTHING, without: [] }, notApplied: [] }
    for (const step of steps.slice(0, MOST_EACH)) {
      const copy = await server.make(applied)
      const one = await proveSteps(server, copy, applied, [step])
      await copy.drop()
      answer.verdicts.push(...one.verdicts)
      answer.rows.tables = Math.max(answer.rows.tables, one.rows.tables)
      const up = readMysqlScript(step.up)
      if (up.refused !== undefined || (await database.run(up))) answer.notApplied?.push(step.id)
      else applied.push(up)
    }
    const why = `only the first ${MOST_EACH} of a history are run on this server`
    for (const { id } of steps.slice(MOST_EACH))
      answer.verdicts.push({ id, verdict: { kind: 'not-provable', why } })
    return answer
  } finally {
    await database.drop()
  }
}

function proveSteps(
  server: Server,
  database: MysqlDatabase,
  applied: readonly Script[],
  steps: readonly ProofStep[],
): Promise<ProofAnswer> {
  const before = [...applied]
  const read = steps.map(({ id, up, down }) => ({
    id,
    up: readMysqlScript(up),
    ...(down !== undefined && { down: readMysqlScript(down) }),
  }))
  return proveInSegments(read, {
    run: async (script) => {
      const failure = await database.run(script)
      if (!failure) before.push(script)
      return failure
    },
    prove: async (own) => {
      const outcome = await proveSegment(server, database, before, own)
      before.push(...own.map(({ up }) => up))
      return outcome
    },
    server: SERVER,
  })
}

async function proveSegment(
  server: Server,
  database: MysqlDatabase,
  before: readonly Script[],
  steps: readonly ReadStep[],
): Promise<SegmentOutcome> {
  const copy = await server.make(before)
  let rows: RowsOutcome
  try {
    rows = await proveRows(groundOf(copy), steps)
  } finally {
    await copy.drop()
  }
  if (rows.failure?.failure.code === TOO_SLOW) {
    const why = `${rows.failure.step.id} takes too long: ${rows.failure.failure.message}`
    return {
      verdicts: new Map(steps.map(({ id }) => [id, { kind: 'not-provable', why }])),
      rows,
      broken: why,
    }
  }
  const schema = await proveSchema(groundOf(database), steps)
  return {
    verdicts: verdictsOf(steps, schema, rows, SERVER),
    rows,
    ...(schema.failure && { broken: `${schema.failure.step.id} before it fails` }),
  }
}

function groundOf(database: MysqlDatabase): Ground {
  return {
    run: (script) => database.run(script),
    snapshot: () => snapshotOf(database),
    contents: () => contentsOf(database),
    seed: () => seedRows(database),
  }
}
