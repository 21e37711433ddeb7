/** Bounds on what one change set may cost. Whatever goes over one of them is named, never silently dropped. */
export interface ChangeSetLimits {
  /** Bytes of one file; a larger one is `oversized`. GitHub's own OpenAPI description has 13 MB. */
  fileBytes: number
  /** Bytes of the whole patch text; files beyond it are `oversized` and the change set is incomplete. */
  diffBytes: number
  /** Changed files that are looked at; with more the change set is incomplete. */
  changes: number
  /** Separate runs of changed lines in one file; a file with more is `oversized`. */
  rangesPerFile: number
  /** Bytes of one tree listing (`git ls-tree -r`): 512 MiB are some 5 million paths. */
  treeBytes: number
  /** Bytes of decoded texts that are kept in memory between reads. */
  cacheBytes: number
  /** Milliseconds that one local git command may take. */
  commandMs: number
  /** Milliseconds that one fetch over the network may take. */
  fetchMs: number
  /** Bytes on disk by which one fetch may let a mirror grow. */
  fetchBytes: number
}

const MIB = 1024 * 1024

export const DEFAULT_LIMITS: Readonly<ChangeSetLimits> = {
  fileBytes: 20 * MIB,
  diffBytes: 512 * MIB,
  changes: 50_000,
  rangesPerFile: 100_000,
  treeBytes: 512 * MIB,
  cacheBytes: 128 * MIB,
  commandMs: 120_000,
  fetchMs: 300_000,
  fetchBytes: 4096 * MIB,
}

export function withDefaults(limits: Partial<ChangeSetLimits> = {}): ChangeSetLimits {
  return { ...DEFAULT_LIMITS, ...limits }
}
