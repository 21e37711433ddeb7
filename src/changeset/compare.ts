import type { FileChange, UnreadReason } from '../model/index.ts'
import type { Git } from './git.ts'
import type { GitSnapshot } from './git-snapshot.ts'
import type { ChangeSetLimits } from './limits.ts'
import { countLines } from './line-diff.ts'
import type { ObjectReader } from './object-reader.ts'
import type { FilePatch, RawChange } from './patch-parser.ts'
import { PatchParser } from './patch-parser.ts'
import { decodePath } from './quoted-path.ts'
import { byPath, kindOf } from './tree.ts'

export interface Comparison {
  changes: FileChange[]
  incomplete: string[]
}

/** What is compared: two trees, with the snapshots that learn the entries the diff shows. */
export interface Sides {
  /** Commit or tree id on the left of the diff. */
  baseTree: string
  base: GitSnapshot
  head: GitSnapshot
}

const STATUSES: Readonly<Record<string, FileChange['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'modified',
}

/** Contents that are decoded at a time to see whether they are text. */
const CLASSIFY_AT_ONCE = 500

/** Arguments that every diff shares, so that no configuration and no attribute changes its answer. */
const DIFF = ['diff-tree', '-r', '--no-ext-diff', '--no-textconv', '--no-color', '--full-index'] as const
const PATCH = [
  '--patch-with-raw',
  '-U3',
  '--inter-hunk-context=0',
  '--diff-algorithm=myers',
  '--indent-heuristic',
  '-M50%',
  '-l1000',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
  '--ignore-submodules=none',
] as const

/** Ids of all blobs that differ between two trees, found without looking at any blob. */
export async function changedBlobs(git: Git, sides: Sides, limits: ChangeSetLimits): Promise<string[]> {
  const { raw } = await rawChanges(git, sides, limits)
  return raw.flatMap((entry) => [
    ...(hasBlob(entry.baseMode) ? [entry.baseOid] : []),
    ...(hasBlob(entry.headMode) ? [entry.headOid] : []),
  ])
}

/** The files that differ where their contents could not be had, and why: each is named, none is looked at. */
export async function compareNames(
  git: Git,
  sides: Sides,
  limits: ChangeSetLimits,
  why: string,
): Promise<Comparison> {
  const { raw, incomplete } = await rawChanges(git, sides, limits)
  const changes = raw.map((entry) => {
    learn(sides, entry)
    return toChange(entry, undefined, { unread: 'unavailable', lines: 0 }, false)
  })
  const message = `The contents of ${changes.length} changed files were not looked at: ${why}.`
  return { changes: changes.toSorted(byPath), incomplete: [...incomplete, message] }
}

async function rawChanges(
  git: Git,
  sides: Sides,
  limits: ChangeSetLimits,
): Promise<{ raw: RawChange[]; incomplete: string[] }> {
  const parser = new PatchParser(limits.rangesPerFile)
  for await (const chunk of git.stream([...DIFF, '--raw', '--no-renames', sides.baseTree, sides.head.sha])) {
    parser.push(chunk)
    if (parser.raw.length > limits.changes) break
  }
  return { raw: parser.raw.slice(0, limits.changes), incomplete: tooMany(parser, limits) }
}

function tooMany(parser: PatchParser, { changes }: ChangeSetLimits): string[] {
  if (parser.raw.length <= changes) return []
  return [`The change has more than ${changes} files; the rest was not looked at.`]
}

/** The files that differ between two trees, with their changed lines, and what could not be looked at. */
export async function compare(
  git: Git,
  reader: ObjectReader,
  sides: Sides,
  limits: ChangeSetLimits,
): Promise<Comparison> {
  const parser = new PatchParser(limits.rangesPerFile)
  let bytes = 0
  let cut = false
  for await (const chunk of git.stream([...DIFF, ...PATCH, sides.baseTree, sides.head.sha])) {
    parser.push(chunk)
    // The list of files comes first, and whole: what the limit leaves out can be named.
    if (parser.rawComplete) bytes += chunk.length
    if (bytes > limits.diffBytes || parser.raw.length > limits.changes) {
      cut = true
      break
    }
  }
  const raw = parser.raw.slice(0, limits.changes)
  const incomplete = tooMany(parser, limits)
  if (incomplete.length === 0 && cut) {
    incomplete.push(`The diff is larger than ${limits.diffBytes} bytes; files beyond that were not compared.`)
  }
  const patches = new Map<string, FilePatch>()
  for (const patch of parser.patches) {
    // A symlink that becomes a file is written as two sections: the one that adds is what counts.
    const key = patch.headPath ?? patch.basePath
    if (key !== undefined && patch !== parser.unfinished) patches.set(key, patch)
  }
  const contents = await decisiveContents(reader, raw)
  const changes = raw.map((entry) => {
    learn(sides, entry)
    const change = toChange(entry, patches.get(entry.path), contents.get(entry.path), cut)
    if (!decodePath(entry.path).valid)
      incomplete.push(`The name of ${change.path} is not UTF-8: not looked at.`)
    return change
  })
  return { changes: changes.toSorted(byPath), incomplete }
}

/** A symlink's target is a blob too, and git writes its lines into the patch. A submodule has none. */
function hasBlob(mode: string): boolean {
  return mode.startsWith('100') || mode === '120000'
}

function learn(sides: Sides, raw: RawChange): void {
  const path = decodePath(raw.path).path
  if (raw.status !== 'D') sides.head.learn(path, raw.headMode, raw.headOid)
  if (raw.status === 'A') return
  const previous = raw.previousPath === undefined ? path : decodePath(raw.previousPath).path
  sides.base.learn(previous, raw.baseMode, raw.baseOid)
}

/** What decides whether a change is looked at: the head, or the base of a removed file. */
interface Decisive {
  unread?: UnreadReason
  lines: number
}

/** By raw path. Contents stay in the reader's cache for the rules, as far as it reaches. */
async function decisiveContents(
  reader: ObjectReader,
  changes: readonly RawChange[],
): Promise<ReadonlyMap<string, Decisive>> {
  const found = new Map<string, Decisive>()
  for (let start = 0; start < changes.length; start += CLASSIFY_AT_ONCE) {
    const some = changes.slice(start, start + CLASSIFY_AT_ONCE)
    const decided = await Promise.all(some.map(async (raw) => [raw.path, await decide(reader, raw)] as const))
    for (const [path, decisive] of decided) found.set(path, decisive)
  }
  return found
}

async function decide(reader: ObjectReader, raw: RawChange): Promise<Decisive> {
  const [mode, oid] = raw.status === 'D' ? [raw.baseMode, raw.baseOid] : [raw.headMode, raw.headOid]
  const kind = kindOf(mode)
  if (kind !== 'file') return { unread: kind, lines: 0 }
  const content = await reader.read(oid)
  return content.kind === 'text' ? { lines: countLines(content.text) } : { unread: content.reason, lines: 0 }
}

function toChange(
  raw: RawChange,
  patch: FilePatch | undefined,
  content: Decisive | undefined,
  cut: boolean,
): FileChange {
  const { path, valid } = decodePath(raw.path)
  const change: FileChange = {
    status: STATUSES[raw.status] ?? 'modified',
    path,
    ...(raw.previousPath === undefined ? {} : { previousPath: decodePath(raw.previousPath).path }),
    added: [],
    removed: [],
    hunks: [],
  }
  const unread = valid ? content?.unread : 'invalid-utf8'
  if (unread) return { ...change, unread }
  if (patch?.tooManyRanges) return { ...change, unread: 'oversized' }
  if (patch) return { ...change, added: patch.added, removed: patch.removed, hunks: patch.hunks }
  if (raw.baseOid === raw.headOid || content?.lines === 0) return change
  if (cut) return { ...change, unread: 'oversized' }
  // Text now, binary or oversized before: git compares no lines, so all of them are new.
  return { ...change, added: [{ start: 1, end: content?.lines ?? 0 }] }
}
