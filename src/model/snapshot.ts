/** Why a path of a tree has no text to look at. Each is named in the review, never silently passed. */
export type UnreadReason =
  | 'absent'
  | 'binary'
  | 'symlink'
  | 'submodule'
  | 'lfs-pointer'
  | 'oversized'
  | 'invalid-utf8'
  | 'unavailable'

/** The content of a path: text, or the reason there is none. */
export type FileContent =
  | {
      kind: 'text'
      /** Decoded UTF-8 without a byte order mark; line ends are left as they are. */
      text: string
      /** Identity of the content (git blob id, or a hash of the bytes): a key for caches. */
      oid: string
    }
  | { kind: 'unread'; reason: UnreadReason; detail?: string }

/** One path of a commit's tree. */
export interface TreeEntry {
  path: string
  kind: 'file' | 'symlink' | 'submodule'
  oid: string
}

/**
 * One commit's tree, or one folder. Reading is batched by the implementation: ask for everything a rule
 * needs at once (`readMany`, or many `read` calls in one tick) and it costs one round trip.
 */
export interface Snapshot {
  /** Commit id (40 hexadecimal digits), or a word such as `empty` or `directory` where there is no commit. */
  readonly sha: string
  /** Every path, sorted by path. */
  entries(): Promise<readonly TreeEntry[]>
  /** Paths of plain files that match any of the globs, sorted. */
  list(globs: string | readonly string[]): Promise<string[]>
  /** Never throws for something in the tree: an unreadable path answers `unread`. */
  read(path: string): Promise<FileContent>
  readMany(paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>>
}
