import type { Outline } from '../../../src/parse/protobuf/outline.ts'
import type { ProtoPair, ProtoPairs } from './pairs.ts'
import type { ProtoSide } from './proto-side.ts'

type Sides = { base: ProtoSide; head: ProtoSide }

interface Unit {
  pairs: Set<ProtoPair>
  /** Which file defines a name, per side. */
  owners: Map<string, ProtoPair>
}

/**
 * Groups of a selection that are compiled together. A file always comes with what it imports; two copies of the
 * same definitions, as repositories with several services have them, come apart.
 */
export function compileUnits(selected: readonly ProtoPair[], sides: Sides, pairs: ProtoPairs): ProtoPair[][] {
  const imports = importsOf(selected, sides, pairs)
  const units: Unit[] = []
  const placed = new Set<ProtoPair>()
  for (const top of byImporters(selected, imports)) {
    if (placed.has(top)) continue
    const closure = closureOf(top, imports)
    const symbols = [...closure].flatMap((pair) => namesOf(pair, sides).map((name) => [name, pair] as const))
    const fits = ({ owners }: Unit): boolean =>
      symbols.every(([name, pair]) => (owners.get(name) ?? pair) === pair)
    let unit = units.find(fits)
    if (!unit) {
      unit = { pairs: new Set(), owners: new Map() }
      units.push(unit)
    }
    for (const pair of closure) {
      unit.pairs.add(pair)
      placed.add(pair)
    }
    for (const [name, pair] of symbols) unit.owners.set(name, pair)
  }
  return units.map((unit) => selected.filter((pair) => unit.pairs.has(pair)))
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

/** What nobody imports comes first: whatever is imported is then placed with it. */
function byImporters(
  selected: readonly ProtoPair[],
  imports: ReadonlyMap<ProtoPair, ReadonlySet<ProtoPair>>,
): ProtoPair[] {
  const imported = new Set([...imports].flatMap(([from, all]) => [...all].filter((pair) => pair !== from)))
  return [...selected.filter((pair) => !imported.has(pair)), ...selected.filter((pair) => imported.has(pair))]
}

function closureOf(top: ProtoPair, imports: ReadonlyMap<ProtoPair, ReadonlySet<ProtoPair>>): Set<ProtoPair> {
  const closure = new Set([top])
  // A set may grow while it is walked.
  for (const pair of closure) for (const other of imports.get(pair) ?? []) closure.add(other)
  return closure
}

function importsOf(
  selected: readonly ProtoPair[],
  sides: Sides,
  pairs: ProtoPairs,
): Map<ProtoPair, Set<ProtoPair>> {
  const imports = new Map<ProtoPair, Set<ProtoPair>>(selected.map((pair) => [pair, new Set()]))
  for (const side of [sides.base, sides.head]) {
    for (const pair of selected) {
      const path = pair[side.side]
      if (path === undefined) continue
      for (const { path: imported } of side.file(path)?.outline.imports ?? []) {
        const target = side.resolve(path, imported)
        const other = target === undefined ? undefined : pairs.get(side.side, target)
        if (other && imports.has(other)) imports.get(pair)?.add(other)
      }
    }
  }
  return imports
}

function namesOf(pair: ProtoPair, sides: Sides): string[] {
  return [sides.base, sides.head].flatMap((side) => {
    const path = pair[side.side]
    const outline = path === undefined ? undefined : side.file(path)?.outline
    return outline ? symbolsOf(outline).map((name) => `${side.side} ${name}`) : []
  })
}
