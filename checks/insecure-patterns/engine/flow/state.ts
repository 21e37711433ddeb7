import { joinValues, mixed, type Scalar, UNKNOWN, type Value } from './value.ts'

/** Something that is changed in place: a list, a map, an instance, text being built. Never changed itself, only replaced. */
export interface Thing {
  kind: 'list' | 'map' | 'instance' | 'text'
  /** Of a list all items in order, as long as they are known. */
  items?: readonly Value[]
  /** Of a map or an instance what is under keys that are known. */
  entries: ReadonlyMap<Scalar, Value>
  /** What else may be in it. */
  rest?: Value
}

const MAX_DEEP = 200
const MAX_ENTRIES = 500

let next = 1

/** What holds at one place of a run. */
export class State {
  vars: Map<string, Value>
  heap: Map<number, Thing>
  /** Nothing comes here: it was left by `return`, `throw`, `break` or a condition that is never met. */
  dead = false

  constructor(vars = new Map<string, Value>(), heap = new Map<number, Thing>()) {
    this.vars = vars
    this.heap = heap
  }

  fork(): State {
    const copy = new State(new Map(this.vars), new Map(this.heap))
    copy.dead = this.dead
    return copy
  }

  become(other: State): void {
    this.vars = other.vars
    this.heap = other.heap
    this.dead = other.dead
  }

  make(thing: Thing, type?: string): Value {
    const object = next++
    this.heap.set(object, thing)
    return { origin: 'safe', object, ...(type !== undefined && { type }) }
  }

  thing(value: Value): Thing | undefined {
    return value.object === undefined ? undefined : this.heap.get(value.object)
  }

  put(value: Value, thing: Thing): void {
    if (value.object === undefined) return
    const tooMany = (thing.items?.length ?? 0) > MAX_ENTRIES || thing.entries.size > MAX_ENTRIES
    this.heap.set(
      value.object,
      tooMany ? { kind: thing.kind, entries: new Map(), rest: this.content(thing) } : thing,
    )
  }

  /** All that can come out of a thing. */
  content(thing: Thing, seen = new Set<number>()): Value {
    const held = [...(thing.items ?? []), ...thing.entries.values(), ...(thing.rest ? [thing.rest] : [])]
    return mixed(held.slice(0, MAX_DEEP).map((value) => this.deep(value, seen)))
  }

  /** A value with all that it holds. */
  deep(value: Value, seen = new Set<number>()): Value {
    const thing = this.thing(value)
    if (!thing || value.object === undefined || seen.has(value.object) || seen.size > MAX_DEEP) return value
    seen.add(value.object)
    const content = this.content(thing, seen)
    const { taint } = mixed([value, content])
    const holds = (thing.items ?? []).slice(0, 10).flatMap((item) => item.constant ?? [])
    const isFilled = thing.kind !== 'instance' && content.origin !== 'constant'
    return {
      ...value,
      ...(isFilled && { origin: content.origin }),
      ...(taint && { taint }),
      ...(holds.length > 0 && { holds }),
    }
  }
}

/** Either of two states. */
export function joinStates(a: State, b: State): State {
  if (a.dead) return b
  if (b.dead) return a
  const joined = new State(new Map(), new Map(a.heap))
  for (const [id, thing] of b.heap) {
    const known = joined.heap.get(id)
    if (!known) joined.heap.set(id, thing)
    else if (known !== thing) joined.heap.set(id, joinThings(known, thing))
  }
  const join = (x: Value, y: Value): Value => {
    const value = joinValues(x, y)
    const [one, other] = [a.thing(x), b.thing(y)]
    if (value.object !== undefined || (!one && !other)) return value
    const both = one && other ? joinThings(one, other) : (one ?? other)
    if (!both) return value
    // Nobody knows which of the two it is: what is written to it now reaches neither.
    const made = joined.make(both)
    return { ...value, ...(made.object !== undefined && { object: made.object }) }
  }
  for (const [name, value] of a.vars) {
    const other = b.vars.get(name)
    joined.vars.set(name, other ? join(value, other) : value)
  }
  for (const [name, value] of b.vars) if (!a.vars.has(name)) joined.vars.set(name, value)
  return joined
}

function joinThings(a: Thing, b: Thing): Thing {
  const rest = a.rest && b.rest ? joinValues(a.rest, b.rest) : (a.rest ?? b.rest)
  if (a.items && b.items && a.items.length === b.items.length) {
    const items = a.items.map((value, index) => joinValues(value, b.items?.[index] ?? UNKNOWN))
    return { kind: a.kind, items, entries: new Map(), ...(rest && { rest }) }
  }
  if (a.items || b.items) {
    const held = [...(a.items ?? []), ...(b.items ?? []), ...a.entries.values(), ...b.entries.values()]
    const all = [...held, ...(rest ? [rest] : [])]
    return { kind: a.kind, entries: new Map(), ...(all.length > 0 && { rest: mixed(all) }) }
  }
  const entries = new Map(a.entries)
  for (const [key, value] of b.entries) {
    const known = entries.get(key)
    entries.set(key, known ? joinValues(known, value) : value)
  }
  return { kind: a.kind, entries, ...(rest && { rest }) }
}
