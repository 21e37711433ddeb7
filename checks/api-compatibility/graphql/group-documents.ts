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
  const all = new Group()
  if (documents.every((document) => all.take([document]))) return [[...documents]]
  const children = new Map<string, Document[]>()
  for (const document of documents) {
    const [step = ''] = document.path.slice(prefix.length).split('/')
    const known = children.get(step)
    if (known) known.push(document)
    else children.set(step, [document])
  }
  const groups: Group[] = []
  for (const [step, child] of children) {
    for (const part of child.length === 1 ? [child] : split(child, `${prefix}${step}/`)) {
      if (groups.some((group) => group.take(part))) continue
      const group = new Group()
      group.take(part)
      groups.push(group)
    }
  }
  return groups.map(({ documents: members }) => members)
}

/** Documents of which no two define the same thing, in either commit. */
class Group {
  readonly documents: Document[] = []
  readonly #members = new Set<string>()
  readonly #kinds = new Map<string, string>()

  /** Adds documents that fit together, unless they contradict those that are here. */
  take(documents: readonly Document[]): boolean {
    const said = documents.flatMap((document) => statementsOf(document))
    const contradicted = said.some(({ members, kinds }) => {
      const otherKind = kinds.some(([name, kind]) => (this.#kinds.get(name) ?? kind) !== kind)
      return otherKind || members.some((member) => this.#members.has(member))
    })
    if (contradicted) return false
    this.documents.push(...documents)
    for (const { members, kinds } of said) {
      for (const member of members) this.#members.add(member)
      for (const [name, kind] of kinds) this.#kinds.set(name, kind)
    }
    return true
  }
}

/** What a document alone may define, and the kinds of its types; told apart by commit. */
interface Statements {
  members: string[]
  kinds: [string, string][]
}

const known = new WeakMap<Document, Statements[]>()

function statementsOf(document: Document): Statements[] {
  const before = known.get(document)
  if (before) return before
  const statements = (['base', 'head'] as const).flatMap((side) => {
    const schema = document[side]?.schema
    if (!schema) return []
    const kinds = [...schema.types.values()].map(({ name, kind }): [string, string] => [
      `${side} ${name}`,
      kind,
    ])
    return [{ members: [...membersOf(schema)].map((member) => `${side} ${member}`), kinds }]
  })
  known.set(document, statements)
  return statements
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
