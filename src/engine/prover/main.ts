import { existsSync, openAsBlob, readFileSync, writeFileSync } from 'node:fs'
import type { ProofAnswer, ProofRequest } from '../../model/index.ts'
import { Database } from './database.ts'
import { proveEach } from './each.ts'
import { extensionsIn } from './extensions.ts'
import { inversesOf } from './inverse/inverse.ts'
import { applyHistory, proveSteps } from './prove.ts'

// The program that proves. It runs strangers' SQL: what it is started with (`program.ts`) is the wall around it. It reads
// `request.json` in its folder, says a dot on stderr for each statement that came back, and its answer on stdout.
const alive = (): void => void process.stderr.write('.')

const request = JSON.parse(readFileSync('request.json', 'utf8')) as ProofRequest
process.stdout.write(JSON.stringify(await answer(request)), () => process.exit(0))

async function answer({ history, steps, each, inverse }: ProofRequest): Promise<ProofAnswer> {
  const scripts = [...history, ...steps].flatMap(({ up, down }) => [up, down ?? ''])
  const extensions = extensionsIn(scripts)
  const open = (load?: Blob): Promise<Database> => Database.open(extensions, alive, load)
  const empty = existsSync('empty.tar') ? await openAsBlob('empty.tar') : undefined
  let made = existsSync('base.tar') ? await openAsBlob('base.tar') : undefined
  const database = await open(made ?? empty)
  if (!made) {
    // Before the first statement of anyone.
    if (!empty) await write('empty-made.tar', await database.dump())
    const frameworks = [...history, ...steps].map(({ framework }) => framework)
    const failed = await applyHistory(database, history, frameworks)
    if (failed) return { history: failed, verdicts: [], rows: { tables: 0, without: [] } }
    made = await database.dump()
    await write('made.tar', made)
  }
  const proof = each ? await proveEach(database, steps, made, open) : await proveSteps(database, steps, open)
  if (!inverse) return proof
  await database.close()
  const found = await inversesOf(made, steps, proof.verdicts, open)
  return { ...proof, inverses: [...found].map(([id, down]) => ({ id, down })) }
}

async function write(path: string, content: Blob): Promise<void> {
  writeFileSync(path, new Uint8Array(await content.arrayBuffer()))
}
