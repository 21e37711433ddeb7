import type { Comment } from '../parse/code/comments.ts'
import { comments } from '../parse/code/comments.ts'
import type { ChangeSet, Finding, Notice } from '../model/index.ts'
import { compare } from './order.ts'

/** `roadmap-ignore <rule-id> -- reason` in a comment of the head. */
export interface Suppression {
  path: string
  /** Line of the comment itself. */
  line: number
  /** Line it speaks of: its own where code stands before it, else the next line that is no comment. */
  target: number
  ruleId: string
  reason: string
}

export interface Suppressions {
  /** By path. Only those with a reason: one without is refused, and a notice says so. */
  byPath: ReadonlyMap<string, readonly Suppression[]>
  notices: Notice[]
  /** Files whose comments could not be read, by name. */
  notLookedAt: string[]
}

const MARKER = 'roadmap-ignore'
// A glob is taken up too, to be refused: a comment that does nothing must not look as if it did.
const SHAPE = /\broadmap-ignore\s+((?:[\w/-]|[.@](?=\w)|\*(?!\/))+)(?:\s+--\s*(.*\S))?/
/** Files read at a time, so that a change of thousands of files does not hold them all. */
const BATCH = 100

/** Reads every suppression in the changed files of the head. */
export async function readSuppressions(
  changeSet: ChangeSet,
  knownRules: ReadonlySet<string>,
): Promise<Suppressions> {
  const paths = changeSet.changes
    .filter((change) => change.status !== 'removed' && !change.unread)
    .map((change) => change.path)
  const byPath = new Map<string, Suppression[]>()
  const notices: Notice[] = []
  const notLookedAt: string[] = []
  for (let start = 0; start < paths.length; start += BATCH) {
    const contents = await changeSet.head.readMany(paths.slice(start, start + BATCH))
    for (const [path, content] of contents) {
      if (content.kind !== 'text' || !content.text.includes(MARKER)) continue
      try {
        const found = await comments(content.text, path)
        const read = parseComments(path, content.text, found, knownRules)
        notices.push(...read.notices)
        if (read.suppressions.length > 0) byPath.set(path, read.suppressions)
      } catch (error) {
        notLookedAt.push(`comments of ${path}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  return { byPath, notices: sortNotices(notices), notLookedAt: notLookedAt.toSorted() }
}

/** The suppressions in the comments of one file, and what is wrong with the others. */
export function parseComments(
  path: string,
  text: string,
  found: readonly Comment[],
  knownRules: ReadonlySet<string>,
): { suppressions: Suppression[]; notices: Notice[] } {
  const lines = text.split('\n')
  const commentLines = new Set<number>()
  const marked: { line: number; endLine: number; match: RegExpExecArray; alone: boolean }[] = []
  for (const comment of found) {
    const { startLine, endLine, startColumn = 1, endColumn = Infinity } = comment.region
    const after = lines[endLine - 1]?.slice(endColumn - 1).trim() ?? ''
    const alone = !comment.trailing && after === ''
    for (let line = startLine; line <= endLine; line++) {
      if (alone) commentLines.add(line)
      const content = lines[line - 1] ?? ''
      const match = SHAPE.exec(
        content.slice(line === startLine ? startColumn - 1 : 0, line === endLine ? endColumn - 1 : undefined),
      )
      if (match) marked.push({ line, endLine, match, alone })
    }
  }
  const suppressions: Suppression[] = []
  const notices: Notice[] = []
  for (const { line, endLine, match, alone } of marked) {
    const ruleId = match[1] ?? ''
    const reason = match[2]?.replace(/\s*(\*\/|-->)$/, '') || undefined
    const refuse = (message: string): void =>
      void notices.push({
        level: 'warning',
        message,
        location: { side: 'head', path, region: { startLine: line, endLine: line } },
      })
    if (!knownRules.has(ruleId)) refuse(`roadmap-ignore names no rule that exists: ${ruleId}`)
    else if (reason === undefined) {
      refuse(
        `roadmap-ignore ${ruleId} is refused: it gives no reason. Write: roadmap-ignore ${ruleId} -- why`,
      )
    } else {
      const target = alone ? nextCode(lines, commentLines, endLine) : line
      suppressions.push({ path, line, target, ruleId, reason })
    }
  }
  return { suppressions, notices }
}

/** The first line after `line` that is neither blank nor a comment of its own. */
function nextCode(lines: readonly string[], commentLines: ReadonlySet<number>, line: number): number {
  for (let next = line + 1; next <= lines.length; next++) {
    if (!commentLines.has(next) && lines[next - 1]?.trim() !== '') return next
  }
  return line
}

/** The suppression that speaks of a finding, if any. What was removed is met where its twin stands in the head. */
export function findSuppression(
  byPath: ReadonlyMap<string, readonly Suppression[]>,
  finding: Pick<Finding, 'ruleId' | 'location' | 'relatedLocations'>,
): Suppression | undefined {
  const place =
    finding.location.side === 'head'
      ? finding.location
      : finding.relatedLocations?.find((location) => location.side === 'head')
  if (!place) return undefined
  const line = place.region?.startLine ?? 1
  const endLine = place.region?.endLine ?? 1
  return byPath
    .get(place.path)
    ?.find(
      (suppression) =>
        suppression.ruleId === finding.ruleId &&
        ((line <= suppression.target && suppression.target <= endLine) ||
          (line <= suppression.line && suppression.line <= endLine)),
    )
}

function sortNotices(notices: readonly Notice[]): Notice[] {
  return notices.toSorted(
    (a, b) =>
      compare(a.location?.path ?? '', b.location?.path ?? '') ||
      (a.location?.region?.startLine ?? 0) - (b.location?.region?.startLine ?? 0) ||
      compare(a.message, b.message),
  )
}
