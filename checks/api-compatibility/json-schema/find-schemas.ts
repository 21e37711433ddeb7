import type { ChangeSet, FileChange } from '../../../src/model/index.ts'
import { matcher, pathOn } from '../../../src/model/index.ts'
import { idOf } from '../../../src/parse/json-schema/schema-set.ts'
import { isSchema, looksLikeSchema } from '../../../src/parse/json-schema/detect.ts'
import { looksLikeAsyncApi } from '../../../src/parse/asyncapi/detect.ts'
import { looksLikeDescription } from '../../../src/parse/openapi/detect.ts'
import { FILES } from '../find-descriptions.ts'
import type { Trees } from '../trees.ts'

/** A changed schema: the paths it has before and after. */
export interface SchemaPair {
  base?: string
  head?: string
}

/**
 * The schemas among the changed files: those that say they are one (`$schema`), and those that say nothing but what
 * a schema says. `specs` (globs) names the schemas instead. `owned` tells the files that belong to an API
 * description, which is compared as a whole.
 */
export async function findSchemas(
  changeSet: ChangeSet,
  trees: { base: Trees; head: Trees },
  specs: readonly string[],
  owned: () => Promise<ReadonlySet<string>>,
): Promise<SchemaPair[]> {
  const wanted = matcher(specs.length > 0 ? specs : FILES)
  const changes = changeSet.changes.filter((change) => !change.unread && wanted(change.path))
  await prefetch(changes, trees)
  const pairs: SchemaPair[] = []
  for (const change of changes) {
    const [base, head] = [pathOn(change, 'base'), pathOn(change, 'head')]
    const is = await Promise.all([
      isSchemaFile(trees.base, base, specs.length > 0),
      isSchemaFile(trees.head, head, specs.length > 0),
    ])
    if (is.includes('schema') && !is.includes('description'))
      pairs.push({ ...(base !== undefined && { base }), ...(head !== undefined && { head }) })
  }
  if (pairs.length === 0) return pairs
  const others = await owned()
  const free = pairs.filter(({ base, head }) => specs.length > 0 || !others.has(head ?? base ?? ''))
  return matchMoved(free, trees)
}

/** One round trip for everything that changed. */
async function prefetch(
  changes: readonly FileChange[],
  { base, head }: { base: Trees; head: Trees },
): Promise<void> {
  const on = (trees: Trees): string[] => changes.flatMap((change) => pathOn(change, trees.side) ?? [])
  await Promise.all([base, head].map((trees) => trees.snapshot.readMany(on(trees))))
}

async function isSchemaFile(
  trees: Trees,
  path: string | undefined,
  named: boolean,
): Promise<'schema' | 'description' | undefined> {
  const text = path === undefined ? undefined : await trees.text(path)
  if (path === undefined || text === undefined) return undefined
  if (looksLikeDescription(text) || looksLikeAsyncApi(text)) return 'description'
  if (named) return 'schema'
  if (!looksLikeSchema(path, text)) return undefined
  const tree = await trees.tree(path)
  // A text that says it is a schema and cannot be read is one that is broken.
  if ('why' in tree || tree.value === undefined) return /\$schema/.test(text) ? 'schema' : undefined
  return isSchema(path, tree.value) ? 'schema' : undefined
}

/** A schema that is gone and one that is new are one schema when they share their `$id`, or else their file name. */
async function matchMoved(
  pairs: readonly SchemaPair[],
  trees: { base: Trees; head: Trees },
): Promise<SchemaPair[]> {
  const gone = pairs.filter(({ head }) => head === undefined)
  const fresh = pairs.filter(({ base }) => base === undefined)
  const kept = pairs.filter(({ base, head }) => base !== undefined && head !== undefined)
  for (const { base } of gone) {
    if (base === undefined) continue
    const id = await idAt(trees.base, base)
    const ids = await Promise.all(fresh.map(({ head }) => idAt(trees.head, head)))
    let at = id === undefined ? -1 : ids.indexOf(id)
    if (at < 0)
      at = fresh.findIndex(({ head }, index) => ids[index] === undefined && nameAt(head) === nameAt(base))
    const [head] = at < 0 ? [] : fresh.splice(at, 1)
    kept.push({ base, ...head })
  }
  return [...kept, ...fresh]
}

async function idAt(trees: Trees, path: string | undefined): Promise<string | undefined> {
  const tree = path === undefined ? undefined : await trees.tree(path)
  return tree && !('why' in tree) ? idOf(tree.value) : undefined
}

function nameAt(path: string | undefined): string | undefined {
  return path?.slice(path.lastIndexOf('/') + 1)
}
