import { isDeepStrictEqual } from 'node:util'
import type { LineCounter } from 'yaml'
import type { ConfigProblem } from '../types.ts'
import { fileKey } from '../options.ts'
import { MAX_PROBLEMS } from './limits.ts'
import type { TreeNode } from './tree.ts'

export type Path = readonly (string | number)[]

/** Collects what is wrong with a file, each at its exact place. */
export class Problems {
  readonly #root: TreeNode
  readonly #found: { offset: number; message: string; hint?: string }[] = []

  constructor(root: TreeNode) {
    this.#root = root
  }

  /** Something wrong with a value; of a value that is missing, at what it is missing from. */
  atValue(path: Path, message: string, hint?: string): void {
    const { node, keyOffset, missing } = locate(this.#root, path)
    // A value that could not be read has its own problem already.
    if (node.value === undefined) return
    this.#add(missing ? (keyOffset ?? node.offset) : node.offset, message, hint)
  }

  /** Something wrong with a key. */
  atKey(path: Path, message: string, hint?: string): void {
    const { node, keyOffset } = locate(this.#root, path)
    this.#add(keyOffset ?? node.offset, message, hint)
  }

  isMissing(path: Path): boolean {
    return locate(this.#root, path).missing
  }

  /** The value at a path as written, or undefined. */
  valueAt(path: Path): unknown {
    const { node, missing } = locate(this.#root, path)
    return missing ? undefined : node.value
  }

  /** True when more would not be listed: time to stop looking for hints. */
  get full(): boolean {
    return this.#found.length > MAX_PROBLEMS
  }

  list(): readonly { offset: number; message: string; hint?: string }[] {
    return this.#found
  }

  #add(offset: number, message: string, hint?: string): void {
    const problem = { offset, message, ...(hint !== undefined && { hint }) }
    if (this.full) return
    if (!this.#found.some((other) => isDeepStrictEqual(other, problem))) this.#found.push(problem)
  }
}

/** The node at a path, or the last one on the way to it. */
function locate(root: TreeNode, path: Path): { node: TreeNode; keyOffset?: number; missing: boolean } {
  let node = root
  let keyOffset: number | undefined
  for (const step of path) {
    const entry =
      typeof step === 'string' ? (node.entries?.get(step) ?? node.entries?.get(fileKey(step))) : undefined
    const next = entry?.node ?? (typeof step === 'number' ? node.items?.[step] : undefined)
    if (!next) return { node, ...(keyOffset !== undefined && { keyOffset }), missing: true }
    keyOffset = entry?.keyOffset
    node = next
  }
  return { node, ...(keyOffset !== undefined && { keyOffset }), missing: false }
}

/** Line of the key at a path, else of its value. */
export function lineOf(root: TreeNode, lines: LineCounter, path: Path): number | undefined {
  const { node, keyOffset, missing } = locate(root, path)
  return missing ? undefined : lines.linePos(keyOffset ?? node.offset).line
}

/** Problems in the order of their places, with the rest counted where there are too many to read. */
export function toConfigProblems(
  found: readonly { offset: number; message: string; hint?: string }[],
  lines: LineCounter,
  path: string,
): ConfigProblem[] {
  const problems = found
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, message, hint }) => {
      const { line, col } = lines.linePos(offset)
      return {
        message,
        path,
        line: Math.max(line, 1),
        column: Math.max(col, 1),
        ...(hint !== undefined && { hint }),
      }
    })
  const last = problems[MAX_PROBLEMS - 1]
  if (problems.length <= MAX_PROBLEMS || !last) return problems
  return [
    ...problems.slice(0, MAX_PROBLEMS - 1),
    {
      ...last,
      message: `and more problems: the first ${MAX_PROBLEMS - 1} are listed`,
      hint: 'mend these first',
    },
  ]
}

/** `waivers[0].expires` */
export function formatPath(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${fileKey(step)}`,
    )
    .join('')
}
