import { existsSync, openAsBlob, readFileSync, writeFileSync } from 'node:fs'
import type { ProofAnswer, ProofRequest } from '../../model/index.ts'
import { Database } from './database.ts'
import { proveEach } from './each.ts'
import { extensionsIn } from './extensions.ts'
import { inversesOf } from './inverse/inverse.ts'
import { applyHistory, proveSteps } from './prove.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'
import type { ServerAccess } from './server/connection.ts'
import { passedOver } from './server/passed-over.ts'

// The program that proves. It runs strangers' SQL: what it is started with (`program.ts`) is the wall around it. It reads
// `request.json` in its folder, says a dot on stderr for each statement that came back, and its answer on stdout.
const alive = (): void => void process.stderr.write('.')

const request = JSON.parse(readFileSync('request.json', 'utf8')) as ProofRequest
process.stdout.write(JSON.stringify(await answer(request)), () => process.exit(0))

/** The operator's server first; what that may not run is run here. */
async function answer(asked: ProofRequest): Promise<ProofAnswer> {
  // Each dialect has its driver; PostgreSQL's is the one below.
  if (asked.dialect === 'sqlite') return (await import('./sqlite/answer.ts')).answerOnSqlite(asked, alive)
  if (asked.dialect === 'mysql') return (await import('./mysql/answer.ts')).answerOnMysql(asked, alive)
  if (!existsSync('server.json')) return answerHere(asked)
  const { ServerConnection } = await import('./server/connection.ts')
  const access = JSON.parse(readFileSync('server.json', 'utf8')) as ServerAccess
  const open = async (load?: Blob): Promise<Database> => {
    const database = new Database(await ServerConnection.open(access, load), alive)
    alive()
    return database
  }
  const found = await answerOn(asked, { open })
  const why = passedOver(found)
  return why === undefined ? found : { ...(await answerHere(asked)), passedOver: why }
}

async function answerHere(asked: ProofRequest): Promise<ProofAnswer> {
  const { history, steps } = asked
  const scripts = [...history, ...steps].flatMap(({ up, down }) => [up, down ?? ''])
  const extensions = extensionsIn(scripts)
  // On a busy machine opening alone takes longer than a statement may; nothing of a stranger's runs by then.
  const open = async (load?: Blob): Promise<Database> => {
    const opening = setInterval(alive, 1000)
    try {
      return await Database.open(extensions, alive, load)
    } finally {
      clearInterval(opening)
    }
  }
  const empty = existsSync('empty.tar') ? await openAsBlob('empty.tar') : undefined
  const made = existsSync('base.tar') ? await openAsBlob('base.tar') : undefined
  const base = made && existsSync('base.json') ? readFileSync('base.json', 'utf8') : undefined
  return answerOn(asked, {
    open,
    ...(made && { made }),
    ...(base !== undefined && { base: new Map(JSON.parse(base) as [string, string][]) }),
    ...(empty && { empty }),
    keep: async (name, content) => {
      writeFileSync(name, new Uint8Array(await content.arrayBuffer()))
    },
  })
}

interface Ground {
  open: (load?: Blob) => Promise<Database>
  /** Databases of earlier runs: without anything, and with the base's schema. */
  empty?: Blob
  made?: Blob
  /** What the base's schema holds. */
  base?: Snapshot
  /** Where these can outlive the process. */
  keep?: (name: 'empty-made.tar' | 'made.tar' | 'made.json', content: Blob) => Promise<void>
}

async function answerOn(
  { history, steps, each, inverse }: ProofRequest,
  { open, empty, made: known, base: held, keep }: Ground,
): Promise<ProofAnswer> {
  let made = known
  let base = held
  const database = await open(made ?? empty)
  if (!made) {
    // Before the first statement of anyone.
    if (!empty) await keep?.('empty-made.tar', await database.dump())
    const frameworks = [...history, ...steps].map(({ framework }) => framework)
    const failed = await applyHistory(database, history, frameworks)
    if (failed) return { history: failed, verdicts: [], rows: { tables: 0, without: [] } }
    made = await database.dump()
    if (isWorthKeeping(history)) {
      await keep?.('made.tar', made)
      // After the dump: what is looked at now is what the next run opens.
      base = await takeSnapshot(database)
      // PGlite's sessions are alike: it does not take up settings of a role or a database, as a server does.
      await keep?.('made.json', new Blob([JSON.stringify([...base])]))
    }
  }
  const proof = each
    ? await proveEach(database, steps, made, open)
    : await proveSteps(database, steps, open, base)
  if (!inverse) return proof
  await database.close()
  const found = await inversesOf(made, steps, proof.verdicts, open)
  return { ...proof, inverses: [...found].map(([id, down]) => ({ id, down })) }
}

/** A short history is applied to an empty database sooner than its own is kept, found and checked. */
function isWorthKeeping(history: ProofRequest['history']): boolean {
  return history.length > 20 || history.reduce((sum, { up }) => sum + up.length, 0) > 32_768
}
