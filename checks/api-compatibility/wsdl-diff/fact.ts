import type { Level, Side } from '../../../src/model/index.ts'
import type { SchemaNode } from '../../../src/parse/xsd/types.ts'
import { attributeAt, type XmlElement } from '../../../src/parse/xml/element.ts'

/** One difference between two versions of a schema or of a service, at one place of the sources. */
export interface Fact {
  /** What kind of difference, in a word or two: part of its identity. */
  kind: string
  /** The level where documents are written by the other side and read by this one; undefined: nothing to say. */
  narrow?: Level
  /** The level where documents are written by this side and read by the other one. */
  widen?: Level
  /** The side `node` is of: the base for something removed. */
  side: Side
  node: SchemaNode
  /** The nearest place on the other side. */
  other?: SchemaNode
  /** One sentence without the full stop, with before and after. */
  words: string
  /** Tells apart several facts of one kind at one node. */
  detail?: string
  fix?: string
}

/** An element's attribute where it is written, else the element: the line a person has to change. */
export function placeOf(element: XmlElement, ...attributes: string[]): SchemaNode {
  for (const name of attributes) {
    const attribute = attributeAt(element, name)
    if (attribute) return attribute
  }
  return element
}

/** For a name that begins a sentence, in the middle of one. */
export function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}
