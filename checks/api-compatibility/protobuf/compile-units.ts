import type { Outline } from '../../../src/parse/protobuf/outline.ts'
import type { ProtoPair, ProtoPairs } from './pairs.ts'
import type { ProtoSide } from './proto-side.ts'

/**
 * Parts of a selection that are compiled together. Files that import one another stay together; two copies of
 * the same definitions, as repositories with several services have them, come apart.
 */
export function compileUnits(
  selected: readonly ProtoPair[],
  sides: { base: ProtoSide; head: ProtoSide },
  pairs: ProtoPairs,
): ProtoPair[][] {
  const units: { pairs: ProtoPair[]; symbols: { base: Set<string>; head: Set<string> } }[] = []
  for (const component of components(selected, sides, pairs)) {
    const symbols = { base: new Set<string>(), head: new Set<string>() }
    for (const side of [sides.base, sides.head]) {
      for (const pair of component) {
        const path = pair[side.side]
        const outline = path === undefined ? undefined : side.file(path)?.outline
        if (outline) for (const name of symbolsOf(outline)) symbols[side.side].add(name)
      }
    }
    const unit = units.find(
      (known) =>
        known.symbols.base.isDisjointFrom(symbols.base) && known.symbols.head.isDisjointFrom(symbols.head),
    )
    if (!unit) units.push({ pairs: [...component], symbols })
    else {
      unit.pairs.push(...component)
      for (const side of ['base', 'head'] as const)
        for (const name of symbols[side]) unit.symbols[side].add(name)
    }
  }
  return units.map((unit) => unit.pairs)
}

/** Names that no other file of the same compilation may define. */
export function symbolsOf({ package: name, elements }: Outline): string[] {
  const prefix = name === '' ? '' : `${name}.`
  return elements.flatMap((element) => {
    switch (element.kind) {
      case 'message':
      case 'enum':
      case 'service':
      case 'extension':
        return [prefix + element.name]
      case 'value':
        // Values stand beside their enum, not in it.
        return [prefix + element.name.replace(/[^.]+\.([^.]+)$/, '$1')]
      default:
        return []
    }
  })
}

function components(
  selected: readonly ProtoPair[],
  sides: { base: ProtoSide; head: ProtoSide },
  pairs: ProtoPairs,
): ProtoPair[][] {
  const near = new Map<ProtoPair, Set<ProtoPair>>(selected.map((pair) => [pair, new Set()]))
  for (const side of [sides.base, sides.head]) {
    for (const pair of selected) {
      const path = pair[side.side]
      if (path === undefined) continue
      for (const { path: imported } of side.file(path)?.outline.imports ?? []) {
        const target = side.resolve(path, imported)
        const other = target === undefined ? undefined : pairs.get(side.side, target)
        if (!other || !near.has(other)) continue
        near.get(pair)?.add(other)
        near.get(other)?.add(pair)
      }
    }
  }
  const seen = new Set<ProtoPair>()
  const found: ProtoPair[][] = []
  for (const start of selected) {
    if (seen.has(start)) continue
    const component: ProtoPair[] = []
    const waiting = [start]
    seen.add(start)
    for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
      component.push(pair)
      for (const other of near.get(pair) ?? []) {
        if (seen.has(other)) continue
        seen.add(other)
        waiting.push(other)
      }
    }
    found.push(component)
  }
  return found
}
