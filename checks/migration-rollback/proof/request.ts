import type { ProofRequest, ProofStep, RuleContext } from '../../../src/model/index.ts'
import { scriptOf, type Step } from '../../../src/parse/migrations/index.ts'
import { isMostlySql } from '../../../src/parse/migrations/behind-code.ts'
import type { MigrationChange } from '../collect.ts'
import { dialectOf } from '../hazards/dialect.ts'
import { type History, historyOf, inOrderOfHead } from '../history.ts'
import type { MigrationOptions } from '../options.ts'
import { databaseInPath, driverOf } from './drivers.ts'

/** One run of the prover, or why there is none. */
export type Planned =
  | {
      request: ProofRequest
      migrations: MigrationChange[]
      history: Step[]
      /** Earlier migrations in code: the history is run without them. */
      leftOut: string[]
    }
  | { why: string; migrations: MigrationChange[] }

/** Edited migrations among others that are proven one by one. */
const MAX_EDITED = 3

/** Ways back that are there to be run; the others are the business of the rules that read the text. */
const RUNS = new Set(['explicit', 'automatic'])

/**
 * What is to be run for the migrations of one set that a change touches: new ones on the whole history of the base, as
 * databases have it; an edited one on what comes before it.
 */
export async function planProofs(
  context: RuleContext<MigrationOptions>,
  touched: readonly MigrationChange[],
): Promise<Planned[]> {
  const [first] = touched
  if (!first) return []
  const byId = new Map(touched.map((one) => [one.head.id, one]))
  const base = await historyOf(context, 'base', first.adapter, first.place)
  const added = touched.filter(({ base: before }) => !before)
  const edited = touched.filter(({ base: before }) => before)
  const earlier = base.steps.map(({ step }) => byId.get(step.id)?.head ?? step)
  const dialect = await dialectOf(
    context,
    first.adapter,
    earlier,
    touched.map(({ head }) => head),
  )
  const named = databaseInPath(first.head.path)
  const { database } = context.options
  const driver = database === 'auto' ? driverOf(named ?? dialect) : driverOf(database)
  const other = named ?? (dialect === 'postgresql' ? undefined : dialect)
  if (other !== undefined && driver === undefined && database !== 'postgresql')
    return [{ why: `it is written for ${other}, which is not run here`, migrations: [...touched] }]
  const planned: Planned[] = []
  // Edited last ones and new ones are what databases that are up to date run next.
  const last = edited.filter(({ head }) => earlier.slice(-edited.length).some(({ id }) => id === head.id))
  const together = last.length === edited.length ? [...edited, ...added] : added
  if (together.length > 0) {
    const own = new Set(together.map(({ head }) => head.id))
    const before = earlier.filter(({ id }) => !own.has(id))
    planned.push(requestFor(before, await inOrderOfHead(context, together), base, driver))
  }
  const alone = edited.filter((one) => !together.includes(one))
  for (const one of alone.slice(0, MAX_EDITED)) {
    const at = earlier.findIndex(({ id }) => id === one.head.id)
    planned.push(requestFor(at < 0 ? earlier : earlier.slice(0, at), [one], base, driver))
  }
  if (alone.length > MAX_EDITED)
    planned.push({ why: 'later migrations stand on it', migrations: alone.slice(MAX_EDITED) })
  return planned
}

function requestFor(
  history: readonly Step[],
  migrations: MigrationChange[],
  { adapter, notRead }: History,
  driver: ProofRequest['dialect'],
): Planned {
  const inCode = history.filter(({ up }) => up.sql === undefined)
  const own = migrations.find(({ head }) => head.up.sql === undefined)?.head
  const code = own ?? (isMostlySql(history) ? undefined : inCode[0])
  if (code) {
    const why = code.path.endsWith('.sql') ? 'is a template' : `runs code of ${adapter.title}`
    return { migrations, why: own ? `it ${why}, which is not run here` : `${code.path} before it ${why}` }
  }
  const [missing] = notRead
  if (missing) return { migrations, why: `${missing.path} before it could not be read` }
  return {
    migrations,
    history: [...history],
    leftOut: inCode.map(({ path }) => path),
    request: {
      ...(driver && { dialect: driver }),
      history: history.flatMap(({ path, framework, up: { sql } }) =>
        sql === undefined ? [] : [{ id: path, framework, up: scriptOf(sql) }],
      ),
      steps: migrations.map(({ head }) => proofStep(head)),
    },
  }
}

function proofStep(step: Step): ProofStep {
  const down = RUNS.has(step.reversibility) ? step.down?.sql : undefined
  return {
    id: step.path,
    framework: step.framework,
    up: scriptOf(step.up.sql ?? []),
    ...(down && { down: scriptOf(down) }),
  }
}
