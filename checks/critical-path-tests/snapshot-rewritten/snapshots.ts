/** A kind of file that a test runner writes, and compares with from then on. */
interface SnapshotKind {
  globs: readonly string[]
  /** The tests that may own it, by what they are called. */
  owners: (path: string, text: string) => string[]
  /** Name of the entry that begins on a line; absent where a file is one entry. */
  entry?: RegExp
}

const KINDS: readonly SnapshotKind[] = [
  {
    // Jest and Vitest. https://jestjs.io/docs/snapshot-testing
    globs: ['**/__snapshots__/*.{snap,shot}'],
    owners: (path) => [path.replace(/__snapshots__\/([^/]+)\.(?:snap|shot)$/, '$1')],
    entry: /^exports\[`(.*)`\] = /,
  },
  {
    // syrupy for pytest. https://github.com/syrupy-project/syrupy
    globs: ['**/__snapshots__/*.ambr'],
    owners: (path) => [path.replace(/__snapshots__\/([^/]+)\.ambr$/, '$1.py')],
    entry: /^# name: (.*)$/,
  },
  {
    // insta for Rust: the file says which source asserts it. https://insta.rs/docs/snapshot-files/
    globs: ['**/snapshots/*.snap'],
    owners: (path, text) => {
      const source = /^source: "?([^"\n]+)"?$/m.exec(text.slice(0, 2_000))?.[1]?.trim()
      if (source === undefined) return []
      // From the root of the workspace, or of the crate.
      const crate = /^(.*?)(?:src|tests)\//.exec(path)?.[1] ?? ''
      return [source, `${crate}${source}`]
    },
  },
  {
    // Verify and ApprovalTests: `Class.Method.verified.txt` beside `Class.cs`.
    globs: ['**/*.{verified,approved}.*'],
    owners: (path) => {
      const [, folder = '', name = ''] = /^(.*\/)?([^./]+)\.[^/]*$/.exec(path) ?? []
      return ['cs', 'java', 'kt', 'ts', 'js', 'py'].map((extension) => `${folder}${name}.${extension}`)
    },
  },
]

export const SNAPSHOTS = KINDS.flatMap(({ globs }) => globs)

/** The kinds with the globs that know them by path. */
export function kindsOf(matches: (globs: readonly string[]) => boolean): readonly SnapshotKind[] {
  return KINDS.filter(({ globs }) => matches(globs))
}

/** The entry that a 1-based line stands in. */
export function entryAt(lines: readonly string[], line: number, { entry }: SnapshotKind): string | undefined {
  if (!entry) return undefined
  for (let at = Math.min(line, lines.length) - 1; at >= 0; at--) {
    const found = entry.exec(lines[at] ?? '')
    if (found) return found[1]?.trim()
  }
  return undefined
}
