import type { Notice, Snapshot } from '../../model/index.ts'
import { type Baseline, BASELINE_PATH, parseBaseline, regionOf } from './file.ts'

export interface LoadedBaseline {
  /** Absent where there is none, or where it cannot be believed. */
  baseline?: Baseline
  /** What is wrong with it, on its lines. */
  notices: Notice[]
  /** It is there and cannot be believed: it hides nothing, and nothing passes until it is mended. */
  broken: boolean
}

/** Reads the baseline of one tree: the base's, so that a change cannot hide its own findings. */
export async function loadBaseline(snapshot: Snapshot, side: 'base' | 'head'): Promise<LoadedBaseline> {
  const content = await snapshot.read(BASELINE_PATH)
  if (content.kind !== 'text') {
    if (content.reason === 'absent') return { notices: [], broken: false }
    return brokenBy([{ message: `cannot be read: ${content.detail ?? content.reason}`, line: 1 }], side)
  }
  const parsed = parseBaseline(content.text)
  return parsed.ok
    ? { baseline: parsed.baseline, notices: [], broken: false }
    : brokenBy(parsed.problems, side)
}

function brokenBy(
  problems: readonly { message: string; line: number }[],
  side: 'base' | 'head',
): LoadedBaseline {
  const notices = problems.map(({ message, line }) => ({
    level: 'error' as const,
    message: `The baseline is not valid, so it hides nothing: ${message}`,
    location: { side, path: BASELINE_PATH, region: regionOf(line) },
  }))
  return { notices, broken: true }
}
