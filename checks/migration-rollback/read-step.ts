import type { FileContent, Snapshot } from '../../src/model/index.ts'
import { Source } from '../../src/parse/code/source.ts'
import { adapters, templateAdapter } from '../../src/parse/migrations/index.ts'
import type { Adapter, MigrationFile, MigrationFiles, Step } from '../../src/parse/migrations/index.ts'
import type { Files, Layout } from './layout.ts'
import type { MigrationOptions } from './options.ts'

/** A migration that could not be looked at, with the reason. */
export interface NotRead {
  path: string
  why: string
}

/** The frameworks that are understood, with the repository's own layouts. */
export function allAdapters({ templates }: MigrationOptions): Adapter[] {
  return [...adapters, ...templates.map(({ up, down }) => templateAdapter(up, down))]
}

/**
 * Reads the files of one migration: the steps that they hold (none where the content shows that they are no migration of this
 * framework), or what could not be read.
 * @param layouts of the commits in which a way back shows that the set has them
 */
export async function readStep(
  adapter: Adapter,
  found: Files,
  texts: ReadonlyMap<string, FileContent>,
  layouts: readonly (Layout | undefined)[],
  options: MigrationOptions,
): Promise<readonly Step[] | NotRead> {
  if (found.up === undefined) return []
  const up = fileOf(found.up, texts)
  if ('why' in up) return up
  const down = found.down === undefined ? undefined : fileOf(found.down, texts)
  if (down && 'why' in down) return down
  const policy = options[adapter.downs === 'optional' ? 'down-scripts' : 'flyway-undo']
  const setHasDowns =
    policy === 'auto'
      ? layouts.some((layout) => layout?.setsWithDowns.has(found.place.set))
      : policy === 'required'
  const files: MigrationFiles = {
    place: found.place,
    up,
    ...(down && { down }),
    setHasDowns,
    configs: configTexts(adapter.configs?.(found.up) ?? [], texts),
  }
  const steps = await (adapter.readAll ? adapter.readAll(files) : adapter.read(files))
  if (!steps) return []
  if ('unreadable' in steps) return { path: found.up, why: steps.unreadable }
  return 'length' in steps ? steps : [steps]
}

/** The plain files of a commit. */
export async function filePaths(snapshot: Snapshot): Promise<string[]> {
  const entries = await snapshot.entries()
  return entries.flatMap((entry) => (entry.kind === 'file' ? [entry.path] : []))
}

function configTexts(
  configs: readonly string[],
  texts: ReadonlyMap<string, FileContent>,
): Map<string, string> {
  return new Map(
    configs.flatMap((path) => {
      const content = texts.get(path)
      return content?.kind === 'text' ? [[path, content.text] as const] : []
    }),
  )
}

function fileOf(path: string, texts: ReadonlyMap<string, FileContent>): MigrationFile | NotRead {
  const content = texts.get(path)
  if (content?.kind === 'text') return { path, source: new Source(content.text) }
  return { path, why: `a migration that was not read (${content?.reason ?? 'unavailable'})` }
}
