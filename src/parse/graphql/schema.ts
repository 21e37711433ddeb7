import type { Region } from '../../model/index.ts'

// What a GraphQL service offers, put together from any number of documents. The terms are those of the
// specification (https://spec.graphql.org/September2025/#sec-Type-System).

export type TypeKind = 'scalar' | 'object' | 'interface' | 'union' | 'enum' | 'input'
export const OPERATIONS = ['query', 'mutation', 'subscription'] as const
export type Operation = (typeof OPERATIONS)[number]

/** Where something is named in the sources. */
export interface Place {
  path: string
  region: Region
}

export type TypeReference =
  | { kind: 'named'; name: string }
  | { kind: 'list'; of: TypeReference }
  | { kind: 'non-null'; of: TypeReference }

/** The use of a directive on a definition, with its arguments in a normal form. */
export interface AppliedDirective extends Place {
  name: string
  arguments: string
}

/** A part of a type that has a name. */
export interface Member extends Place {
  name: string
  directives: AppliedDirective[]
  /** The reason given with `@deprecated`; undefined where it is not deprecated. */
  deprecated?: string
  /** First and last character (exclusive) of the whole definition in its file, its description included, and its line. */
  span?: { start: number; end: number; line: number }
}

/** An argument, or a field of an input object. */
export interface InputValue extends Member {
  type: TypeReference
  typePlace: Place
  /** The default in a normal form: the fields of objects sorted, no white space that says nothing. */
  default?: { value: string; place: Place }
}

export interface Field extends Member {
  type: TypeReference
  typePlace: Place
  arguments: Map<string, InputValue>
}

export interface TypeDefinition extends Place {
  name: string
  kind: TypeKind
  /** Only `extend` was found, no definition: it belongs to another service or another document. */
  extension: boolean
  /** Of objects and interfaces. */
  fields: Map<string, Field>
  /** Of input objects. */
  inputFields: Map<string, InputValue>
  /** Of enums. */
  values: Map<string, Member>
  /** Of unions. */
  members: Map<string, Place>
  /** Interfaces that an object or interface implements. */
  interfaces: Map<string, Place>
  directives: AppliedDirective[]
}

export interface DirectiveDefinition extends Place {
  name: string
  repeatable: boolean
  locations: Map<string, Place>
  arguments: Map<string, InputValue>
}

export interface Schema {
  types: Map<string, TypeDefinition>
  directives: Map<string, DirectiveDefinition>
  /** As `schema { … }` and `extend schema { … }` say. */
  roots: Map<Operation, { type: string; place: Place }>
  /** Whether a `schema` definition was found: the usual names `Query`, `Mutation`, `Subscription` then say nothing. */
  declaresRoots: boolean
}

export function emptySchema(): Schema {
  return { types: new Map(), directives: new Map(), roots: new Map(), declaresRoots: false }
}

export function emptyType(name: string, kind: TypeKind, place: Place, extension = false): TypeDefinition {
  return {
    name,
    kind,
    ...place,
    extension,
    fields: new Map(),
    inputFields: new Map(),
    values: new Map(),
    members: new Map(),
    interfaces: new Map(),
    directives: [],
  }
}

const USUAL_NAME: Readonly<Record<Operation, string>> = {
  query: 'Query',
  mutation: 'Mutation',
  subscription: 'Subscription',
}

/** The root type of each operation that the schema offers. */
export function rootsOf(schema: Schema): Map<Operation, { type: string; place: Place }> {
  const roots = new Map(schema.roots)
  if (schema.declaresRoots) return roots
  for (const operation of OPERATIONS) {
    const type = schema.types.get(USUAL_NAME[operation])
    if (!roots.has(operation) && type?.kind === 'object') {
      roots.set(operation, { type: type.name, place: { path: type.path, region: type.region } })
    }
  }
  return roots
}

/** A type as it is written in SDL: `[String!]!`. */
export function printType(type: TypeReference): string {
  if (type.kind === 'named') return type.name
  return type.kind === 'list' ? `[${printType(type.of)}]` : `${printType(type.of)}!`
}

/** Whether a request must give it. */
export function isRequired(value: InputValue): boolean {
  return value.type.kind === 'non-null' && value.default === undefined
}

/** Puts schemas of several documents together. What two of them define is taken from the first. */
export function mergeSchemas(schemas: readonly Schema[]): Schema {
  const merged = emptySchema()
  for (const schema of schemas) {
    for (const type of schema.types.values()) addType(merged, type)
    fill(merged.directives, schema.directives)
    fill(merged.roots, schema.roots)
    merged.declaresRoots ||= schema.declaresRoots
  }
  return merged
}

/** Adds a definition or an extension of a type to what is known of it. */
export function addType(schema: Schema, type: TypeDefinition): void {
  const known = schema.types.get(type.name)
  if (!known) {
    schema.types.set(type.name, {
      ...type,
      fields: new Map(type.fields),
      inputFields: new Map(type.inputFields),
      values: new Map(type.values),
      members: new Map(type.members),
      interfaces: new Map(type.interfaces),
      directives: [...type.directives],
    })
    return
  }
  if (known.extension && !type.extension) {
    const { kind, path, region } = type
    Object.assign(known, { kind, path, region, extension: false })
  }
  fill(known.fields, type.fields)
  fill(known.inputFields, type.inputFields)
  fill(known.values, type.values)
  fill(known.members, type.members)
  fill(known.interfaces, type.interfaces)
  known.directives.push(...type.directives)
}

function fill<T>(into: Map<string, T>, from: ReadonlyMap<string, T>): void {
  for (const [name, value] of from) if (!into.has(name)) into.set(name, value)
}
