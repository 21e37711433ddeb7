import type { ChangeSet, FileChange } from '../../../src/model/index.ts'
import { matcher, pathOn } from '../../../src/model/index.ts'
import { idOf } from '../../../src/parse/json-schema/schema-set.ts'
import { isSchema, looksLikeSchema } from '../../../src/parse/json-schema/detect.ts'
import { looksLikeAsyncApi } from '../../../src/parse/asyncapi/detect.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import { isMapping, valueAt } from '../../../src/parse/openapi/node.ts'
import { looksLikeDescription } from '../../../src/parse/openapi/detect.ts'
import { FILES } from '../find-descriptions.ts'
import type { Trees } from '../trees.ts'
import { mayHaveText } from '../readable.ts'

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
  const changes = changeSet.changes.filter((change) => mayHaveText(change) && wanted(change.path))
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

/**
 * A schema that is gone and one that is new are one schema when they share their `$id`; else their file name, whatever
 * the extension, or most of what they describe. The likest one is taken.
 */
async function matchMoved(
  pairs: readonly SchemaPair[],
  trees: { base: Trees; head: Trees },
): Promise<SchemaPair[]> {
  const gone = pairs.filter(({ head }) => head === undefined)
  const kept = pairs.filter(({ base, head }) => base !== undefined && head !== undefined)
  const fresh = await Promise.all(
    pairs
      .filter(({ base }) => base === undefined)
      .slice(0, MAX_FRESH)
      .map(async (pair) => ({ pair, known: await identityOf(trees.head, pair.head) })),
  )
  for (const { base } of gone) {
    if (base === undefined) continue
    const known = await identityOf(trees.base, base)
    const [best] = fresh
      .map((candidate) => ({ candidate, score: likeness(known, candidate.known) }))
      .filter(({ score }) => score >= ENOUGH)
      .toSorted((a, b) => b.score - a.score)
    if (best) fresh.splice(fresh.indexOf(best.candidate), 1)
    kept.push({ base, ...best?.candidate.pair })
  }
  return [...kept, ...fresh.map(({ pair }) => pair)]
}

/** New schemas that are asked whether they are one that is gone. */
const MAX_FRESH = 500

const ENOUGH = 0.6

/** Characters of a schema whose whole content is compared. */
const MAX_CONTENT = 200_000

/** By what a schema is known again. */
interface Identity {
  id: string | undefined
  name: string
  /** Names of properties and definitions at its root. */
  described: ReadonlySet<string>
  /** Its content without `$schema` and `$id`. */
  content: string
}

async function identityOf(trees: Trees, path = ''): Promise<Identity> {
  const [tree, text = ''] = [await trees.tree(path), await trees.text(path)]
  const value = 'why' in tree ? undefined : tree.value
  const described = ['properties', '$defs', 'definitions'].flatMap((key) => {
    const members = isMapping(value) ? valueAt(value, key) : undefined
    return isMapping(members) ? Object.keys(members) : []
  })
  const rest = isMapping(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !/^(?:\$schema|\$?id)$/.test(key)))
    : value
  return {
    id: value === undefined ? undefined : idOf(value),
    name: path.slice(path.lastIndexOf('/') + 1).replace(/(?:[._-]schema)?\.\w+$/i, ''),
    described: new Set(described),
    content: value === undefined || text.length > MAX_CONTENT ? '' : canonical(rest),
  }
}

function likeness(base: Identity, head: Identity): number {
  if (base.id !== undefined && head.id !== undefined) return base.id === head.id ? 4 : 0
  if (base.content !== '' && base.content === head.content) return 3
  const all = new Set([...base.described, ...head.described])
  const both = [...base.described].filter((name) => head.described.has(name))
  // One name in common says nothing: everything has an `id`.
  const share = both.length > 1 ? both.length / all.size : 0
  return share + (base.name === head.name ? 1 : 0)
}
