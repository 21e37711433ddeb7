import type { FileChange, Finding } from '../../model/index.ts'
import { type Anchor, Anchors } from './anchors.ts'

/** Findings that share one comment, the worst first, and where it stands. */
export interface Spot {
  findings: [Finding, ...Finding[]]
  anchor: Anchor
  /** The comment stands on exactly the lines that the first finding's suggestion replaces. */
  suggests: boolean
  /** Fingerprints of the findings whose own line the comment does not stand on. */
  away: ReadonlySet<string>
}

interface Placed {
  finding: Finding
  anchor: Anchor
}

interface Group {
  family: string
  placed: [Placed, ...Placed[]]
}

/**
 * Gives findings a place in the diff: their own line, else that of a place that explains them, else the nearest line
 * of the same file. No two comments of a family stand on one line. Findings are taken in the order given, and
 * those the diff has no place for are in `left`.
 */
export function placeFindings(
  findings: readonly Finding[],
  changes: readonly FileChange[],
  groupAfter: number,
): { spots: Spot[]; left: Finding[] } {
  const anchors = new Anchors(changes)
  const placed: Placed[] = []
  const left: Finding[] = []
  for (const finding of findings) {
    const anchor = anchorOf(finding, anchors)
    if (anchor) placed.push({ finding, anchor })
    else left.push(finding)
  }
  const groups = groupByLine(placed, groupAfter)
  const taken = new Set(groups.map(({ placed: [first] }) => lineOf(first.anchor)))
  const spots = groups.map(({ placed: [first, ...more] }): Spot => {
    const all: Spot['findings'] = [first.finding, ...more.map(({ finding }) => finding)]
    const suggested = sharesSuggestion(all) ? anchors.ofSuggestion(first.finding) : undefined
    // Two replacements cannot stand on one line: the second comment stands where its finding does.
    const free = suggested && (lineOf(suggested) === lineOf(first.anchor) || !taken.has(lineOf(suggested)))
    const anchor = free ? suggested : first.anchor
    taken.add(lineOf(anchor))
    return { findings: all, anchor, suggests: free === true, away: awayFrom(all, anchor, anchors) }
  })
  return { spots, left }
}

function anchorOf(finding: Finding, anchors: Anchors): Anchor | undefined {
  const own = anchors.of(finding.location)
  if (own) return own
  for (const related of finding.relatedLocations ?? []) {
    const anchor = related.path === finding.location.path ? anchors.of(related) : undefined
    if (anchor) return anchor
  }
  return anchors.nearest(finding.location) ?? anchors.ofSuggestion(finding)
}

/** Groups keep the order of their first finding, which is the worst. */
function groupByLine(placed: readonly Placed[], groupAfter: number): Group[] {
  const byRule = Map.groupBy(placed, ({ finding }) => finding.ruleId)
  const open = new Map<string, Group>()
  const done = new Set<string>()
  for (const one of placed) {
    const { ruleId } = one.finding
    if (done.has(ruleId)) continue
    const same = byRule.get(ruleId) ?? []
    if (same.length <= groupAfter) {
      join(open, [one])
      continue
    }
    done.add(ruleId)
    const others = same.filter((other) => other !== one)
    const free = [one, ...others].find((candidate) => !open.has(keyOf(candidate)))
    join(open, [one, ...others], free?.anchor)
  }
  return [...open.values()]
}

function join(
  open: Map<string, Group>,
  [first, ...more]: [Placed, ...Placed[]],
  anchor = first.anchor,
): void {
  const lead = { finding: first.finding, anchor }
  const known = open.get(keyOf(lead))
  if (known) known.placed.push(lead, ...more)
  else open.set(keyOf(lead), { family: familyOf(lead), placed: [lead, ...more] })
}

function keyOf(placed: Placed): string {
  return `${familyOf(placed)} ${lineOf(placed.anchor)}`
}

function familyOf({ finding }: Placed): string {
  return finding.ruleId.split('/')[0] ?? ''
}

function lineOf({ path, side, line }: Anchor): string {
  return `${side} ${line} ${path}`
}

/** One replacement mends all that the comment speaks of, or nobody can tell which of them a button is for. */
function sharesSuggestion([first, ...more]: Spot['findings']): boolean {
  const text = JSON.stringify(first.suggestion)
  return text !== undefined && more.every(({ suggestion }) => JSON.stringify(suggestion) === text)
}

function awayFrom(findings: readonly Finding[], anchor: Anchor, anchors: Anchors): Set<string> {
  const here = (finding: Finding): boolean => {
    const own = anchors.of(finding.location)
    return (
      own !== undefined &&
      own.path === anchor.path &&
      own.side === anchor.side &&
      own.line >= (anchor.startLine ?? anchor.line) &&
      (own.startLine ?? own.line) <= anchor.line
    )
  }
  return new Set(findings.filter((finding) => !here(finding)).map(({ fingerprint }) => fingerprint))
}
