import type { ChangeSet, Side } from '../../../src/model/index.ts'
import { mergeSchemas, type Schema } from '../../../src/parse/graphql/schema.ts'
import type { SyntaxProblem } from '../../../src/parse/source-tree.ts'
import type { Change } from './change.ts'
import { compareSchemas } from './compare-schemas.ts'
import type { Compared } from './consumers.ts'
import { readDocuments, type Document } from './documents.ts'
import { groupDocuments } from './group-documents.ts'

export interface UnreadableDocument {
  side: Side
  path: string
  problem: SyntaxProblem
  /** Whether the other commit's version cannot be read for the same reason. */
  before: boolean
}

export interface SchemaComparisons {
  changes: Change[]
  /** The same changes, with the schema of before each. */
  compared: Compared[]
  /** Schemas that are gone and stand nowhere else, by their first document. */
  removed: { path: string; schema: Schema }[]
  unreadable: UnreadableDocument[]
  notLookedAt: string[]
  /** Texts of the changed documents, by side and path: `head api/schema.graphql`. */
  texts: Map<string, string>
}

interface Candidate {
  path: string
  schema: Schema
}

/** Finds the schemas a change concerns, pairs their versions and compares them. */
export async function compareAllSchemas(
  changeSet: ChangeSet,
  schemas: readonly { files: readonly string[] }[],
): Promise<SchemaComparisons> {
  const { documents, notLookedAt } = await readDocuments(changeSet)
  const result: SchemaComparisons = {
    changes: [],
    compared: [],
    removed: [],
    unreadable: [],
    notLookedAt: [...notLookedAt],
    texts: new Map(),
  }
  const [lost, fresh]: [Candidate[], Candidate[]] = [[], []]
  for (const group of await groupDocuments(changeSet, documents, schemas)) {
    const broken = group.flatMap((document) => unreadableOf(document))
    result.unreadable.push(...broken)
    for (const { side, path, problem } of broken) {
      result.notLookedAt.push(`${path} (${side}) ${problem.message}: its schema was not compared`)
    }
    // With a part missing, everything in it would seem to be removed, or to be new.
    if (broken.length > 0) continue
    keepTexts(group, result.texts)
    const [base, head] = [schemaOn('base', group), schemaOn('head', group)]
    const path = group.find(({ changed }) => changed)?.path ?? ''
    if (base && head) compare(result, base, head)
    else if (base) lost.push({ path, schema: base })
    else if (head) fresh.push({ path, schema: head })
  }
  for (const { path, schema } of lost) {
    const twin = closest(schema, fresh)
    if (!twin) result.removed.push({ path, schema })
    else {
      fresh.splice(fresh.indexOf(twin), 1)
      compare(result, schema, twin.schema)
    }
  }
  return result
}

function compare(result: SchemaComparisons, base: Schema, head: Schema): void {
  const changes = compareSchemas(base, head)
  result.changes.push(...changes)
  result.compared.push({ base, changes })
}

function unreadableOf(document: Document): UnreadableDocument[] {
  const { base, head } = document
  const before = base?.problem !== undefined && base.problem.message === head?.problem?.message
  const found: UnreadableDocument[] = []
  if (base?.problem && !before)
    found.push({ side: 'base', path: base.path, problem: base.problem, before: true })
  if (head?.problem) found.push({ side: 'head', path: head.path, problem: head.problem, before })
  return found
}

function keepTexts(group: readonly Document[], texts: Map<string, string>): void {
  for (const { changed, base, head } of group) {
    if (!changed) continue
    if (base) texts.set(`base ${base.path}`, base.text)
    if (head) texts.set(`head ${head.path}`, head.text)
  }
}

function schemaOn(side: Side, group: readonly Document[]): Schema | undefined {
  const schemas = group.flatMap((document) => document[side]?.schema ?? [])
  const schema = mergeSchemas(schemas)
  return schema.types.size === 0 && schema.directives.size === 0 && schema.roots.size === 0
    ? undefined
    : schema
}

/** The new schema that is the old one at another place or in another form: it has most of its types. */
function closest(schema: Schema, candidates: readonly Candidate[]): Candidate | undefined {
  const names = [...schema.types.keys()]
  const scored = candidates.map((candidate) => {
    const kept = names.filter((name) => candidate.schema.types.has(name)).length
    return { candidate, share: names.length === 0 ? 0 : kept / names.length }
  })
  const [best] = scored.filter(({ share }) => share >= 0.5).toSorted((a, b) => b.share - a.share)
  return best?.candidate
}
