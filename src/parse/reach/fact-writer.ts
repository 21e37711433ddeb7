import type { SyntaxNode } from '../code/index.ts'
import type { FileFacts, ImportFact, UnitFact, UnitKind } from './facts.ts'
import { segmentsOf } from './paths.ts'

interface Spoken {
  names: Set<string>
  members: Map<string, [string, string]>
  properties: Set<string>
}

/** Collects the facts of one file; what a unit says twice is kept once. Units are named by their index. */
export class FactWriter {
  readonly facts: FileFacts = {
    imports: [],
    units: [],
    exports: [],
    mocks: [],
    paths: [],
    loadsUnnamed: [],
    registersTests: undefined,
  }
  private readonly spoken: Spoken[] = []
  private readonly imported = new Set<string>()

  /** Adds a unit; the first one is the file. */
  unit(
    kind: UnitKind,
    name: string,
    node: SyntaxNode,
    parent: number,
    more: Pick<
      UnitFact,
      'always' | 'aliveWith' | 'entry' | 'inObject' | 'partial' | 'calledFromOutside' | 'implementsOutside'
    > = {},
  ): number {
    const { startLine, endLine } = node.region
    this.spoken.push({ names: new Set(), members: new Map(), properties: new Set() })
    const unit = { kind, name, parent, startLine, endLine, ...more, names: [], members: [], properties: [] }
    return this.facts.units.push(unit) - 1
  }

  name(unit: number, name: string): void {
    this.spoken[unit]?.names.add(name)
  }

  member(unit: number, object: string, property: string): void {
    this.spoken[unit]?.members.set(`${object}.${property}`, [object, property])
  }

  property(unit: number, name: string): void {
    this.spoken[unit]?.properties.add(name)
  }

  /** Speaks the segments of a string that is a path, so that what answers to the path is reached. */
  text(unit: number, text: string): void {
    for (const segment of segmentsOf(text)) this.property(unit, segment)
  }

  import(specifier: string, names: ImportFact['names'], kind: ImportFact['kind'] = 'static', unit = 0): void {
    const key = `${kind} ${unit} ${specifier} ${names.join(' ')}`
    if (this.imported.has(key)) return
    this.imported.add(key)
    this.facts.imports.push({ specifier, kind, unit, names })
  }

  finish(): FileFacts {
    for (const [index, unit] of this.facts.units.entries()) {
      const spoken = this.spoken[index]
      if (!spoken) continue
      unit.names = [...spoken.names]
      unit.members = [...spoken.members.values()]
      unit.properties = [...spoken.properties]
    }
    return this.facts
  }
}
