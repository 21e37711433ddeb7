import type { CallGraph } from './graph.ts'
import { push } from './joined-file.ts'
import type { Reached } from './reach.ts'

/** Files that load one of `paths`, directly or through others, those included. */
export function loadersOf(graph: CallGraph, paths: Iterable<string>): ReadonlySet<string> {
  const seen = new Set(paths)
  if (seen.size === 0) return seen
  const loadedBy = new Map<string, string[]>()
  for (const path of graph.files()) {
    const file = graph.file(path)
    if (!file) continue
    for (const target of [...file.loads, ...file.paths, ...[...file.lazyLoads.values()].flat()]) {
      for (const loaded of graph.filesOf(target)) push(loadedBy, loaded, path)
    }
    for (const named of graph.namedInScope(file)) push(loadedBy, named, path)
  }
  const queue = [...seen]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const loader of loadedBy.get(path) ?? []) {
      if (seen.has(loader)) continue
      seen.add(loader)
      queue.push(loader)
    }
  }
  return seen
}

/** The innermost unit around a line of a file that is called `name`, or the innermost one there is. */
export function unitAt(graph: CallGraph, path: string, line: number, name: string): number | undefined {
  const file = graph.file(path)
  if (!file) return undefined
  let best = 0
  let named: number | undefined
  for (const [index, unit] of file.facts.units.entries()) {
    if (index === 0 || unit.startLine > line || unit.endLine < line) continue
    const size = unit.endLine - unit.startLine
    const bestUnit = file.facts.units[best]
    if (best === 0 || (bestUnit && size <= bestUnit.endLine - bestUnit.startLine)) best = index
    if (unit.name === name || (name === 'constructor' && unit.always)) named = index
  }
  // What runs when the file is loaded belongs to no function, whatever stands around its line.
  return file.first + (name === '' ? 0 : (named ?? best))
}

/** From the test to the unit, in words: `test/pay.test.ts → src/index.ts → charge`. */
export function wayInWords(graph: CallGraph, reached: Reached, number: number): string[] {
  const words: string[] = []
  let last = ''
  for (const step of reached.way(number)) {
    const { path, unit, index } = graph.at(step)
    const word = index === 0 || path !== last ? path : unit.name
    if (word !== '' && words.at(-1) !== word) words.push(word)
    if (index !== 0 && path !== last && unit.name !== '' && words.length > 1) words.push(unit.name)
    last = path
  }
  return words
}
