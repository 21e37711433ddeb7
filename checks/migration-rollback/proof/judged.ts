import type { ProofVerdict } from '../../../src/model/index.ts'
import { scriptOf, type Step } from '../../../src/parse/migrations/index.ts'
import { syntaxMistake } from '../../../src/parse/sql/syntax-error.ts'

/**
 * Errors that a script for another database gives as well: names of types and functions, grammar. Where nothing shows that
 * the set speaks to PostgreSQL they prove nothing.
 */
const OF_ANOTHER_DATABASE = /^(?:42601|42704|42883|22P02)$/
/** Without any earlier migration: what is named may be made by something else than migrations. */
const OF_WHAT_CAME_BEFORE = /^(?:42P01|42703|3F000|42704|42883|42P17)$/

const OF_POSTGRESQL =
  /\b(?:(?:big|small)?serial|jsonb|timestamptz|bytea|plpgsql|tsvector|uuid_generate_v4|gen_random_uuid)\b|\$\$|::\s*"?\w|\bowner\s+to\b|\busing\s+(?:gin|gist|brin|hash|btree)\b|\bcreate\s+(?:type|extension|domain|sequence|materialized|schema)\b|\bas\s+identity\b|\bwith(?:out)?\s+time\s+zone\b|\b\w+\[\]|\bconcurrently\b|\bnot\s+valid\b/i

/** What runs the scripts. */
export type Server = 'PostgreSQL' | 'SQLite' | 'MySQL or MariaDB'

/** What a verdict is worth on a history that applied. */
export async function judged(
  verdict: ProofVerdict,
  history: readonly Step[],
  step: Step,
  server: Server = 'PostgreSQL',
): Promise<ProofVerdict> {
  if (verdict.kind === 'not-provable') return (await mistakeIn(verdict.why, history, step)) ?? verdict
  return verdict.kind === 'fails' ? tolerant(verdict, history, step, server) : verdict
}

/** A failure that may be the doing of what the prover does not have, told as what could not be proven. */
function tolerant(
  verdict: Extract<ProofVerdict, { kind: 'fails' }>,
  history: readonly Step[],
  step: Step,
  server: Server,
): ProofVerdict {
  const { code, message, way } = verdict.failure
  const notProvable = (why: string): ProofVerdict => ({
    kind: 'not-provable',
    why: `${why} (${code}: ${message})`,
  })
  // Roles belong to the server.
  if (code === '42704' && message.startsWith('role "')) return notProvable('a role of it is made elsewhere')
  if (way !== 'up') return verdict
  if (history.length === 0 && OF_WHAT_CAME_BEFORE.test(code))
    return notProvable('what it needs is made by no migration')
  if (!OF_ANOTHER_DATABASE.test(code)) return verdict
  // Nothing in the scripts shows for certain that they are SQLite's.
  const told = server === 'PostgreSQL' && speaksPostgresql([...history, step])
  return told ? verdict : notProvable(`${server} does not run it`)
}

function speaksPostgresql(steps: readonly Step[]): boolean {
  return steps.some(({ up }) => up.sql?.some(({ text }) => OF_POSTGRESQL.test(text)))
}

/**
 * A script that PostgreSQL cannot read, among others that it runs, is a mistake and no other database's. Not where a client takes
 * something out of the script first: psql's variables, rows after `COPY … FROM stdin`.
 */
async function mistakeIn(
  why: string,
  history: readonly Step[],
  step: Step,
): Promise<ProofVerdict | undefined> {
  if (!why.startsWith('PostgreSQL cannot parse it') || step.framework === 'sqitch') return undefined
  if (!speaksPostgresql(history)) return undefined
  for (const [way, part] of [['up', step.up] as const, ['down', step.down] as const]) {
    const script = scriptOf(part?.sql ?? [])
    if (/\bfrom\s+stdin\b/i.test(script)) return undefined
    const mistake = await syntaxMistake(script)
    // syntax_error
    if (mistake) return { kind: 'fails', failure: { way, code: '42601', ...mistake, onRows: false } }
  }
  return undefined
}
