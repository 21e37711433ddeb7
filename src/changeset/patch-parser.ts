import type { LineRange } from '../model/index.ts'
import type { LineDiff } from './line-diff.ts'
import { extend } from './line-diff.ts'
import { unquotePath } from './quoted-path.ts'

/** One line of `git diff-tree --raw`. Paths are latin1 strings, one character a byte. */
export interface RawChange {
  baseMode: string
  headMode: string
  baseOid: string
  headOid: string
  /** A, D, M, R or T (see git-diff-tree, "Raw output format"). */
  status: string
  /** Path in the head, or of the removed file. */
  path: string
  previousPath?: string
}

/** The lines of one `diff --git` section. A path is undefined on the side where it is `/dev/null`. */
export interface FilePatch extends LineDiff {
  basePath?: string
  headPath?: string
  /** More runs of changed lines than the limit: the ranges are not all here. */
  tooManyRanges: boolean
}

/** Bytes of a header line that are kept: paths of a tree can be long, four bytes to a quoted one. */
const HEADER_BYTES = 256 * 1024
const NEWLINE = 10

/**
 * Reads `git diff-tree -r --patch-with-raw -U3` (without -z: names are quoted, hence unambiguous) in
 * pieces of any size. Only the first byte of a line inside a hunk is looked at, so that content can
 * never be taken for a header, and a line of any length costs no memory.
 */
export class PatchParser {
  readonly raw: RawChange[] = []
  readonly patches: FilePatch[] = []
  readonly #rangesPerFile: number
  #header: Buffer[] = []
  #headerBytes = 0
  #skipToNewline = false
  #baseLeft = 0
  #headLeft = 0
  #baseLine = 0
  #headLine = 0
  #patch: FilePatch = emptyPatch()
  #sawPatch = false

  constructor(rangesPerFile: number) {
    this.#rangesPerFile = rangesPerFile
  }

  push(chunk: Buffer): void {
    let position = 0
    while (position < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, position)
      const end = newline === -1 ? chunk.length : newline
      if (!this.#skipToNewline) {
        if (this.#baseLeft > 0 || this.#headLeft > 0) {
          this.#hunkLine(chunk[position] ?? NEWLINE)
          this.#skipToNewline = true
        } else {
          this.#keep(chunk.subarray(position, end))
          if (newline !== -1) this.#endHeader()
        }
      }
      if (newline !== -1) this.#skipToNewline = false
      position = end + 1
    }
  }

  /** The section that was being read when the input was cut off, if its lines are not all known. */
  get unfinished(): FilePatch | undefined {
    return this.#baseLeft > 0 || this.#headLeft > 0 ? this.#patch : undefined
  }

  /** Whether any section has begun, that is, whether the raw lines are all known. */
  get rawComplete(): boolean {
    return this.#sawPatch
  }

  #keep(piece: Buffer): void {
    if (this.#headerBytes >= HEADER_BYTES) return
    this.#header.push(Buffer.from(piece.subarray(0, HEADER_BYTES - this.#headerBytes)))
    this.#headerBytes += piece.length
  }

  #endHeader(): void {
    const line = Buffer.concat(this.#header).toString('latin1')
    this.#header = []
    this.#headerBytes = 0
    if (line.startsWith('diff --git ')) {
      this.#sawPatch = true
      this.#patch = emptyPatch()
    } else if (!this.#sawPatch) {
      if (line.startsWith(':')) this.raw.push(parseRawLine(line))
    } else if (line.startsWith('--- ')) setPath(this.#patch, 'basePath', line.slice(4), 'a/')
    else if (line.startsWith('+++ ')) {
      setPath(this.#patch, 'headPath', line.slice(4), 'b/')
      this.patches.push(this.#patch)
    } else if (line.startsWith('@@ ')) this.#beginHunk(line)
  }

  #beginHunk(line: string): void {
    const numbers = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (!numbers) throw new Error(`a hunk header that git does not write: ${line.slice(0, 80)}`)
    this.#baseLine = Number(numbers[1])
    this.#headLine = Number(numbers[3])
    this.#baseLeft = Number(numbers[2] ?? 1)
    this.#headLeft = Number(numbers[4] ?? 1)
    this.#append(this.#patch.hunks, {
      base: { start: this.#baseLine, end: this.#baseLine + this.#baseLeft - 1 },
      head: { start: this.#headLine, end: this.#headLine + this.#headLeft - 1 },
    })
  }

  #hunkLine(first: number): void {
    if (first === 0x2b) {
      this.#extend(this.#patch.added, this.#headLine++)
      this.#headLeft--
    } else if (first === 0x2d) {
      this.#extend(this.#patch.removed, this.#baseLine++)
      this.#baseLeft--
    } else if (first !== 0x5c) {
      // Context; a backslash begins "\ No newline at end of file", which is no line.
      this.#baseLine++
      this.#headLine++
      this.#baseLeft--
      this.#headLeft--
    }
  }

  #extend(ranges: LineRange[], line: number): void {
    if (ranges.length < this.#rangesPerFile) extend(ranges, line)
    else if (ranges.at(-1)?.end === line - 1) extend(ranges, line)
    else this.#patch.tooManyRanges = true
  }

  #append<T>(list: T[], value: T): void {
    if (list.length < this.#rangesPerFile) list.push(value)
    else this.#patch.tooManyRanges = true
  }
}

function emptyPatch(): FilePatch {
  return { added: [], removed: [], hunks: [], tooManyRanges: false }
}

function setPath(patch: FilePatch, side: 'basePath' | 'headPath', written: string, prefix: string): void {
  // git ends a name that holds a blank with a tab.
  const name = unquotePath(written.endsWith('\t') ? written.slice(0, -1) : written)
  if (name !== '/dev/null') patch[side] = name.slice(prefix.length)
}

/** `:100644 100644 <oid> <oid> R086\told\tnew` */
function parseRawLine(line: string): RawChange {
  const [fields = '', first = '', second] = line.split('\t')
  const [baseMode = '', headMode = '', baseOid = '', headOid = '', status = ''] = fields.slice(1).split(' ')
  const change = { baseMode, headMode, baseOid, headOid, status: status.charAt(0) }
  if (second === undefined) return { ...change, path: unquotePath(first) }
  return { ...change, path: unquotePath(second), previousPath: unquotePath(first) }
}
