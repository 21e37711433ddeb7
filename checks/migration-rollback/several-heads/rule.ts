import {
  defineRule,
  type Location,
  type Report,
  type RuleContext,
  type Snapshot,
} from '../../../src/model/index.ts'
import type { Adapter, Step } from '../../../src/parse/migrations/index.ts'
import { type MigrationChange, migrationsOf } from '../collect.ts'
import { historiesIn, type History, historyOf, historySet } from '../history.ts'
import { MIGRATION_FILES, type MigrationOptions, migrationOptions } from '../options.ts'
import { firstLine } from '../words.ts'

/** What each does with two heads. */
const CONSEQUENCE: Readonly<Record<string, string>> = {
  alembic: '`alembic upgrade head` refuses to choose',
  django: '`migrate` refuses to run',
}
const FIX: Readonly<Record<string, string>> = {
  alembic: 'or join the two with `alembic merge heads`',
  django: 'or join the two with `makemigrations --merge`',
}

/** Lines in which a migration says what it comes after. */
const MAX_LINES = 5000

export default defineRule({
  title: 'Migrations with several heads, or after one that is not there',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    const linked = (await migrationsOf(context)).changes.filter(({ head }) => head.after !== undefined)
    const sets = Map.groupBy(
      linked,
      ({ adapter, place }) => `${adapter.framework}\n${historySet(adapter, place)}`,
    )
    for (const changes of sets.values()) {
      const [first] = changes
      if (!first || !(first.adapter.framework in CONSEQUENCE)) continue
      const history = await historyOf(context, 'head', first.adapter, first.place)
      // A migration that was not read may be what joins two branches.
      if (history.notRead.length > 0) continue
      yield* missing(context, changes, history)
      yield* heads(context, changes, history)
    }
  },
})

async function* missing(
  context: RuleContext<MigrationOptions>,
  changes: readonly MigrationChange[],
  history: History,
): AsyncIterable<Report> {
  const known = new Set(history.steps.flatMap(({ step }) => step.version ?? []))
  const before = changes.some(({ base }) => base)
    ? await historyOf(context, 'base', history.adapter, (changes[0] as MigrationChange).place)
    : undefined
  for (const { adapter, base, head } of changes) {
    for (const version of head.after ?? []) {
      if (isKnown(version, known) || !isOfSet(version, head.version) || base?.after?.includes(version))
        continue
      // Squashed ones are known by the migration that replaces them, several directories by a configuration.
      if (before?.steps.some(({ step }) => step.version === version)) continue
      if (await isElsewhere(context, adapter, version)) continue
      if (await isReplaced(context, history, version)) continue
      yield {
        location: await whereLinked(context.changeSet.head, head),
        subject: `${head.id} after ${version}`,
        message: `${adapter.title} cannot order this migration: it comes after ${version}, which is not there.`,
        fix: 'Name the migration that it really comes after.',
      }
    }
  }
}

/** Alembic takes the beginning of a revision for it, and has words for others: `billing@head`. */
function isKnown(version: string, known: ReadonlySet<string>): boolean {
  return known.has(version) || version.includes('@') || [...known].some((one) => one.startsWith(version))
}

/** Whether a squashed migration stands for it. */
async function isReplaced(
  { changeSet }: RuleContext<MigrationOptions>,
  { adapter, steps }: History,
  version: string,
): Promise<boolean> {
  if (adapter.framework !== 'django') return false
  const name = version.slice(version.lastIndexOf('.') + 1)
  const texts = await changeSet.head.readMany(steps.map(({ step }) => step.path))
  return [...texts.values()].some(
    (content) => content.kind === 'text' && APART.test(content.text) && content.text.includes(name),
  )
}

/** A squashed migration beside those that it replaces, or a branch that has a name of its own. */
const APART = /^\s*(?:replaces\s*=|branch_labels\b[^=\n]*=\s*(?!None\b)\S)/m

/** Heads that stand beside others on purpose. */
async function setApart(snapshot: Snapshot, { steps, heads: all }: History): Promise<string[]> {
  const found = steps.filter(({ step }) => step.version !== undefined && all.includes(step.version))
  const texts = await snapshot.readMany(found.map(({ step }) => step.path))
  return found.flatMap(({ step }) => {
    const content = texts.get(step.path)
    return content?.kind === 'text' && APART.test(content.text) && step.version !== undefined
      ? [step.version]
      : []
  })
}

/** Django's migrations also come after those of other apps, most of which are libraries. */
function isOfSet(version: string, own: string | undefined): boolean {
  if (own === undefined || !own.includes('.')) return true
  return (
    version.slice(0, version.lastIndexOf('.')) === own.slice(0, own.lastIndexOf('.')) &&
    !version.endsWith('.__first__')
  )
}

async function isElsewhere(
  { changeSet, options, shared, signal }: RuleContext<MigrationOptions>,
  adapter: Adapter,
  version: string,
): Promise<boolean> {
  const all = await shared(`migration versions ${adapter.framework} ${JSON.stringify(options)}`, async () => {
    const histories = await historiesIn(changeSet.head, options, {
      wanted: (one) => one.framework === adapter.framework,
      signal,
    })
    return new Set(histories.flatMap(({ steps }) => steps.flatMap(({ step }) => step.version ?? [])))
  })
  return all.has(version)
}

/** The line that says what a migration comes after: the one to mend. */
async function whereLinked(snapshot: Snapshot, { path, up }: Step): Promise<Location> {
  const content = await snapshot.read(path)
  const lines = content.kind === 'text' ? content.text.split('\n', MAX_LINES) : []
  const found = lines.findIndex((line) => /^(?:down_revision\b|\s+dependencies\s*[:=])/.test(line)) + 1
  return found === 0 ? firstLine(up) : { side: 'head', path, region: { startLine: found, endLine: found } }
}

async function* heads(
  context: RuleContext<MigrationOptions>,
  changes: readonly MigrationChange[],
  history: History,
): AsyncIterable<Report> {
  const { adapter, set } = history
  const place = (changes[0] as MigrationChange).place
  const before = await historyOf(context, 'base', adapter, place)
  // A project with several branches on purpose names which one it means.
  if (before.heads.length > 1) return
  const merged = context.changeSet.tip && (await tipOf(context, adapter, set))
  const others = merged ? newHeads(merged, before, history) : []
  const apart = new Set(await setApart(context.changeSet.head, history))
  const counted = history.heads.filter((version) => !apart.has(version))
  const own = new Set(counted.filter((version) => !before.heads.includes(version)))
  for (const { head } of changes) {
    if (head.version === undefined || !own.has(head.version)) continue
    const rivals = [...counted.filter((version) => version !== head.version), ...others]
    if (rivals.length === 0) continue
    const came = others.length > 0 && counted.length === 1 ? ', which came to the base branch meanwhile' : ''
    yield {
      location: await whereLinked(context.changeSet.head, head),
      subject: `${head.id} heads`,
      message: `Nothing comes after this migration, nor after ${rivals.slice(0, 3).join(', ')}${came}: with two heads ${CONSEQUENCE[adapter.framework] ?? 'the order is not known'}.`,
      fix: `Let this migration come after ${rivals[0] ?? 'the other'}, ${FIX[adapter.framework] ?? 'or join the two'}.`,
    }
  }
}

async function tipOf(
  { changeSet, options, shared, signal }: RuleContext<MigrationOptions>,
  adapter: Adapter,
  set: string,
): Promise<History | undefined> {
  const { tip } = changeSet
  if (!tip) return undefined
  return shared(
    `migration history of the tip ${adapter.framework} ${set} ${JSON.stringify(options)}`,
    async () => {
      const wanted = (one: Adapter, of: string): boolean => one.framework === adapter.framework && of === set
      return (await historiesIn(tip, options, { wanted, signal }))[0]
    },
  )
}

/** Heads of the tip that neither the merge base nor the change knows. */
function newHeads(tip: History, base: History, head: History): string[] {
  const known = new Set([...base.steps, ...head.steps].map(({ step }) => step.version))
  return tip.heads.filter((version) => !known.has(version))
}
