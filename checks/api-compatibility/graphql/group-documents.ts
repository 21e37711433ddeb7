import { matcher, type ChangeSet } from '../../../src/model/index.ts'
import type { Schema } from '../../../src/parse/graphql/schema.ts'
import type { Document } from './documents.ts'

/** A file that says: here begins a package of its own, with a schema of its own. */
const PACKAGE_FILE =
  /(?:^|\/)(?:package\.json|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|Cargo\.toml|pyproject\.toml|setup\.py|Gemfile|composer\.json|mix\.exs|pubspec\.yaml|gqlgen\.ya?ml|[^/]+\.csproj)$/

/**
 * Puts the documents together that make up one schema: those the configuration names together; otherwise those of
 * one package, unless they contradict each other (a schema and its parts, from which it was generated, or several
 * schemas in one folder). The same for both commits, so that what moves between documents moves within a schema.
 */
export async function groupDocuments(
  changeSet: ChangeSet,
  documents: readonly Document[],
  schemas: readonly { files: readonly string[] }[],
): Promise<Document[][]> {
  if (schemas.length > 0) {
    const matchers = schemas.map(({ files }) => matcher(files))
    return matchers.map((matches) => documents.filter(({ path }) => matches(path))).filter(hasChange)
  }
  const entries = [...(await changeSet.base.entries()), ...(await changeSet.head.entries())]
  const packages = new Set(entries.flatMap(({ path }) => (PACKAGE_FILE.test(path) ? [folderOf(path)] : [])))
  const parts = new Map<string, Document[]>()
  for (const document of documents) {
    // The answer to an introspection query is a schema by itself.
    const key = document.form === 'introspection' ? document.path : packageOf(document.path, packages)
    const part = `${document.form} ${key}`
    const known = parts.get(part)
    if (known) known.push(document)
    else parts.set(part, [document])
  }
  return [...parts.values()]
    .filter(hasChange)
    .flatMap((part) => split(part, ''))
    .filter(hasChange)
}

function hasChange(documents: readonly Document[]): boolean {
  return documents.some(({ changed }) => changed)
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function packageOf(path: string, packages: ReadonlySet<string>): string {
  let folder = folderOf(path)
  while (folder !== '' && !packages.has(folder)) folder = folderOf(folder)
  return folder
}

/** Splits documents that contradict each other by the folders below `prefix`, and files that do one by one. */
function split(documents: readonly Document[], prefix: string): Document[][] {
  if (documents.length < 2 || agree(documents)) return [[...documents]]
  const children = new Map<string, Document[]>()
  for (const document of documents) {
    const [step = ''] = document.path.slice(prefix.length).split('/')
    const known = children.get(step)
    if (known) known.push(document)
    else children.set(step, [document])
  }
  const groups: Document[][] = []
  for (const [step, child] of children) {
    const parts = child.length === 1 ? [child] : split(child, `${prefix}${step}/`)
    for (const part of parts) {
      const home = groups.find((group) => agree([...group, ...part]))
      if (home) home.push(...part)
      else groups.push([...part])
    }
  }
  return groups
}

/** Whether no two documents define the same thing, in either commit. */
function agree(documents: readonly Document[]): boolean {
  return (['base', 'head'] as const).every((side) => {
    const kinds = new Map<string, string>()
    const members = new Set<string>()
    for (const document of documents) {
      const schema = document[side]?.schema
      if (!schema) continue
      for (const { name, kind } of schema.types.values()) {
        if ((kinds.get(name) ?? kind) !== kind) return false
        kinds.set(name, kind)
      }
      for (const member of membersOf(schema)) {
        if (members.has(member)) return false
        members.add(member)
      }
    }
    return true
  })
}

/** What only one document of a schema can define. Scalars and directives are repeated by many. */
function* membersOf(schema: Schema): Iterable<string> {
  for (const type of schema.types.values()) {
    for (const field of type.fields.values()) {
      // Other services of a federation own these, and several documents refer to them.
      const shared = field.directives.some(({ name }) => name === 'external' || name === 'shareable')
      if (!shared && !field.name.startsWith('_')) yield `${type.name}.${field.name}`
    }
    for (const part of [type.inputFields, type.values, type.members]) {
      for (const name of part.keys()) yield `${type.name}.${name}`
    }
  }
}
