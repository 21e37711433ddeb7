/** One hunk of a unified diff; numbers are 1-based, `lines` keep their leading ` `, `+`, `-` or `\`. */
export interface DiffHunk {
  header: string
  oldStart: number
  oldLines: number
  newStart: number
  newLines: number
  lines: string[]
}

export interface DiffFile {
  status: 'added' | 'modified' | 'removed' | 'renamed' | 'changed'
  path: string
  previousPath: string | undefined
  /** Blob id in the head; in the base for a removed file. */
  blob: string
  additions: number
  deletions: number
  /** From the first `@@` on; undefined for binary files and pure renames. */
  patch: string | undefined
  hunks: DiffHunk[]
}

const STATUS = { A: 'added', M: 'modified', D: 'removed', R: 'renamed', T: 'changed' } as const

/** Joins `git diff --raw -z` with the patch of the same diff: both list the files in the same order. */
export function parseDiff(raw: string, patch: string): DiffFile[] {
  // Not a multiline `^`: it would also match after a lone carriage return inside somebody's file.
  const sections = `\n${patch}`.split('\ndiff --git ').slice(1)
  let next = 0
  const fields = raw.split('\0')
  const files: DiffFile[] = []
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [, , oldBlob = '', newBlob = '', code = 'M'] = (fields[index] ?? '').split(' ')
    const letter = code.charAt(0) as keyof typeof STATUS
    const renamed = letter === 'R'
    const previousPath = renamed ? fields[index + 1] : undefined
    if (renamed) index += 1
    const section = sections[next] ?? ''
    // A change of type (file to symlink) is printed as a removal and an addition.
    next += letter === 'T' ? 2 : 1
    const text = hunkText(section)
    const hunks = text === undefined ? [] : parseHunks(text)
    files.push({
      status: STATUS[letter],
      path: fields[index + 1] ?? '',
      previousPath,
      blob: letter === 'D' ? oldBlob : newBlob,
      additions: count(hunks, '+'),
      deletions: count(hunks, '-'),
      patch: text,
      hunks,
    })
  }
  return files
}

/** The part of one file's patch from its first hunk on. */
export function hunkText(section: string): string | undefined {
  const start = section.indexOf('\n@@ ')
  return start < 0 ? undefined : section.slice(start + 1).replace(/\n$/, '')
}

export function parseHunks(patch: string): DiffHunk[] {
  const hunks: DiffHunk[] = []
  for (const line of patch.split('\n')) {
    const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (header) {
      hunks.push({
        header: line,
        oldStart: Number(header[1]),
        oldLines: Number(header[2] ?? 1),
        newStart: Number(header[3]),
        newLines: Number(header[4] ?? 1),
        lines: [],
      })
    } else {
      hunks.at(-1)?.lines.push(line)
    }
  }
  return hunks
}

function count(hunks: readonly DiffHunk[], sign: string): number {
  return hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.startsWith(sign)).length, 0)
}
