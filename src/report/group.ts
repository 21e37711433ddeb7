import type { Finding, HiddenBecause, Level, Review, Side } from '../model/index.ts'
import { compareLevels } from '../model/index.ts'

/** The shown findings of one file, worst first, then from top to bottom. */
export interface FileGroup {
  path: string
  /** The worst level in the file. */
  level: Level
  findings: Finding[]
}

export interface HeldBack {
  because: HiddenBecause
  findings: Finding[]
}

export function shown(review: Review): Finding[] {
  return review.findings.filter(({ verdict }) => verdict.shown)
}

/** Files with the worst finding first; files alike, by path. */
export function byFile(findings: readonly Finding[]): FileGroup[] {
  return [...Map.groupBy(findings, ({ location }) => location.path)]
    .map(([path, inFile]) => {
      const sorted = inFile.toSorted(
        (a, b) => compareLevels(a.level, b.level) || line(a) - line(b) || order(a, b),
      )
      return { path, level: sorted[0]?.level ?? 'note', findings: sorted }
    })
    .toSorted((a, b) => compareLevels(a.level, b.level) || compareText(a.path, b.path))
}

/** Findings that are not shown, by the reason, most first. Nothing is dropped: shown plus held back is all. */
export function heldBack(review: Review): HeldBack[] {
  const hidden = review.findings.filter(({ verdict }) => !verdict.shown)
  return [...Map.groupBy(hidden, ({ verdict }) => (verdict.shown ? 'capped' : verdict.because))]
    .map(([because, findings]) => ({ because, findings }))
    .toSorted((a, b) => b.findings.length - a.findings.length || compareText(a.because, b.because))
}

/** Code-unit order: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function line(finding: Finding): number {
  return finding.location.region?.startLine ?? 0
}

const SIDES: readonly Side[] = ['base', 'head']

function order(a: Finding, b: Finding): number {
  return (
    SIDES.indexOf(a.location.side) - SIDES.indexOf(b.location.side) ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.fingerprint, b.fingerprint)
  )
}
