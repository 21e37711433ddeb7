import { compareLevels, type Level } from '../../../src/model/index.ts'
import type { Fact } from './fact.ts'

/** What part of a contract a difference belongs to; each is one rule. */
export type Area = 'operation' | 'binding' | 'message' | 'request' | 'response' | 'narrowed' | 'widened'

/** A fact as it is reported: at one level, with everything it reaches. */
export interface ContractChange extends Omit<Fact, 'narrow' | 'widen'> {
  area: Area
  level: Level
  /** Operations, or elements of a schema without a WSDL, by name; may be empty. */
  affects: string[]
}

/** Collects changes: one place that many operations use gives one change. */
export class Collector {
  readonly #changes = new Map<string, ContractChange & { affects: string[] }>()

  /** The first area a fact is seen in keeps it; the worst level counts. */
  add(fact: Fact, area: Area, level: Level, affected?: string): void {
    const { node, side, kind, detail = '' } = fact
    const element = 'children' in node ? node : node.element
    const key = [
      side,
      element.source.path,
      node.region.startLine,
      node.region.startColumn,
      kind,
      detail,
    ].join(' ')
    const known = this.#changes.get(key)
    if (!known) {
      const { narrow: _narrow, widen: _widen, ...rest } = fact
      this.#changes.set(key, { ...rest, area, level, affects: affected === undefined ? [] : [affected] })
      return
    }
    if (compareLevels(level, known.level) < 0) {
      known.level = level
      known.area = area
    }
    if (affected !== undefined && !known.affects.includes(affected)) known.affects.push(affected)
  }

  get changes(): ContractChange[] {
    return [...this.#changes.values()]
  }
}
