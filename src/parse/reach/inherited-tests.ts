import type { CallGraph } from './graph.ts'

/** Whether a file has tests, or a class that inherits some. */
export function inheritsTests(graph: CallGraph, path: string, seen = new Set<string>()): boolean {
  const file = graph.file(path)
  if (!file || seen.has(path)) return false
  seen.add(path)
  if (file.facts.registersTests === 'loaded') return true
  return file.facts.units.some(
    ({ kind, aliveWith }) =>
      kind === 'class' &&
      aliveWith?.some((name) =>
        graph.local(file, name).units.some((unit) => inheritsTests(graph, graph.at(unit).path, seen)),
      ) === true,
  )
}
