import { openTree } from '../../../src/changeset/index.ts'
import { codeTree } from '../../../src/parse/reach/code-tree.ts'
import { reach } from '../../../src/parse/reach/reach.ts'
import type { Executed, Suite } from './suites.ts'

/** How far what names tell agrees with what ran. */
export interface Agreement {
  functions: number
  /** No test reaches them, and yet they ran. */
  falseAlarms: string[]
  /** No test reaches them, and they did not run. */
  caught: number
  /** Of those: they ran while all tests were there. */
  found: number
  /** They ran while all tests were there, do not now, and a test is thought to reach them. */
  missed: number
}

/**
 * Holds the functions of a folder, with `tests` alone as its tests, against those that ran.
 * @param whole what ran with all tests
 */
export async function agreement(
  suite: Suite,
  folder: string,
  tests: readonly string[],
  { ran, seen, by }: Executed,
  whole?: Executed,
): Promise<Agreement> {
  const opened = await openTree({ dir: folder })
  try {
    const tree = await codeTree(suite.ecosystem, opened.head, AbortSignal.timeout(600_000))
    if (!tree) throw new Error(`${folder} is too large`)
    const reached = reach(tree.graph, { tests, loaded: tree.loaded })
    const result: Agreement = { functions: 0, falseAlarms: [], caught: 0, found: 0, missed: 0 }
    for (const path of tree.graph.files()) {
      if (!suite.isCode(path) || suite.isTest(path)) continue
      const file = tree.graph.file(path)
      for (const [index, unit] of file?.facts.units.entries() ?? []) {
        // V8 counts from the function, which may begin a line below its name.
        const more = by === 'statement' ? unit.endLine - unit.startLine : 1
        const key = Array.from({ length: more + 1 }, (_, line) => `${path}:${unit.startLine + line}`).find(
          (one) => seen.has(one),
        )
        if (!file || !['function', 'member'].includes(unit.kind) || key === undefined) continue
        result.functions++
        const isReached = reached.has(file.first + index)
        if (!isReached && ran.has(key)) result.falseAlarms.push(`${key} ${unit.name}`)
        else if (!isReached) {
          result.caught++
          if (whole?.ran.has(key)) result.found++
        } else if (!ran.has(key) && whole?.ran.has(key)) result.missed++
      }
    }
    return result
  } finally {
    await opened.dispose()
  }
}
