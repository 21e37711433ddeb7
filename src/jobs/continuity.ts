import { lineMap, type OpenedMirror } from '../changeset/index.ts'
import type { Continuity } from '../engine/fingerprint.ts'
import { type Side, type Snapshot, UserError } from '../model/index.ts'
import type { Sql } from './database.ts'

/** A finding as the last review of its target left it. */
interface SeenFinding {
  fingerprint: string
  path: string
  knownAs: string | null
  side: Side | null
  line: number | null
  fixed: boolean
}

/** What the last review of a target saw, and at which head. */
export interface LastSeen {
  headSha: string
  findings: SeenFinding[]
}

/** What is kept of the last review, and the files that have another name since: their findings move with them. */
export interface Carried extends Continuity {
  /** From path to path of the head. */
  moved: ReadonlyMap<string, string>
}

/** Files whose contents are compared to find one that was renamed and edited at once. */
const MAX_COMPARED = 200
/** As git: half of the lines. */
const ALIKE = 0.5

/** Undefined where nothing was reviewed yet. */
export async function lastSeen(sql: Sql, repoId: number, target: string): Promise<LastSeen | undefined> {
  const [review] = await sql.query<{ headSha: string }>(
    `select head_sha as "headSha" from roadmap.reviews
     where repo_id = $1 and target = $2 and state = 'published' order by finished_at desc, id desc limit 1`,
    [repoId, target],
  )
  if (!review) return undefined
  const findings = await sql.query<SeenFinding>(
    `select fingerprint, path, known_as as "knownAs", side, line, fixed_at is not null as fixed
     from roadmap.findings where repo_id = $1 and target = $2 order by last_seen_at desc, fingerprint limit 5000`,
    [repoId, target],
  )
  return { headSha: review.headSha, findings }
}

/**
 * How the findings of the last review are found again in a newer head, however it came to be: by the names of their
 * files, renamed since the last push or not, and by their lines. Where the last head is not to be had any more, by names
 * alone.
 */
export async function carryOver(last: LastSeen, changeSet: OpenedMirror): Promise<Carried> {
  const { head } = changeSet
  const before = await snapshotOf(changeSet, last.headSha)
  const onHead = last.findings.filter(({ side }) => side === 'head')
  const moved = await movedFiles(new Set(onHead.map(({ path }) => path)), before, changeSet)
  const knownAs = new Map<string, string>()
  for (const { path, knownAs: name } of onHead) {
    const now = moved.get(path)
    if (now !== undefined && name !== null && !knownAs.has(now)) knownAs.set(now, name)
  }
  const lines = new Map<string, number | undefined>()
  const maps = new Map<string, (line: number) => number | undefined>()
  for (const { fingerprint, path, side, line, fixed } of last.findings) {
    if (fixed) continue
    if (side !== 'head' || line === null) {
      lines.set(fingerprint, line ?? undefined)
      continue
    }
    const find = maps.get(path) ?? (await linesOf(path, moved.get(path), before, head))
    maps.set(path, find)
    lines.set(fingerprint, find(line))
  }
  return { knownAs, lines, moved }
}

async function snapshotOf(changeSet: OpenedMirror, sha: string): Promise<Snapshot | undefined> {
  try {
    return await changeSet.snapshotAt(sha)
  } catch (error) {
    // Rewritten since, and the mirror was made anew.
    if (error instanceof UserError) return undefined
    throw error
  }
}

async function linesOf(
  path: string,
  now: string | undefined,
  before: Snapshot | undefined,
  head: Snapshot,
): Promise<(line: number) => number | undefined> {
  const [older, newer] = await Promise.all([textOf(before, path), textOf(head, now)])
  return older === undefined || newer === undefined ? () => undefined : lineMap(older, newer)
}

async function textOf(snapshot: Snapshot | undefined, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined
  const content = await snapshot?.read(path)
  return content?.kind === 'text' ? content.text : undefined
}

/** Where each file is now: most are where they were. Those that are nowhere are left out. */
async function movedFiles(
  paths: ReadonlySet<string>,
  before: Snapshot | undefined,
  { changes, head }: OpenedMirror,
): Promise<Map<string, string>> {
  const changed = new Set(changes.filter(({ status }) => status !== 'removed').map(({ path }) => path))
  const unknown = [...paths].filter((path) => !changed.has(path))
  // Most findings stand in changed files: the whole tree is listed for the others only.
  const present = new Set(unknown.length === 0 ? [] : (await head.entries()).map(({ path }) => path))
  const found = new Map(
    [...paths].filter((path) => changed.has(path) || present.has(path)).map((path) => [path, path]),
  )
  const gone = unknown.filter((path) => !present.has(path))
  if (gone.length === 0 || !before) return found
  const earlier = new Map((await before.entries()).map(({ path, oid }) => [path, oid]))
  const now = new Map((await head.entries()).map(({ path, oid }) => [path, oid]))
  const fresh = new Set([...changed].filter((path) => !earlier.has(path)).slice(0, MAX_COMPARED))
  const texts = new Map<string, readonly string[]>()
  for (const path of gone.slice(0, MAX_COMPARED)) {
    const same = [...fresh].find((other) => now.get(other) === earlier.get(path))
    const to = same ?? (await mostAlike(path, before, fresh, head, texts))
    if (to === undefined) continue
    fresh.delete(to)
    found.set(path, to)
  }
  return found
}

/** The new file that has most of an old one's lines, if it has half of them. */
async function mostAlike(
  path: string,
  before: Snapshot,
  fresh: ReadonlySet<string>,
  head: Snapshot,
  texts: Map<string, readonly string[]>,
): Promise<string | undefined> {
  const older = linesIn((await textOf(before, path)) ?? '')
  if (older.length === 0) return undefined
  let best: string | undefined
  let most = ALIKE
  for (const other of fresh) {
    const newer = texts.get(other) ?? linesIn((await textOf(head, other)) ?? '')
    texts.set(other, newer)
    const alike = commonLines(older, newer) / Math.max(older.length, newer.length, 1)
    if (alike < most || (alike === most && best !== undefined)) continue
    best = other
    most = alike
  }
  return best
}

function linesIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function commonLines(older: readonly string[], newer: readonly string[]): number {
  const left = new Map<string, number>()
  for (const line of older) left.set(line, (left.get(line) ?? 0) + 1)
  let common = 0
  for (const line of newer) {
    const count = left.get(line) ?? 0
    if (count === 0) continue
    left.set(line, count - 1)
    common += 1
  }
  return common
}
