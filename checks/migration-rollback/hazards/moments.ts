import type { RuleContext } from '../../../src/model/index.ts'
import { matcher } from '../../../src/model/index.ts'
import type { Operation, Part } from '../../../src/parse/migrations/index.ts'
import { type MigrationChange, migrationsOf } from '../collect.ts'
import { historyOf, historySet, inOrderOfHead } from '../history.ts'
import type { MigrationOptions } from '../options.ts'
import { dialectInPath, dialectOf } from './dialect.ts'
import type { Moment } from './moment.ts'
import { inDialect } from './native.ts'
import { bareName, type Schema } from './schema.ts'
import { Schemas } from './schemas.ts'
import { postgresVersion } from './version.ts'

/**
 * Every operation of the migrations that a change adds, in the order in which they run, each with the schema that was
 * there before it; read once a review. A migration that the base has already is judged by other rules.
 */
export async function momentsOf(context: RuleContext<MigrationOptions>): Promise<readonly Moment[]> {
  const added = newOnes((await migrationsOf(context)).changes)
  if (added.length === 0) return []
  const moments = await context.shared(`migration moments ${JSON.stringify(context.options)}`, async () => {
    const all = newOnes((await migrationsOf({ ...context, changes: context.changeSet.changes })).changes)
    const sets = Map.groupBy(
      all,
      ({ adapter, place }) => `${adapter.framework}\n${historySet(adapter, place)}`,
    )
    const found: Moment[] = []
    for (const changes of sets.values()) found.push(...(await momentsOfSet(context, changes)))
    return found
  })
  const mine = new Set(added.map(({ head }) => head.id))
  return moments.filter(({ step }) => mine.has(step.id))
}

/** A file that several frameworks take for theirs is judged once. */
function newOnes(changes: readonly MigrationChange[]): MigrationChange[] {
  const seen = new Set<string>()
  return changes.filter(({ base, head }) => {
    const key = `${head.path}:${head.up.region.startLine}:${head.name}`
    if (base || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

async function momentsOfSet(
  context: RuleContext<MigrationOptions>,
  changes: readonly MigrationChange[],
): Promise<Moment[]> {
  const [first] = changes
  if (!first) return []
  const { options } = context
  const history = await historyOf(context, 'base', first.adapter, first.place)
  const added = (await inOrderOfHead(context, changes)).map(({ head }) => head)
  const before = history.steps.map(({ step }) => step)
  const all = first.adapter.inHistory?.([...before, ...added]) ?? [...before, ...added]
  const [earlier, steps] = [all.slice(0, before.length), all.slice(before.length)]
  const dialect = await dialectOf(context, first.adapter, earlier, steps)
  const schemas = new Schemas(dialect, [...earlier, ...steps])
  for (const step of earlier) schemas.apply(step, 'base')
  const isLarge = matcher(options['large-tables'])
  const about = {
    dialect,
    version: await postgresVersion(context),
    isLarge: (table: string) => isLarge(table) || isLarge(bareName(table)),
  }
  const moments: Moment[] = []
  const opaque: Operation[] = []
  for (const step of steps) {
    for (const { path, operations = [] } of [step.up, ...(step.down ? [step.down] : [])])
      if (operations.length > MAX_OPERATIONS)
        context.incomplete(`${path}: hazards of the statements from number ${MAX_OPERATIONS + 1} on`)
    const named = options.database === 'auto' ? dialectInPath(step.path) : undefined
    const its = { ...about, dialect: named === 'other' ? undefined : (named ?? step.dialect ?? dialect) }
    const up = { ...its, step, way: 'up' as const, opaque: [...opaque] }
    const schema = schemas.of(step)
    moments.push(...momentsOfPart(step.up, schema, up, options))
    schemas.apply(step, 'change')
    opaque.push(...(step.up.operations ?? []))
    const back = step.down ?? step.inverted
    if (!back) continue
    const down = { ...its, step, way: 'down' as const, opaque: [...opaque] }
    moments.push(...momentsOfPart(back, schema.copy(), down, options))
  }
  return moments
}

/** Operations of one part that are judged; the rest of a longer one (a dump) still builds the schema. */
const MAX_OPERATIONS = 3000

/** Changes `schema` as the part does. */
export function momentsOfPart(
  part: Part,
  schema: Schema,
  about: Pick<Moment, 'step' | 'way' | 'dialect' | 'version' | 'isLarge' | 'opaque'>,
  options: MigrationOptions,
): Moment[] {
  const operations = (part.operations ?? []).map((one) => inDialect(one, about.dialect))
  let lockTimeout = options['lock-timeout'] === 'set-by-the-deployment'
  return operations.flatMap((operation, index): Moment[] => {
    if (index >= MAX_OPERATIONS) {
      schema.apply(operation, 'change')
      return []
    }
    const before = schema.copy()
    schema.apply(operation, 'change')
    if (operation.kind === 'set' && operation.name === 'lock_timeout') lockTimeout = operation.value !== '0'
    return [
      {
        ...about,
        part,
        operation,
        operations,
        index,
        schema: before,
        transactional: part.transactional,
        lockTimeout,
      },
    ]
  })
}
