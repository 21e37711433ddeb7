import type { CallGraph } from './graph.ts'

/** How many other files load each file by name, directly. */
export function importersOf(graph: CallGraph): Map<string, number> {
  const counts = new Map<string, number>()
  for (const path of graph.files()) {
    const file = graph.file(path)
    if (!file) continue
    const loaded = new Set<string>(graph.namedInScope(file))
    for (const target of [...file.loads, ...[...file.lazyLoads.values()].flat()])
      for (const one of graph.filesOf(target)) loaded.add(one)
    loaded.delete(path)
    for (const one of loaded) counts.set(one, (counts.get(one) ?? 0) + 1)
  }
  return counts
}
