import type { ProofAnswer, ProofVerdict, Remark, RuleContext } from '../../../src/model/index.ts'
import { scriptOf } from '../../../src/parse/migrations/index.ts'
import { behindCode } from '../../../src/parse/migrations/behind-code.ts'
import { type MigrationChange, migrationsOf } from '../collect.ts'
import { historySet } from '../history.ts'
import type { MigrationOptions } from '../options.ts'
import { judged, type Server } from './judged.ts'
import { measureMigrations } from './measure.ts'
import { type Planned, planProofs } from './request.ts'
import { seenRemark } from './seen.ts'
import { provenWords, shortName } from './words.ts'

/** A migration of the change and what became of it when it was run. */
export interface Proof {
  migration: MigrationChange
  verdict: ProofVerdict
  /** A way back that was run and restores the schema, where the migration has none or a faulty one. */
  inverse?: string
}

const NETWORK_LEFT =
  'The prover of migrations ran without a network namespace, which this platform lacks or forbids: what PostgreSQL in WebAssembly cannot reach is its only wall there'

/** What runs a dialect, in words. */
const SERVERS = { postgresql: 'PostgreSQL', sqlite: 'SQLite', mysql: 'MySQL or MariaDB' } as const

interface Proofs {
  proofs: Proof[]
  remarks: Remark[]
  /** What the prover should have answered and did not. */
  incomplete: string[]
}

/**
 * Runs the migrations that a change adds or rewrites up, down and up again, once a review for all rules that ask. What
 * was proven, and what cannot be and why, is said as remarks; a prover that did not answer makes the rule incomplete.
 */
export async function proofsOf(context: RuleContext<MigrationOptions>): Promise<Proof[]> {
  const { rewritten, proofs, remarks, incomplete } = await runProofs(context)
  measureMigrations(context, rewritten, proofs)
  for (const remark of remarks) context.remark(remark)
  for (const what of incomplete) context.incomplete(what)
  return proofs
}

/** As `proofsOf`, for rules that have something to say without it: what could not be run is not theirs to name. */
export async function runProofs(
  context: RuleContext<MigrationOptions>,
): Promise<Proofs & { rewritten: MigrationChange[] }> {
  const { changes } = await migrationsOf(context)
  const rewritten = changes.filter(({ base, head }) => {
    if (head.up.effects.length === 0 && head.down === undefined) return false
    return !base || base.up.code !== head.up.code || base.down?.code !== head.down?.code
  })
  const paths = rewritten.map(({ head }) => head.id).toSorted()
  const key = `migration proofs ${JSON.stringify([paths, context.options])}`
  return { rewritten, ...(await context.shared(key, () => proveAll(context, rewritten))) }
}

async function proveAll(
  context: RuleContext<MigrationOptions>,
  migrations: readonly MigrationChange[],
): Promise<Proofs> {
  const all: Proofs = { proofs: [], remarks: [], incomplete: [] }
  const sets = Map.groupBy(
    // A file that several frameworks take for theirs is run once.
    [
      ...new Map(migrations.toReversed().map((one) => [`${one.head.path}:${one.head.name}`, one])).values(),
    ].toReversed(),
    ({ adapter, place }) => `${adapter.framework}:${historySet(adapter, place)}`,
  )
  for (const own of sets.values()) {
    for (const planned of await planProofs(context, own)) {
      const { proofs, remarks, incomplete } = await prove(context, planned)
      all.proofs.push(...proofs)
      all.remarks.push(...remarks)
      all.incomplete.push(...incomplete)
    }
  }
  return all
}

async function prove(context: RuleContext<MigrationOptions>, planned: Planned): Promise<Proofs> {
  const names = planned.migrations.map(shortName)
  if ('why' in planned)
    return { proofs: [], incomplete: [], remarks: notProven(planned.migrations, planned.why) }
  const files = { 'request.json': JSON.stringify({ ...planned.request, inverse: true }) }
  const ran = await context.tool({ tool: 'prove-postgres', files })
  if (ran.kind !== 'ran' || ran.exitCode !== 0) {
    const why = ran.kind === 'ran' ? `the prover failed (${lastWords(ran.stderr)})` : ran.why
    return {
      proofs: [],
      remarks: [],
      incomplete: names.map((name) => `${name}: its rollback was not run: ${why}`),
    }
  }
  const answer = JSON.parse(ran.stdout) as ProofAnswer
  const server = SERVERS[planned.request.dialect ?? 'postgresql']
  const [code] = planned.leftOut
  if (answer.history) {
    const { id, why } = answer.history
    return {
      proofs: [],
      incomplete: [],
      remarks: notProven(
        planned.migrations,
        `${code === undefined ? '' : `${code} before it runs code, which is not run here, and `}${id} of the base does not apply on the ${server} that proves: ${why}`,
      ),
    }
  }
  const verdicts = new Map(answer.verdicts.map(({ id, verdict }) => [id, verdict]))
  const proofs: Proof[] = []
  for (const migration of planned.migrations) {
    const { path } = migration.head
    const told = verdicts.get(path)
    if (!told) continue
    const scripts = [migration.head.up, migration.head.down].map((part) => scriptOf(part?.sql ?? []))
    const verdict = code === undefined ? told : behindCode(told, code, scripts)
    const inverse = answer.inverses?.find(({ id }) => id === path)?.down
    proofs.push({
      migration,
      verdict: await judged(verdict, planned.history, migration.head, server),
      ...(inverse !== undefined && { inverse }),
    })
  }
  const remarks = remarksOf(proofs, answer, planned.leftOut, server)
  const seen = seenRemark(planned.migrations, answer.seen ?? [])
  if (seen) remarks.push(seen)
  if (answer.passedOver !== undefined)
    remarks.push({
      message: `The server of ROADMAP_PROVER_POSTGRESQL_URL was left for PGlite, as its role may not run this: ${answer.passedOver}`,
    })
  if (ran.network === 'not confined') remarks.push({ message: NETWORK_LEFT })
  return { proofs, incomplete: [], remarks }
}

function remarksOf(
  proofs: readonly Proof[],
  { rows }: ProofAnswer,
  leftOut: readonly string[],
  server: Server,
): Remark[] {
  const proven = Map.groupBy(
    proofs.filter(({ verdict }) => verdict.kind === 'proven'),
    ({ verdict }) => verdict.kind === 'proven' && verdict.withoutRows === true,
  )
  const remarks: Remark[] = []
  for (const [withoutRows, some] of proven) {
    const migrations = some.map(({ migration }) => migration)
    const [code] = leftOut
    const without =
      code === undefined
        ? ''
        : `, on what the migrations before made without ${code}${leftOut.length > 1 ? ` and ${leftOut.length - 1} more` : ''}, which run${leftOut.length > 1 ? '' : 's'} code`
    remarks.push({ message: provenWords(migrations, proofs.length, rows, { withoutRows, server }) + without })
  }
  const unproven = Map.groupBy(proofs, ({ verdict }) =>
    verdict.kind === 'not-provable' ? verdict.why : undefined,
  )
  for (const [why, same] of unproven)
    if (why !== undefined)
      remarks.push(
        ...notProven(
          same.map(({ migration }) => migration),
          why,
        ),
      )
  return remarks
}

/** Only of what has a way back that could be run: where there is none, that is what other rules speak of. */
function notProven(migrations: readonly MigrationChange[], why: string): Remark[] {
  const could = migrations.filter(
    ({ head }) => head.reversibility === 'automatic' || (head.reversibility === 'explicit' && head.down),
  )
  const [first] = could
  if (!first) return []
  const names = could.slice(0, 3).map(shortName)
  const more = could.length - names.length
  const which = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return [
    {
      message: `Rollback not proven by running it: ${which}: ${why}`,
      location: { side: 'head', path: first.head.path },
    },
  ]
}

/** What it died of, without the dots that say that it lives. */
function lastWords(stderr: string): string {
  const error = /\b\w*Error\b[^\n]{0,200}/.exec(stderr)?.[0]
  return error ?? (stderr.replace(/^\.+/, '').trim().slice(-200) || 'it said nothing')
}
