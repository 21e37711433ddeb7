import type { QName, XmlAttribute, XmlElement } from '../xml/element.ts'

/** Where something of a schema is written. */
export type SchemaNode = XmlElement | XmlAttribute

/** A facet of a simple type as written. */
export interface Facet {
  value: string
  node: SchemaNode
}

/** The facets in force on a simple type, those of its ancestors included. */
export interface Facets {
  /** Undefined: any value. */
  enumeration?: Facet[]
  /** A value must match one pattern of each step of derivation. */
  patterns: Facet[][]
  /** `length`, `minLength`, `minInclusive`… by name: the innermost that is written. */
  limits: ReadonlyMap<string, Facet>
  /** XML Schema 1.1 `assertion` and `explicitTimezone`. */
  assertions: Facet[]
}

/** One member of a simple type: an atomic type or a list; a type that is no union has just one. */
export type Atom =
  | { variety: 'atomic'; builtIn: string; facets: Facets }
  | { variety: 'list'; item: SimpleType; facets: Facets }
  /** A type that is nowhere in the repository: equal only to itself. */
  | { variety: 'unknown'; name: string; facets: Facets }

export interface SimpleType {
  kind: 'simple'
  /** Undefined for an anonymous type. */
  name?: QName
  /** Undefined for a built-in type. */
  node?: XmlElement
  atoms: Atom[]
}

export interface AttributeUse {
  name: QName
  required: boolean
  node: XmlElement
  type: () => SimpleType
  fixed?: XmlAttribute
  default?: XmlAttribute
  /** `wsdl:arrayType` of a SOAP-encoded array, with its prefix resolved. */
  arrayType?: QName
}

/** Which names a wildcard lets through. */
export interface Wildcard {
  node: XmlElement
  /** `##any`, else the namespaces let through (or, with `not`, kept out); empty text for no namespace. */
  namespaces: ReadonlySet<string> | 'any'
  not: boolean
  process: 'strict' | 'lax' | 'skip'
}

export interface ElementDeclaration {
  name: QName
  node: XmlElement
  /** The global declaration where the node is a reference to it. */
  declaration: XmlElement
  nillable: boolean
  abstract: boolean
  fixed?: XmlAttribute
  default?: XmlAttribute
  type: () => Type
  /** `key`, `unique` and `keyref`. */
  constraints: XmlElement[]
}

/** A content model; numbers of times are `Infinity` for `unbounded`. */
export type Particle =
  | { kind: 'element'; declaration: ElementDeclaration; min: number; max: number; node: XmlElement }
  | { kind: 'any'; wildcard: Wildcard; min: number; max: number; node: XmlElement }
  | {
      kind: 'sequence' | 'choice' | 'all'
      items: readonly Particle[]
      min: number
      max: number
      node: XmlElement
    }
  /** The content of a type that is nowhere in the repository. */
  | { kind: 'unknown'; name: string; node: XmlElement; min: number; max: number }

export interface ComplexType {
  kind: 'complex'
  name?: QName
  /** Undefined for `anyType`. */
  node?: XmlElement
  abstract: boolean
  mixed: boolean
  /** Text instead of elements. */
  simple?: SimpleType
  /** Undefined: no element may stand in it. */
  particle?: Particle
  /** By `{uri}local`. */
  attributes: ReadonlyMap<string, AttributeUse>
  anyAttribute?: Wildcard
  /** XML Schema 1.1 `assert`, `alternative` and `openContent`. */
  assertions: XmlElement[]
}

/** A type that is nowhere in the repository: equal only to itself. */
export interface UnknownType {
  kind: 'unknown'
  name: QName
}

export type Type = SimpleType | ComplexType | UnknownType
