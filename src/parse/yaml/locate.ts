import { EVENT_ID, getScalarValue, type Event } from 'js-yaml'
import type { Region } from '../../model/index.ts'
import { placesOf, wantedTree, type Pointer, type Span, type Wanted } from '../source-tree.ts'

/** The places of values in a YAML text; a value behind an alias or a merge key has the place it is written at. */
export function locateInEvents(
  text: string,
  events: readonly Event[],
  pointers: readonly Pointer[],
): Region[] {
  const root = wantedTree(pointers)
  const locator = new Locator(text, events)
  locator.node(firstContent(events), root, undefined)
  return placesOf(pointers, locator.found, root, text)
}

function firstContent(events: readonly Event[]): number {
  return events[0]?.type === EVENT_ID.DOCUMENT ? 1 : 0
}

class Locator {
  readonly found = new Map<Wanted, Span>()
  readonly #text: string
  readonly #events: readonly Event[]
  readonly #anchors = new Map<string, number>()

  constructor(text: string, events: readonly Event[]) {
    this.#text = text
    this.#events = events
  }

  /** Looks at the node that begins with event `at`; returns the index of the event behind it. */
  node(at: number, wanted: Wanted | undefined, key: Span | undefined): number {
    const event = this.#events[at]
    if (!event) return at + 1
    this.#remember(event, at)
    if (wanted && !this.found.has(wanted)) {
      const own = spanOf(event)
      this.found.set(wanted, key ? { start: key.start, end: Math.max(key.end, scalarEnd(event)) } : own)
    }
    switch (event.type) {
      case EVENT_ID.MAPPING:
        return this.#mapping(at, wanted)
      case EVENT_ID.SEQUENCE:
        return this.#sequence(at, wanted)
      case EVENT_ID.ALIAS: {
        const anchor = this.#anchors.get(this.#text.slice(event.anchorStart, event.anchorEnd))
        if (anchor !== undefined && wanted?.children) this.#inside(anchor, wanted)
        return at + 1
      }
      default:
        return at + 1
    }
  }

  /** Looks for the children of `wanted` in an already seen node, without giving `wanted` a new place. */
  #inside(at: number, wanted: Wanted): void {
    const type = this.#events[at]?.type
    if (type === EVENT_ID.MAPPING) this.#mapping(at, wanted)
    else if (type === EVENT_ID.SEQUENCE) this.#sequence(at, wanted)
  }

  #sequence(at: number, wanted: Wanted | undefined): number {
    let next = at + 1
    for (let index = 0; this.#open(next); index++) {
      next = this.node(next, wanted?.children?.get(String(index)), undefined)
    }
    return next + 1
  }

  #mapping(at: number, wanted: Wanted | undefined): number {
    let next = at + 1
    const merged: number[] = []
    while (this.#open(next)) {
      const keyEvent = this.#events[next]
      const scalar = keyEvent?.type === EVENT_ID.SCALAR ? keyEvent : undefined
      const name = wanted?.children && scalar ? getScalarValue(this.#text, scalar) : undefined
      const value = this.node(next, undefined, undefined)
      const child = name === undefined ? undefined : wanted?.children?.get(name)
      if (child) this.found.delete(child)
      if (name === '<<') merged.push(value)
      next = this.node(value, child, scalar ? { start: scalar.valueStart, end: scalar.valueEnd } : undefined)
    }
    if (wanted) for (const source of merged) this.#merge(source, wanted)
    return next + 1
  }

  #merge(at: number, wanted: Wanted): void {
    const event = this.#events[at]
    if (event?.type === EVENT_ID.SEQUENCE) {
      for (let next = at + 1; this.#open(next); next = this.node(next, undefined, undefined)) {
        this.#merge(next, wanted)
      }
      return
    }
    let source = at
    if (event?.type === EVENT_ID.ALIAS) {
      source = this.#anchors.get(this.#text.slice(event.anchorStart, event.anchorEnd)) ?? at
    }
    const missing = new Map([...(wanted.children ?? [])].filter(([, child]) => !this.found.has(child)))
    if (missing.size > 0) this.#inside(source, { wanted: [], children: missing })
  }

  #open(at: number): boolean {
    const type = this.#events[at]?.type
    return type !== undefined && type !== EVENT_ID.POP
  }

  #remember(event: Event, at: number): void {
    if (event.type !== EVENT_ID.MAPPING && event.type !== EVENT_ID.SEQUENCE) return
    if (event.anchorStart >= 0) this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), at)
  }
}

function spanOf(event: Event): Span {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return { start: event.valueStart, end: event.valueEnd }
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return { start: event.start, end: event.start }
    case EVENT_ID.ALIAS:
      return { start: event.anchorStart, end: event.anchorEnd }
    default:
      return { start: 0, end: 0 }
  }
}

function scalarEnd(event: Event): number {
  return event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS ? spanOf(event).end : -1
}
