import type { BranchCount, CoverageReport, FileCoverage } from './report.ts'

/**
 * One report of two: what either executed was executed, what either knows is known. Map both to the tree first, as the
 * same file may have a path of its own in each.
 */
export function mergeCoverage(one: CoverageReport, other: CoverageReport): CoverageReport {
  const files = new Map(one.files)
  for (const [path, file] of other.files) files.set(path, merge(files.get(path), file))
  const roots = [...new Set([...(one.roots ?? []), ...(other.roots ?? [])])]
  const format = one.format === other.format ? one.format : 'mixed'
  return { format, files, ...(roots.length > 0 && { roots }) }
}

/** The coverage of one file of that of two; neither is changed. */
export function merge(one: FileCoverage | undefined, other: FileCoverage | undefined): FileCoverage {
  const merged: FileCoverage = { lines: new Map(one?.lines), branches: new Map(one?.branches) }
  for (const [line, hits] of other?.lines ?? []) {
    merged.lines.set(line, Math.max(hits, merged.lines.get(line) ?? 0))
  }
  for (const [line, count] of other?.branches ?? []) {
    const known = merged.branches.get(line)
    merged.branches.set(line, known ? mergeBranches(known, count) : count)
  }
  return merged
}

/** Counts alone do not tell whether both took the same way: the larger count is what is sure. */
function mergeBranches(one: BranchCount, other: BranchCount): BranchCount {
  if (one.arms && other.arms && one.arms.length === other.arms.length) {
    const arms = one.arms.map((taken, index) => taken || other.arms?.[index] === true)
    return { taken: arms.filter(Boolean).length, total: arms.length, arms }
  }
  return { taken: Math.max(one.taken, other.taken), total: Math.max(one.total, other.total) }
}
