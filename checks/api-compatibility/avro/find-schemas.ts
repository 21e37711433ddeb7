import type { ChangeSet, Side, Snapshot } from '../../../src/model/index.ts'
import { matcher, pathOn } from '../../../src/model/index.ts'
import { AVRO_FILES, looksLikeAvro } from '../../../src/parse/avro/detect.ts'
import { readAvro, type ReadAvro } from '../../../src/parse/avro/read-avro.ts'
import { isNamed, type AvroDocument, type Place } from '../../../src/parse/avro/schema.ts'
import type { SyntaxProblem } from '../../../src/parse/source-tree.ts'
import type { Change } from './change.ts'
import { compareDocuments, type PairOfDocuments } from './compare-documents.ts'
import { Registry } from './registry.ts'
import { becomesLink, linkWords, mayHaveText } from '../readable.ts'

export interface UnreadableDocument {
  side: Side
  path: string
  problem: SyntaxProblem
  /** Whether the base cannot be read either. */
  before: boolean
}

export interface AvroComparisons {
  changes: Change[]
  /** Schemas that are gone and stand nowhere else. */
  removed: { place: Place; name: string }[]
  unreadable: UnreadableDocument[]
  notLookedAt: string[]
  /** Texts of the changed files of the head, by path. */
  texts: Map<string, string>
}

/** Unchanged files that are read to know the types that changed ones refer to. */
const MAX_FILES = 2000
const isAvroByName = matcher('**/*.{avsc,avpr,avdl}')
const isCandidate = matcher(AVRO_FILES)

/** Finds the schemas and protocols a change concerns, pairs their versions and compares them. */
export async function compareAllAvro(changeSet: ChangeSet): Promise<AvroComparisons> {
  const result: AvroComparisons = {
    changes: [],
    removed: [],
    unreadable: [],
    notLookedAt: [],
    texts: new Map(),
  }
  const candidates = changeSet.changes.filter(({ path }) => isCandidate(path))
  for (const { path, unread } of candidates) {
    if (unread && unread !== 'symlink' && unread !== 'submodule' && isAvroByName(path)) {
      result.notLookedAt.push(`${path}: no text to look at (${unread})`)
    }
  }
  const readable = candidates.filter(mayHaveText)
  const on = (side: Side): string[] => readable.flatMap((change) => pathOn(change, side) ?? [])
  await Promise.all([changeSet.base.readMany(on('base')), changeSet.head.readMany(on('head'))])
  const [base, head] = [new Registry(), new Registry()]
  const pairs: PairOfDocuments[] = []
  const lost: AvroDocument[] = []
  const fresh: AvroDocument[] = []
  for (const change of readable) {
    const [before, after] = await Promise.all([
      read(changeSet.base, pathOn(change, 'base')),
      read(changeSet.head, pathOn(change, 'head')),
    ])
    // A JSON file that only looks like Avro is none.
    const isAvro = isAvroByName(change.path) || before?.kind === 'document' || after?.kind === 'document'
    if (!isAvro) continue
    if (before && becomesLink(change)) result.notLookedAt.push(linkWords(change))
    tell(result, pathOn(change, 'base'), before, pathOn(change, 'head'), after)
    if (before?.kind === 'document') base.add(before.document)
    if (after?.kind === 'document') {
      head.add(after.document)
      const content = await changeSet.head.read(after.document.path)
      if (content.kind === 'text') result.texts.set(after.document.path, content.text)
    }
    if (!before && after?.kind === 'document') fresh.push(after.document)
    if (before?.kind !== 'document') continue
    if (after?.kind === 'document') pairs.push({ base: before.document, head: after.document })
    else if (!after) lost.push(before.document)
  }
  if (pairs.length > 0 || lost.length > 0) await addUnchanged(changeSet, base, head, result)
  for (const document of lost) {
    const moved = movedTo(document, head, fresh)
    if (moved) pairs.push({ base: document, head: moved })
    else result.removed.push(whatWasLost(document))
  }
  result.changes.push(...compareDocuments(pairs, base, head))
  return result
}

async function read(snapshot: Snapshot, path: string | undefined): Promise<ReadAvro | undefined> {
  if (path === undefined) return undefined
  const content = await snapshot.read(path)
  if (content.kind !== 'text' || !looksLikeAvro(path, content.text)) return undefined
  return readAvro(path, content.text)
}

function tell(
  result: AvroComparisons,
  basePath: string | undefined,
  before: ReadAvro | undefined,
  headPath: string | undefined,
  after: ReadAvro | undefined,
): void {
  const same =
    before?.kind === 'problem' &&
    after?.kind === 'problem' &&
    before.problem.message === after.problem.message
  if (before?.kind === 'problem' && !same) {
    result.unreadable.push({ side: 'base', path: basePath ?? '', problem: before.problem, before: true })
  }
  if (after?.kind === 'problem') {
    result.unreadable.push({ side: 'head', path: headPath ?? '', problem: after.problem, before: same })
  }
  for (const [path, side, one] of [
    [basePath, 'base', before],
    [headPath, 'head', after],
  ] as const) {
    if (one?.kind === 'problem') {
      result.notLookedAt.push(`${path ?? ''} (${side}) ${one.problem.message}: it was not compared`)
    }
  }
}

/** The types that changed files may refer to. */
async function addUnchanged(
  changeSet: ChangeSet,
  base: Registry,
  head: Registry,
  result: AvroComparisons,
): Promise<void> {
  const changed = new Set(changeSet.changes.map(({ path }) => path))
  const others = (await changeSet.head.list('**/*.{avsc,avpr,avdl}')).filter((path) => !changed.has(path))
  if (others.length > MAX_FILES) {
    result.notLookedAt.push(
      `only ${MAX_FILES} of ${others.length} Avro files were read for the types that changed ones refer to`,
    )
  }
  const texts = await changeSet.head.readMany(others.slice(0, MAX_FILES))
  for (const [path, content] of texts) {
    if (content.kind !== 'text' || !looksLikeAvro(path, content.text)) continue
    const found = readAvro(path, content.text)
    if (found.kind !== 'document') continue
    base.add(found.document)
    head.add(found.document)
  }
}

/**
 * The document as it would be with the definitions of its types that stand elsewhere now; of a protocol, the new
 * document that has one of this name.
 */
function movedTo(
  document: AvroDocument,
  head: Registry,
  fresh: readonly AvroDocument[],
): AvroDocument | undefined {
  const { root, protocol, types, path } = document
  if (protocol) return fresh.find((candidate) => candidate.protocol?.name === protocol.name)
  const wanted = root && isNamed(root) ? [root] : [...types.values()]
  const found = wanted.flatMap((type) => head.find(type.fullName, path) ?? [])
  if (wanted.length === 0 || found.length < wanted.length) return undefined
  const [first] = found
  const same = root && isNamed(root) ? first : root
  return { path, types: new Map(found.map((type) => [type.fullName, type])), ...(same && { root: same }) }
}

function whatWasLost({ root, protocol, path }: AvroDocument): AvroComparisons['removed'][number] {
  if (protocol) return { place: protocol.place, name: `protocol ${protocol.name}` }
  const place = root ? { path, region: root.region } : { path, region: { startLine: 1, endLine: 1 } }
  return { place, name: root && isNamed(root) ? `${root.kind} ${root.fullName}` : `schema ${path}` }
}
