import type { Hunk } from '../model/index.ts'

export type PatchHunks = readonly Hunk[]

/** The hunks of a file's `patch` as GitHub's API gives it: a unified diff without file headers. */
export function parseHunks(patch: string): PatchHunks {
  return [...patch.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map((match) => ({
    base: range(match[1], match[2]),
    head: range(match[3], match[4]),
  }))
}

function range(start: string | undefined, count: string | undefined): Hunk['base'] {
  const first = Number(start)
  return { start: first, end: first + Number(count ?? 1) - 1 }
}
