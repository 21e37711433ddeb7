import type { FileChange, FileContent, RuleContext, Snapshot } from '../../src/model/index.ts'
import { pathOn } from '../../src/model/index.ts'
import type { Adapter, Place, Step } from '../../src/parse/migrations/index.ts'
import { type Files, Layout } from './layout.ts'
import type { MigrationOptions } from './options.ts'
import { allAdapters, filePaths, type NotRead, readStep } from './read-step.ts'

/** A migration that this change adds or touches. */
export interface MigrationChange {
  adapter: Adapter
  place: Place
  head: Step
  /** The same migration in the base, under its earlier name where it was renamed. */
  base?: Step
  /** The change of the file that holds the way up, if it changed. */
  upChange?: FileChange
  /** Every change of its files. */
  changes: FileChange[]
  /** Whether the bytes of the way up's file differ, apart from line ends. */
  textEdited: boolean
}

export interface Migrations {
  changes: MigrationChange[]
  /** Files of one framework in one commit, by key. */
  head: ReadonlyMap<Adapter, Layout>
  base: ReadonlyMap<Adapter, Layout>
  /** Of the base branch's tip, where that went on since: empty where it did not. */
  tip: ReadonlyMap<Adapter, Layout>
  /** Migrations that could not be looked at, with the reason. */
  notLookedAt: NotRead[]
  /** Reads a migration of the head that this change does not touch. */
  readHead(adapter: Adapter, key: string): Promise<Step | undefined>
  /** The same in the base, and in the tip of the base branch. */
  readBase(adapter: Adapter, key: string): Promise<Step | undefined>
  readTip(adapter: Adapter, key: string): Promise<Step | undefined>
}

/** The migrations that a change touches, read once a review for all rules of the family. */
export async function migrationsOf(context: RuleContext<MigrationOptions>): Promise<Migrations> {
  const { options, changeSet } = context
  const migrations = await context.shared(`migrations ${JSON.stringify(options)}`, () => collect(context))
  const mine = new Set(context.changes)
  const paths = new Set(context.changes.map((change) => change.path))
  for (const { path, why } of migrations.notLookedAt)
    if (paths.has(path)) context.incomplete(`${path}: ${why}`)
  if (mine.size === changeSet.changes.length) return migrations
  const changes = migrations.changes.filter((migration) =>
    migration.changes.some((change) => mine.has(change)),
  )
  return { ...migrations, changes }
}

async function collect({ changeSet, options, signal }: RuleContext<MigrationOptions>): Promise<Migrations> {
  const touching = allAdapters(options).filter((adapter) =>
    changeSet.changes.some((change) => sides(change).some((path) => adapter.place(path) !== undefined)),
  )
  const { tip: tipSnapshot } = changeSet
  const [basePaths, headPaths, tipPaths] = await Promise.all([
    filePaths(changeSet.base),
    filePaths(changeSet.head),
    tipSnapshot && touching.length > 0 ? filePaths(tipSnapshot) : [],
  ])
  const base = new Map(touching.map((adapter) => [adapter, new Layout(adapter, basePaths)]))
  const head = new Map(touching.map((adapter) => [adapter, new Layout(adapter, headPaths)]))
  const tip = new Map(
    tipSnapshot ? touching.map((adapter) => [adapter, new Layout(adapter, tipPaths)] as const) : [],
  )
  const candidates = touching.flatMap((adapter) => candidatesOf(adapter, changeSet.changes, base, head))
  const [baseSet, headSet] = [new Set(basePaths), new Set(headPaths)]
  const [baseTexts, headTexts] = await Promise.all([
    changeSet.base.readMany([
      ...paths(candidates.map((candidate) => candidate.base)),
      ...configsOf(candidates, 'base', baseSet),
    ]),
    changeSet.head.readMany([
      ...paths(candidates.map((candidate) => candidate.head)),
      ...configsOf(candidates, 'head', headSet),
    ]),
  ])
  const notLookedAt: Migrations['notLookedAt'] = []
  const read = async (
    adapter: Adapter,
    found: Files | undefined,
    texts: ReadonlyMap<string, FileContent>,
    tell: boolean,
  ): Promise<readonly Step[]> => {
    signal.throwIfAborted()
    if (!found) return []
    const layouts = [base.get(adapter), head.get(adapter)]
    const steps = await readStep(adapter, found, texts, layouts, options)
    if (!('why' in steps)) return steps
    if (tell) notLookedAt.push(steps)
    return []
  }
  const changes: MigrationChange[] = []
  for (const candidate of candidates) {
    const steps = await read(candidate.adapter, candidate.head, headTexts, true)
    if (steps.length === 0) continue
    const before = await read(candidate.adapter, candidate.base, baseTexts, false)
    for (const step of steps) changes.push(migrationOf(candidate, step, before, baseTexts, headTexts))
  }
  const readOn =
    (snapshot: Snapshot | undefined, layouts: ReadonlyMap<Adapter, Layout>, all: readonly string[]) =>
    async (adapter: Adapter, key: string): Promise<Step | undefined> => {
      const found = layouts.get(adapter)?.files.get(key)
      if (!snapshot || found?.up === undefined) return undefined
      const there = new Set(all)
      const configs = (adapter.configs?.(found.up) ?? []).filter((path) => there.has(path))
      const texts = await snapshot.readMany([...paths([found]), ...configs])
      const [first] = await read(adapter, found, texts, false)
      return first
    }
  return {
    changes,
    base,
    head,
    tip,
    notLookedAt,
    readHead: readOn(changeSet.head, head, headPaths),
    readBase: readOn(changeSet.base, base, basePaths),
    readTip: readOn(tipSnapshot, tip, tipPaths),
  }
}

/** A migration beside what it was; of a file with several each is known by its name. */
function migrationOf(
  { adapter, head: { place }, changes }: Candidate,
  head: Step,
  before: readonly Step[],
  baseTexts: ReadonlyMap<string, FileContent>,
  headTexts: ReadonlyMap<string, FileContent>,
): MigrationChange {
  const several = adapter.readAll !== undefined
  const base = several ? before.find(({ name }) => name === head.name) : before[0]
  const upChange = changes.find((change) => pathOn(change, 'head') === head.path)
  const textEdited = several
    ? base?.up.code !== head.up.code
    : base !== undefined && lines(baseTexts, base.path) !== lines(headTexts, head.path)
  return {
    adapter,
    place,
    head,
    ...(base && { base }),
    ...(upChange && { upChange }),
    changes,
    textEdited: base !== undefined && textEdited,
  }
}

interface Candidate {
  adapter: Adapter
  head: Files
  base: Files | undefined
  changes: FileChange[]
}

/** What a change touches of one framework, by name alone. */
function candidatesOf(
  adapter: Adapter,
  changes: readonly FileChange[],
  base: ReadonlyMap<Adapter, Layout>,
  head: ReadonlyMap<Adapter, Layout>,
): Candidate[] {
  const found = new Map<string, Candidate>()
  const baseFiles = base.get(adapter)?.files
  const headFiles = head.get(adapter)?.files
  for (const change of changes) {
    const keys = sides(change).flatMap((path) =>
      [head, base].flatMap((layouts) => layouts.get(adapter)?.keyOf(adapter, path) ?? []),
    )
    // A removed rollback counts for the migration that is still there under the same key.
    const key = keys.find((one) => headFiles?.get(one)?.up !== undefined)
    const files = key === undefined ? undefined : headFiles?.get(key)
    if (key === undefined || !files) continue
    const candidate = found.get(key) ?? { adapter, head: files, base: baseFiles?.get(key), changes: [] }
    candidate.changes.push(change)
    const before =
      change.status === 'renamed' && change.path === files.up ? pathOn(change, 'base') : undefined
    if (before !== undefined)
      candidate.base = baseFiles?.get(adapter.place(before)?.key ?? '') ?? candidate.base
    found.set(key, candidate)
  }
  return [...found.values()]
}

/** Paths of a change, the head's first. */
function sides(change: FileChange): string[] {
  return [pathOn(change, 'head'), pathOn(change, 'base')].filter((path) => path !== undefined)
}

function paths(found: readonly (Files | undefined)[]): string[] {
  return [...new Set(found.flatMap((files) => [files?.up, files?.down]).filter((path) => path !== undefined))]
}

/** Files of one side that tell the tool of a candidate. */
function configsOf(
  candidates: readonly Candidate[],
  side: 'base' | 'head',
  there: ReadonlySet<string>,
): string[] {
  const found = candidates.flatMap(({ adapter, [side]: files }) =>
    files?.up === undefined ? [] : (adapter.configs?.(files.up) ?? []),
  )
  return [...new Set(found)].filter((path) => there.has(path))
}

function lines(texts: ReadonlyMap<string, FileContent>, path: string): string | undefined {
  const content = texts.get(path)
  return content?.kind === 'text' ? content.text.replaceAll(/\r\n?/g, '\n').trimEnd() : undefined
}
