import type { Region } from '../../model/index.ts'

// Avro's schemas (https://avro.apache.org/docs/1.12.0/specification/#schema-declaration), with their places.

export interface Place {
  path: string
  region: Region
}

export const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const
export type PrimitiveName = (typeof PRIMITIVES)[number]

interface Annotated extends Place {
  /** `decimal(9, 2)`, `timestamp-millis`: how the value of the type is meant. */
  logical?: string
}

export interface PrimitiveType extends Annotated {
  kind: 'primitive'
  name: PrimitiveName
}

/** A type that is defined elsewhere, by its full name. */
export interface ReferenceType extends Annotated {
  kind: 'reference'
  fullName: string
}

export interface ArrayType extends Annotated {
  kind: 'array'
  items: AvroType
}

export interface MapType extends Annotated {
  kind: 'map'
  values: AvroType
}

export interface UnionType extends Annotated {
  kind: 'union'
  branches: AvroType[]
}

interface Named extends Annotated {
  /** Without the namespace. */
  name: string
  fullName: string
  /** Full names. */
  aliases: string[]
}

export interface RecordType extends Named {
  kind: 'record'
  fields: AvroField[]
}

export interface EnumType extends Named {
  kind: 'enum'
  symbols: Symbol[]
  default?: string
}

export interface FixedType extends Named {
  kind: 'fixed'
  size: number
  /** Where the size stands. */
  sizePlace: Place
}

export interface Symbol extends Place {
  name: string
}

export interface AvroField extends Place {
  name: string
  aliases: string[]
  type: AvroType
  hasDefault: boolean
}

export type NamedType = RecordType | EnumType | FixedType
export type AvroType = PrimitiveType | ReferenceType | ArrayType | MapType | UnionType | NamedType

/** A message of a protocol: what a client may call. */
export interface Message extends Place {
  name: string
  /** The parameters, as the fields of a record. */
  request: RecordType
  response: AvroType
  /** What it may throw besides strings. */
  errors: UnionType
  oneWay: boolean
}

/** One file: a schema, or a protocol with its types. */
export interface AvroDocument {
  path: string
  /** The schema of the file. A protocol has none. */
  root?: AvroType
  /** Every type the file defines, by full name. */
  types: Map<string, NamedType>
  protocol?: { name: string; place: Place; messages: Map<string, Message> }
}

export function isNamed(type: AvroType): type is NamedType {
  return type.kind === 'record' || type.kind === 'enum' || type.kind === 'fixed'
}

/** A type in a few words: `int`, `array of string`, `record User`, `union of null and string`. */
export function describe(type: AvroType): string {
  switch (type.kind) {
    case 'primitive':
      return type.name
    case 'reference':
      return type.fullName
    case 'array':
      return `array of ${describe(type.items)}`
    case 'map':
      return `map of ${describe(type.values)}`
    case 'union':
      return `union of ${type.branches.map((branch) => describe(branch)).join(', ')}`
    default:
      return `${type.kind} ${type.name}`
  }
}
