import type { UnitFact } from '../facts.ts'

/** A name spoken in a unit: alone, before a dot with a constant property, or behind a dot of something unknown. */
interface Spoken {
  unit: UnitFact
  name: string
  property?: string
}

/**
 * The names of one function (of the file, outermost). Names that it declares are dropped when it ends, the others are
 * handed outwards: what arrives at the file's own scope means something of the file or of its imports.
 */
export class Scope {
  readonly outer: Scope | undefined
  private readonly declared = new Set<string>()
  private readonly spoken: Spoken[] = []

  constructor(outer?: Scope) {
    this.outer = outer
  }

  declare(name: string): void {
    this.declared.add(name)
  }

  speak(unit: UnitFact, name: string, property?: string): void {
    this.spoken.push(property === undefined ? { unit, name } : { unit, name, property })
  }

  end(): void {
    if (this.outer) {
      for (const one of this.spoken) {
        if (!this.declared.has(one.name)) this.outer.spoken.push(one)
        // `service.charge()` on a parameter: which `charge` is not known, but one of that name.
        else if (one.property !== undefined) one.unit.properties.push(one.property)
      }
      return
    }
    for (const { unit, name, property } of this.spoken) {
      if (property === undefined) unit.names.push(name)
      else unit.members.push([name, property])
    }
    // Kept for a whole tree at a time: what is said twice is kept once.
    for (const unit of new Set(this.spoken.map(({ unit }) => unit))) {
      unit.names = [...new Set(unit.names)]
      unit.members = [...new Map(unit.members.map((pair) => [pair.join('.'), pair])).values()]
    }
  }
}
