import type { ChangeSet, FileChange, Finding, LineRange } from '../../model/index.ts'
import { changesLines, findChange } from '../../model/index.ts'

/** A block of added lines that took the place of removed ones. */
interface Replaced {
  added: LineRange
  /** How many findings it can have had before: one a line. */
  left: number
}

/** Whether the change wrote the lines of a finding. */
export function isTouched({ location: { side, path, region } }: Finding, changeSet: ChangeSet): boolean {
  const change = findChange(changeSet, side, path)
  return change !== undefined && (!region || changesLines(change, side, region))
}

/**
 * Tells findings on lines that a change rewrote or moved from those on lines that it added: rules speak of changed lines
 * only, so that what still stands elsewhere in the file cannot be counted. A line was there if the change removed one with
 * the same text, white space aside, or if it stands in place of a removed one. Each removed line answers once.
 */
export class EarlierLines {
  readonly #changeSet: ChangeSet
  readonly #files = new Map<string, Promise<{ head: string[]; removed: Map<string, number> }>>()
  readonly #replaced = new Map<string, Replaced[]>()

  constructor(changeSet: ChangeSet) {
    this.#changeSet = changeSet
  }

  async had({ location: { side, path, region } }: Finding): Promise<boolean> {
    const changeSet = this.#changeSet
    if (side === 'base' || changeSet.base.sha === 'empty') return true
    const change = findChange(changeSet, side, path)
    if (!change || change.status === 'added') return false
    if (!region || !changesLines(change, side, region)) return true
    let file = this.#files.get(path)
    if (!file) this.#files.set(path, (file = this.#read(change)))
    const { head, removed } = await file
    const text = normal(head[region.startLine - 1] ?? '')
    const same = removed.get(text) ?? 0
    const block = this.#blocks(change).find(
      ({ added }) => added.start <= region.startLine && region.startLine <= added.end,
    )
    if (same === 0 && (!block || block.left === 0)) return false
    if (same > 0) removed.set(text, same - 1)
    if (block) block.left -= 1
    return true
  }

  async #read(change: FileChange): Promise<{ head: string[]; removed: Map<string, number> }> {
    const [base, head] = await Promise.all([
      this.#changeSet.base.read(change.previousPath ?? change.path),
      this.#changeSet.head.read(change.path),
    ])
    const before = base.kind === 'text' ? base.text.split('\n') : []
    const removed = new Map<string, number>()
    for (const { start, end } of change.removed) {
      for (const line of before.slice(start - 1, end)) {
        removed.set(normal(line), (removed.get(normal(line)) ?? 0) + 1)
      }
    }
    return { head: head.kind === 'text' ? head.text.split('\n') : [], removed }
  }

  #blocks(change: FileChange): Replaced[] {
    let blocks = this.#replaced.get(change.path)
    if (!blocks) this.#replaced.set(change.path, (blocks = replacedBlocks(change)))
    return blocks
  }
}

/** Blocks in which lines were rewritten: an added and a removed range at the same place of the diff. */
export function replacedBlocks({ added, removed }: Pick<FileChange, 'added' | 'removed'>): Replaced[] {
  const blocks: Replaced[] = []
  // A line of the head is the base's plus this.
  let shift = 0
  let at = 0
  for (const range of added) {
    for (let gone = removed[at]; gone && gone.start + shift <= range.start; gone = removed[++at]) {
      if (gone.start + shift === range.start) blocks.push({ added: range, left: length(gone) })
      shift -= length(gone)
    }
    shift += length(range)
  }
  return blocks
}

function length({ start, end }: LineRange): number {
  return end - start + 1
}

function normal(line: string): string {
  return line.replaceAll(/\s+/g, '')
}
