import type { FileContent, RuleContext, Side, Snapshot } from '../../src/model/index.ts'
import { baseName } from '../../src/parse/migrations/index.ts'
import type { Adapter, Place, Step } from '../../src/parse/migrations/index.ts'
import { historySet, type HistoryStep, inOrder } from './history-order.ts'
import { type Files, Layout } from './layout.ts'
import type { MigrationOptions } from './options.ts'
import { allAdapters, filePaths, type NotRead, readStep } from './read-step.ts'

export { historySet, type HistoryStep } from './history-order.ts'
export type { NotRead } from './read-step.ts'

/** All migrations that one framework keeps for one database (a directory, mostly), as one commit has them. */
export interface History {
  adapter: Adapter
  /** `historySet` of each of its migrations: a directory, with what tells databases apart in it. */
  set: string
  /** In the order in which the framework runs them. */
  steps: HistoryStep[]
  /** Of frameworks that order by links: versions that nothing comes after. */
  heads: string[]
  /** Migrations that are missing in `steps`, with the reason. */
  notRead: NotRead[]
}

export interface HistoryFilter {
  /** Left out: all. */
  wanted?: (adapter: Adapter, set: string) => boolean
  signal?: AbortSignal
}

/** Migrations of one history, and UTF-16 units of all their texts. */
const MAX_MIGRATIONS = 10_000
const MAX_TEXT = 128 * 1024 * 1024
/** Files that are read at once. */
const BATCH = 500

/**
 * The histories of a commit, by framework and set; sets in which no file proves to be a migration are left out. A file that
 * looks like a migration of several frameworks is in the history of each that takes its content for one.
 */
export async function historiesIn(
  snapshot: Snapshot,
  options: MigrationOptions,
  { wanted = () => true, signal }: HistoryFilter = {},
): Promise<History[]> {
  const paths = await filePaths(snapshot)
  const there = new Set(paths)
  const found: History[] = []
  for (const adapter of allAdapters(options)) {
    const layout = new Layout(adapter, paths)
    for (const [set, files] of setsOf(adapter, layout)) {
      if (!wanted(adapter, set)) continue
      signal?.throwIfAborted()
      const history = await readHistory(adapter, set, files, layout, { snapshot, there, options, signal })
      if (history.steps.length > 0 || history.notRead.length > 0) found.push(history)
    }
  }
  return found
}

/**
 * The history that a migration of `adapter` at `place` belongs to, in the base or the head; read once a review for all
 * rules of the family.
 */
export async function historyOf(
  { changeSet, options, shared, signal }: RuleContext<MigrationOptions>,
  side: Side,
  adapter: Adapter,
  place: Place,
): Promise<History> {
  const set = historySet(adapter, place)
  const key = `migration history ${JSON.stringify([side, adapter.framework, set, options])}`
  return shared(key, async () => {
    const isOwn = (of: string): boolean => of === set || of.startsWith(`${set}.`)
    const same = { wanted: (one: Adapter, of: string) => one.framework === adapter.framework && isOwn(of) }
    const found = await historiesIn(changeSet[side], options, { ...same, signal })
    // A migration that all dialects share is in the history of each: PostgreSQL's says most of it.
    const history =
      found.find((one) => one.set === set) ??
      found.find((one) => /\.postgres(?:ql)?$/.test(one.set)) ??
      found[0]
    return history ?? { adapter, set, steps: [], heads: [], notRead: [] }
  })
}

/** Ways up by the history that they belong to. */
function setsOf(adapter: Adapter, layout: Layout): Map<string, Files[]> {
  const sets = new Map<string, Files[]>()
  for (const files of layout.files.values()) {
    if (files.up === undefined) continue
    const set = historySet(adapter, files.place)
    const known = sets.get(set)
    if (known) known.push(files)
    else sets.set(set, [files])
  }
  // A migration for one dialect stands in for the one that all dialects share; the others are run for it too.
  const shares = new Map<string, { replaced: number; isLater: boolean }>()
  for (const [set, files] of sets) {
    const fallbacks = new Set(files.flatMap(({ place }) => place.fallback ?? []))
    const shared = [...fallbacks].map((key) => key.slice(0, key.lastIndexOf('/')))[0]
    if (shared === undefined || shared === set) continue
    const all = sets.get(shared) ?? []
    const others = all.filter(({ place }) => !fallbacks.has(place.fallback ?? place.key))
    sets.set(set, [...files, ...others])
    const known = shares.get(shared) ?? { replaced: 0, isLater: false }
    const isLater = isOlder(files, all)
    shares.set(shared, {
      replaced: known.replaced + all.length - others.length,
      isLater: known.isLater || isLater,
    })
  }
  // No database runs those for all dialects alone, where they stand in for none or the first one is not among them.
  for (const [set, { replaced, isLater }] of shares) if (replaced === 0 || isLater) sets.delete(set)
  return sets
}

/** Whether the first version of some files comes before all of the others. */
function isOlder(files: readonly Files[], others: readonly Files[]): boolean {
  const first = (of: readonly Files[]): string =>
    of
      .map(({ place }) => (place.version ?? '').padStart(40, '0'))
      .toSorted()
      .at(0) ?? ''
  return first(files) < first(others)
}

interface Reading {
  snapshot: Snapshot
  there: ReadonlySet<string>
  options: MigrationOptions
  signal: AbortSignal | undefined
}

async function readHistory(
  adapter: Adapter,
  set: string,
  all: readonly Files[],
  layout: Layout,
  { snapshot, there, options, signal }: Reading,
): Promise<History> {
  const steps: HistoryStep[] = []
  const notRead: NotRead[] = []
  const plans = new Map<string, FileContent>()
  let units = 0
  for (let at = 0; at < Math.min(all.length, MAX_MIGRATIONS); at += BATCH) {
    signal?.throwIfAborted()
    const batch = all.slice(at, Math.min(at + BATCH, MAX_MIGRATIONS))
    const configs = batch.flatMap(({ up }) => (up === undefined ? [] : (adapter.configs?.(up) ?? [])))
    const paths = [
      ...batch.flatMap(({ up, down }) => [up, down]),
      ...configs.filter((path) => there.has(path)),
    ].filter((path) => path !== undefined)
    const texts = await snapshot.readMany([...new Set(paths)])
    for (const [path, content] of texts) {
      if (content.kind === 'text') units += content.text.length
      if (baseName(path) === 'sqitch.plan') plans.set(path, content)
    }
    if (units > MAX_TEXT) {
      notRead.push({ path: set, why: `migrations from number ${at + 1} on: more text than is read at once` })
      break
    }
    for (const files of batch) {
      const read = await readStep(adapter, files, texts, [layout], options)
      if ('why' in read) notRead.push(read)
      else steps.push(...read.map((step) => ({ place: files.place, step })))
    }
  }
  if (all.length > MAX_MIGRATIONS)
    notRead.push({ path: set, why: `${all.length - MAX_MIGRATIONS} of ${all.length} migrations: too many` })
  return { adapter, set, ...inOrder(adapter, steps, planOf(set, plans)), notRead }
}

/** Migrations of one set that a change touches, in the order in which their framework will run them. */
export async function inOrderOfHead<T extends { adapter: Adapter; place: Place; head: Step }>(
  { changeSet }: RuleContext<MigrationOptions>,
  touched: readonly T[],
): Promise<T[]> {
  const [first] = touched
  if (!first) return []
  const { adapter, place, head } = first
  // The plan of the base lacks the names of what is new.
  const plans = (adapter.configs?.(head.path) ?? []).filter((path) => baseName(path) === 'sqitch.plan')
  const texts = plans.length === 0 ? new Map<string, FileContent>() : await changeSet.head.readMany(plans)
  const byStep = new Map(touched.map((one) => [one.head, one]))
  const steps = touched.map((one) => ({ place: one.place, step: one.head }))
  const ordered = inOrder(adapter, steps, planOf(historySet(adapter, place), texts))
  return ordered.steps.flatMap(({ step }) => byStep.get(step) ?? [])
}

/** Names of the changes in a plan of sqitch, in their order: the plan nearest to the set counts. */
function planOf(set: string, plans: ReadonlyMap<string, FileContent>): string[] | undefined {
  const there = [...plans].flatMap(([path, { kind }]) => (kind === 'text' ? [path] : []))
  const nearest = there.toSorted((a, b) => b.length - a.length)
  const path = nearest.find((one) => `${set}/`.startsWith(one.slice(0, -'sqitch.plan'.length)))
  const content = path === undefined ? undefined : plans.get(path)
  if (content?.kind !== 'text') return undefined
  return content.text.split('\n').flatMap((line) => /^([^%@#\s]\S*)(?:\s|$)/.exec(line)?.[1] ?? [])
}
