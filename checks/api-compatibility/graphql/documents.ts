import type { ChangeSet, FileChange, Side, Snapshot } from '../../../src/model/index.ts'
import { matcher, pathOn } from '../../../src/model/index.ts'
import {
  CODE_FILES,
  GRAPHQL_FILES,
  INTROSPECTION_FILES,
  looksLikeIntrospection,
  looksLikeSdl,
  mayBeSchema,
} from '../../../src/parse/graphql/detect.ts'
import { embeddedSdl, mayEmbedSchema } from '../../../src/parse/graphql/embedded.ts'
import { readIntrospection } from '../../../src/parse/graphql/introspection.ts'
import { readSdl, type ReadSchema } from '../../../src/parse/graphql/read-sdl.ts'
import type { Schema } from '../../../src/parse/graphql/schema.ts'
import type { SyntaxProblem } from '../../../src/parse/source-tree.ts'
import { becomesLink, linkWords, mayHaveText } from '../readable.ts'

/** How a schema stands in a file. */
export type Form = 'sdl' | 'introspection' | 'code'

/** One side of a document: its schema, or why there is none. */
export interface Version {
  path: string
  text: string
  schema?: Schema
  problem?: SyntaxProblem
}

/** A file that holds a schema, or a part of one, in either of the two commits. */
export interface Document {
  /** Its path in the head, or in the base where the head does not have it. */
  path: string
  form: Form
  changed: boolean
  base?: Version
  head?: Version
}

export interface Documents {
  documents: Document[]
  notLookedAt: string[]
}

/** Unchanged documents of a repository that are read to know what a changed one belongs to. */
export const MAX_DOCUMENTS = 3000

const isGraphql = matcher(GRAPHQL_FILES)
const isJson = matcher(INTROSPECTION_FILES)
const isCode = matcher(CODE_FILES)

/** The changed documents, and the unchanged ones that may belong to the same schema. */
export async function readDocuments(changeSet: ChangeSet): Promise<Documents> {
  const candidates = changeSet.changes.filter(({ path }) => formOf(path) && mayBeSchema(path))
  const notLookedAt = candidates
    .filter(({ path, unread }) => isGraphql(path) && unread && unread !== 'symlink' && unread !== 'submodule')
    .map(({ path, unread }) => `${path}: no text to look at (${unread ?? ''})`)
  const readable = candidates.filter(mayHaveText)
  await prefetch(readable, changeSet)
  const documents: Document[] = []
  for (const change of readable) {
    const form = formOf(change.path)
    if (!form) continue
    const [base, head] = await Promise.all([
      version(changeSet.base, pathOn(change, 'base'), form),
      version(changeSet.head, pathOn(change, 'head'), form),
    ])
    if (base && becomesLink(change)) notLookedAt.push(linkWords(change))
    if (form === 'code' && (base?.problem ?? head?.problem)) {
      // What is put together at run time need not be GraphQL by itself; what no longer is may be a mistake.
      if (base && head && !(base.problem && head.problem)) {
        notLookedAt.push(`${change.path}: a GraphQL template in it cannot be read`)
      }
    } else if (base || head) {
      documents.push({ path: change.path, form, changed: true, ...(base && { base }), ...(head && { head }) })
    }
  }
  if (documents.some(({ form }) => form === 'sdl')) {
    await addUnchanged(changeSet, documents, notLookedAt)
  }
  return { documents, notLookedAt }
}

function formOf(path: string): Form | undefined {
  if (isGraphql(path)) return 'sdl'
  if (isJson(path)) return 'introspection'
  return isCode(path) && mayEmbedSchema(path) ? 'code' : undefined
}

/** One round trip for everything that changed. */
async function prefetch(changes: readonly FileChange[], changeSet: ChangeSet): Promise<void> {
  const on = (side: Side): string[] => changes.flatMap((change) => pathOn(change, side) ?? [])
  await Promise.all([changeSet.base.readMany(on('base')), changeSet.head.readMany(on('head'))])
}

async function version(
  snapshot: Snapshot,
  path: string | undefined,
  form: Form,
): Promise<Version | undefined> {
  if (path === undefined) return undefined
  const content = await snapshot.read(path)
  if (content.kind !== 'text') return undefined
  const read = await readAs(form, path, content.text)
  if (!read) return undefined
  const { text } = content
  return read.kind === 'schema' ? { path, text, schema: read.schema } : { path, text, problem: read.problem }
}

async function readAs(form: Form, path: string, text: string): Promise<ReadSchema | undefined> {
  if (form === 'sdl') return looksLikeSdl(text) ? readSdl(path, text) : undefined
  if (form === 'introspection')
    return looksLikeIntrospection(text) ? readIntrospection(path, text) : undefined
  const sdl = embeddedSdl(text)
  if (sdl === undefined) return undefined
  return readSdl(path, sdl)
}

async function addUnchanged(
  changeSet: ChangeSet,
  documents: Document[],
  notLookedAt: string[],
): Promise<void> {
  const known = new Set(changeSet.changes.map(({ path }) => path))
  const folders = new Set(documents.map(({ path }) => path.split('/')[0]))
  const near = (path: string): boolean => folders.has(path.split('/')[0])
  const others = (await changeSet.head.list(GRAPHQL_FILES))
    .filter((path) => mayBeSchema(path) && !known.has(path))
    .toSorted((a, b) => Number(near(b)) - Number(near(a)))
  if (others.length > MAX_DOCUMENTS) {
    notLookedAt.push(
      `only ${MAX_DOCUMENTS} of ${others.length} GraphQL documents were read; name those of a schema with the option "graphql"`,
    )
  }
  const texts = await changeSet.head.readMany(others.slice(0, MAX_DOCUMENTS))
  for (const [path, content] of texts) {
    if (content.kind !== 'text' || !looksLikeSdl(content.text)) continue
    const read = await readSdl(path, content.text)
    if (read.kind !== 'schema') continue
    const same = { path, text: content.text, schema: read.schema }
    documents.push({ path, form: 'sdl', changed: false, base: same, head: same })
  }
}
