import type { ProofStep, ProofVerdict } from '../../../model/index.ts'
import type { Database } from '../database.ts'
import { proveSteps } from '../prove.ts'
import { readScript, type Script } from '../script.ts'
import { bringBack, runs } from './arrange.ts'
import { type Catalogue, catalogueOf } from './catalogue.ts'
import { piecesOf } from './pieces.ts'

type Clone = (dump: Blob) => Promise<Database>

/** Ways back that are made in one run: each takes about as long as a proof. */
const MAX_INVERSES = 5

/**
 * Writes the ways back of migrations that have none, or a faulty one: what the author wrote and what it lacks, or else
 * all of it from the schema. None is returned that was not run up, back and up again.
 * @param base the database before the first step
 * @returns the scripts by the migration's id
 */
export async function inversesOf(
  base: Blob,
  steps: readonly ProofStep[],
  verdicts: readonly { id: string; verdict: ProofVerdict }[],
  clone: Clone,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const wanted = new Set(steps.filter((step) => isWanted(step, verdicts)).slice(0, MAX_INVERSES))
  if (wanted.size === 0) return found
  const database = await clone(base)
  let left = wanted.size
  for (const [index, step] of steps.entries()) {
    const up = await readScript(step.up)
    if (up.refused !== undefined) break
    const dump = wanted.has(step) ? (index === 0 ? base : await database.dump()) : undefined
    const before = dump && (await catalogueOf(database))
    if (await database.run(up)) break
    if (!dump || !before) continue
    const verdict = verdicts.find(({ id }) => id === step.id)?.verdict
    const text = await inverseOf(database, { step, before, dump, clone, verdict })
    if (text !== undefined) found.set(step.id, text)
    if (--left === 0) break
  }
  await database.close()
  return found
}

function isWanted(
  { id, down }: ProofStep,
  verdicts: readonly { id: string; verdict: ProofVerdict }[],
): boolean {
  const verdict = verdicts.find((one) => one.id === id)?.verdict
  if (verdict?.kind === 'fails') return verdict.failure.way !== 'up'
  if (verdict?.kind === 'differs' || verdict?.kind === 'loses-data') return true
  return down === undefined && verdict?.kind === 'not-provable'
}

interface About {
  step: ProofStep
  before: Catalogue
  /** The database before the step. */
  dump: Blob
  clone: Clone
  verdict: ProofVerdict | undefined
}

/** @param database the step has been applied to it, and stays so */
async function inverseOf(database: Database, about: About): Promise<string | undefined> {
  const { step, before, verdict } = about
  const now = await catalogueOf(database)
  const dropped = [...before.values()].filter(({ id }) => !now.has(id))
  const drafts = [
    async () =>
      step.down === undefined || verdict?.kind === 'loses-data'
        ? undefined
        : mended(database, before, step.down),
    async () => (await bringBack(database, before))?.join('\n'),
  ]
  for (const draft of drafts) {
    const text = await inTransaction(database, draft)
    if (text === undefined || text.trim() === '') continue
    const script = concurrent(text, step.up)
    if (await isProven(script, about, new Set(dropped.map(nameOf)))) return script
  }
  return undefined
}

/** The author's statements as far as they run, and what is left to do after them. */
async function mended(database: Database, before: Catalogue, down: string): Promise<string | undefined> {
  const script = await readScript(down)
  if (script.refused !== undefined || script.statements.length === 0) return undefined
  const kept = await keepWhatRuns(database, down, script)
  const rest = await bringBack(database, before)
  if (!rest) return undefined
  // A transaction that the author closes is closed at the end.
  const [, head = kept, end = ''] =
    /^([\s\S]*?)(\n*(?:commit|end)(?:\s+transaction)?\s*;?\s*)$/i.exec(kept) ?? []
  return [head.trimEnd(), ...rest].join('\n') + end.trimEnd()
}

async function keepWhatRuns(database: Database, down: string, { statements }: Script): Promise<string> {
  const pieces = piecesOf(down)
  const all = pieces.filter(({ statement }) => statement).length
  // Transaction control is run by nobody here, and stays as it is.
  const control = all - statements.length
  let next = 0
  const kept: string[] = []
  for (const { text, statement } of pieces) {
    const isControl = control > 0 && /^(?:begin|start|commit|end)\b/i.test(text)
    if (!statement || isControl) kept.push(text)
    else {
      const { text: runnable } = statements[next++] ?? { text: '' }
      if (await runs(database, [runnable])) kept.push(text)
      else kept.push(kept.pop()?.trimEnd() ?? '')
    }
  }
  return kept.join('').replaceAll(/\n{3,}/g, '\n\n')
}

async function inTransaction<T>(database: Database, work: () => Promise<T>): Promise<T> {
  await database.exec('BEGIN')
  try {
    return await work()
  } finally {
    await database.exec('ROLLBACK')
    await database.reset()
  }
}

/** Where the way up takes care of those who write meanwhile, so does the way back. */
function concurrent(script: string, up: string): string {
  if (!/\bindex\s+concurrently\b/i.test(up)) return script
  return script
    .replaceAll(/^DROP INDEX (?!CONCURRENTLY)/gm, 'DROP INDEX CONCURRENTLY ')
    .replaceAll(/^CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)/gm, 'CREATE $1INDEX CONCURRENTLY ')
}

/** Up, back and up again: the schema is as it was, and only what the way up itself threw away is lost. */
async function isProven(
  down: string,
  { step, dump, clone }: About,
  dropped: ReadonlySet<string>,
): Promise<boolean> {
  const database = await clone(dump)
  try {
    const { verdicts } = await proveSteps(database, [{ ...step, down }], clone)
    const verdict = verdicts[0]?.verdict
    if (verdict?.kind === 'proven') return true
    return (
      verdict?.kind === 'loses-data' &&
      verdict.losses.every(({ table, columns }) =>
        columns
          ? columns.every((column) => dropped.has(`${table}.${column}`) || dropped.has(table))
          : dropped.has(table),
      )
    )
  } finally {
    await database.close()
  }
}

/** As losses name tables and columns: with schema, unquoted. */
function nameOf({
  kind,
  name,
  facts,
}: {
  kind: string
  name: string
  facts: { table?: string | null }
}): string {
  const plain = (text: string): string => text.replaceAll('"', '')
  const full = (table: string): string => (table.includes('.') ? table : `public.${table}`)
  return kind === 'column' ? `${full(plain(facts.table ?? ''))}.${plain(name)}` : full(plain(name))
}
