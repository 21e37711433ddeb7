import { stripComments } from 'jsonc-parser'
import { parseJson } from '../json/parse-json.ts'
import type { Pointer, SourceTree, SyntaxProblem } from '../source-tree.ts'
import {
  PRIMITIVES,
  type AvroDocument,
  type AvroField,
  type AvroType,
  type Message,
  type NamedType,
  type Place,
  type PrimitiveName,
  type RecordType,
  type UnionType,
} from './schema.ts'

export type ReadAvro =
  | { kind: 'document'; document: AvroDocument }
  /** Why the file cannot be read, and where. */
  | { kind: 'problem'; problem: SyntaxProblem }

/** Reads a schema (`.avsc`) or a protocol (`.avpr`). Comments are allowed, as Avro's own parser allows them. */
export function readAvroJson(path: string, text: string): ReadAvro {
  let tree = parseJson(path, text)
  if (tree.problems.length > 0 && /\/[/*]/.test(text)) tree = parseJson(path, stripComments(text, ' '))
  const [problem] = tree.problems
  if (problem) return { kind: 'problem', problem }
  return readAvroTree(tree)
}

/** Reads a schema or protocol out of a text that was parsed already, or out of a part of one. */
export function readAvroTree(tree: SourceTree): ReadAvro {
  return new Reader(tree).read()
}

/** Most entries of one list: fields, symbols, branches. Unions of more types than this are written by no hand. */
const MAX_ENTRIES = 10_000
const MAX_BRANCHES = 2000
/** Most types of one file. */
const MAX_TYPES = 200_000

/** A schema that Avro would refuse. */
class Refused extends Error {
  override name = 'Refused'
  readonly pointer: Pointer

  constructor(message: string, pointer: Pointer) {
    super(message)
    this.pointer = pointer
  }
}

class Reader {
  readonly #tree: SourceTree
  readonly #types = new Map<string, NamedType>()
  readonly #pending: { pointer: Pointer; place: Place }[] = []
  #count = 0

  constructor(tree: SourceTree) {
    this.#tree = tree
  }

  read(): ReadAvro {
    const { value, path } = this.#tree
    try {
      const document: AvroDocument =
        isObject(value) && typeof get(value, 'protocol') === 'string'
          ? this.#protocol(value)
          : { path, root: this.#type(value, [], ''), types: this.#types }
      this.#locate()
      return { kind: 'document', document }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const [region] = this.#tree.locate([error.pointer])
      const place = region && { ...region, endLine: region.startLine }
      return {
        kind: 'problem',
        problem: { message: `is not Avro: ${error.message}`, ...(place && { region: place }) },
      }
    }
  }

  #protocol(value: Record<string, unknown>): AvroDocument {
    const name = String(get(value, 'protocol'))
    const namespace = stringAt(value, 'namespace') ?? namespaceOf(name)
    listAt(value, 'types', []).forEach((type, index) => this.#type(type, ['types', index], namespace))
    const messages = new Map<string, Message>()
    const described = get(value, 'messages')
    for (const [key, message] of Object.entries(isObject(described) ? described : {})) {
      messages.set(key, this.#message(key, message, ['messages', key], namespace))
    }
    const place = this.#place(['protocol'])
    return { path: this.#tree.path, types: this.#types, protocol: { name, place, messages } }
  }

  #message(name: string, value: unknown, pointer: Pointer, namespace: string): Message {
    if (!isObject(value)) throw new Refused(`message ${name} is no object`, pointer)
    const errors = listAt(value, 'errors', pointer)
    const union: UnionType = {
      kind: 'union',
      branches: errors.map((error, index) => this.#type(error, [...pointer, 'errors', index], namespace)),
      ...this.#unplaced(),
    }
    const request: RecordType = {
      kind: 'record',
      name,
      fullName: name,
      aliases: [],
      fields: this.#fields(value, 'request', pointer, namespace),
      ...this.#unplaced(),
    }
    this.#relocate(union, [...pointer, 'errors'])
    this.#relocate(request, [...pointer, 'request'])
    const message: Message = {
      name,
      request,
      response: this.#type(get(value, 'response') ?? 'null', [...pointer, 'response'], namespace),
      errors: union,
      oneWay: get(value, 'one-way') === true,
      ...this.#unplaced(),
    }
    this.#relocate(message, pointer)
    return message
  }

  #type(value: unknown, pointer: Pointer, namespace: string): AvroType {
    const type = this.#read(value, pointer, namespace)
    const logical = logicalOf(value)
    if (logical !== undefined) type.logical = logical
    return type
  }

  #read(value: unknown, pointer: Pointer, namespace: string): AvroType {
    const here = this.#unplaced()
    if (typeof value === 'string') {
      const type: AvroType = isPrimitive(value)
        ? { kind: 'primitive', name: value, ...here }
        : { kind: 'reference', fullName: fullNameOf(value, namespace), ...here }
      return this.#relocate(type, pointer)
    }
    if (++this.#count > MAX_TYPES) throw new Refused(`it has more than ${MAX_TYPES} types`, pointer)
    if (Array.isArray(value)) {
      if (value.length > MAX_BRANCHES)
        throw new Refused(`a union has more than ${MAX_BRANCHES} types`, pointer)
      const branches = value.map((branch, index) => this.#type(branch, [...pointer, index], namespace))
      return this.#relocate({ kind: 'union', branches, ...here }, pointer)
    }
    if (!isObject(value)) throw new Refused('a type is a name, an object or a list', pointer)
    const kind = get(value, 'type')
    const inner = (key: string): Pointer => [...pointer, key]
    switch (kind) {
      case 'array':
        return this.#relocate(
          { kind, items: this.#type(get(value, 'items'), inner('items'), namespace), ...here },
          pointer,
        )
      case 'map':
        return this.#relocate(
          { kind, values: this.#type(get(value, 'values'), inner('values'), namespace), ...here },
          pointer,
        )
      case 'record':
      case 'error':
      case 'enum':
      case 'fixed':
        return this.#named(kind === 'error' ? 'record' : kind, value, pointer, namespace)
      default:
        if (kind === undefined) throw new Refused('a type has no "type"', pointer)
        return this.#read(kind, inner('type'), namespace)
    }
  }

  #named(
    kind: NamedType['kind'],
    value: Record<string, unknown>,
    pointer: Pointer,
    enclosing: string,
  ): NamedType {
    const written = stringAt(value, 'name')
    if (written === undefined) throw new Refused(`the ${kind} has no name`, pointer)
    const fullName = fullNameOf(written, stringAt(value, 'namespace') ?? enclosing)
    const namespace = namespaceOf(fullName)
    const name = fullName.slice(fullName.lastIndexOf('.') + 1)
    const aliases = listAt(value, 'aliases', pointer).flatMap((alias) =>
      typeof alias === 'string' ? [fullNameOf(alias, namespace)] : [],
    )
    const common = { name, fullName, aliases, ...this.#unplaced() }
    const type = ((): NamedType => {
      if (kind === 'enum') {
        const symbols = listAt(value, 'symbols', pointer).map((symbol, index) => {
          if (typeof symbol !== 'string')
            throw new Refused('a symbol is no text', [...pointer, 'symbols', index])
          return this.#relocate({ name: symbol, ...this.#unplaced() }, [...pointer, 'symbols', index])
        })
        const fallback = stringAt(value, 'default')
        return { kind, ...common, symbols, ...(fallback !== undefined && { default: fallback }) }
      }
      if (kind === 'fixed') {
        const size = get(value, 'size')
        if (typeof size !== 'number') throw new Refused(`fixed ${fullName} has no size`, pointer)
        return { kind, ...common, size, sizePlace: this.#place([...pointer, 'size']) }
      }
      return { kind, ...common, fields: [] }
    })()
    if (this.#types.has(fullName)) throw new Refused(`${fullName} is defined twice`, [...pointer, 'name'])
    this.#types.set(fullName, type)
    if (type.kind === 'record') type.fields = this.#fields(value, 'fields', pointer, namespace)
    return this.#relocate(type, [...pointer, 'name'])
  }

  #fields(value: Record<string, unknown>, key: string, pointer: Pointer, namespace: string): AvroField[] {
    const fields = get(value, key)
    return entries(fields, [...pointer, key]).map((field, index) => {
      const at = [...pointer, key, index]
      const name = isObject(field) ? stringAt(field, 'name') : undefined
      if (!isObject(field) || name === undefined) throw new Refused('a field has no name', at)
      const aliases = listAt(field, 'aliases', at).filter((alias) => typeof alias === 'string')
      const read: AvroField = {
        name,
        aliases,
        type: this.#type(get(field, 'type'), [...at, 'type'], namespace),
        hasDefault: Object.hasOwn(field, 'default'),
        ...this.#unplaced(),
      }
      return this.#relocate(read, [...at, 'name'])
    })
  }

  #unplaced(): Place {
    return { path: this.#tree.path, region: { startLine: 1, endLine: 1 } }
  }

  #place(pointer: Pointer): Place {
    return this.#relocate(this.#unplaced(), pointer)
  }

  /** Gives something its place when the text is passed over. */
  #relocate<T extends Place>(place: T, pointer: Pointer): T {
    this.#pending.push({ pointer, place })
    return place
  }

  #locate(): void {
    const regions = this.#tree.locate(this.#pending.map(({ pointer }) => pointer))
    this.#pending.forEach(({ place }, index) => {
      const region = regions[index]
      if (!region) return
      const { startLine, startColumn, endLine, endColumn } = region
      const oneLine = startLine === endLine
      place.region = {
        startLine,
        endLine: startLine,
        ...(startColumn !== undefined && { startColumn }),
        ...(oneLine && endColumn !== undefined && { endColumn }),
      }
    })
  }
}

export function fullNameOf(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name.replace(/^\./, '') : `${namespace}.${name}`
}

export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')))
}

export function isPrimitive(name: string): name is PrimitiveName {
  return (PRIMITIVES as readonly string[]).includes(name)
}

function logicalOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  const name = stringAt(value, 'logicalType')
  if (name !== 'decimal') return name
  const [precision, scale] = [get(value, 'precision'), get(value, 'scale') ?? 0]
  return `decimal(${JSON.stringify(precision)}, ${JSON.stringify(scale)})`
}

function get(value: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined
}

function stringAt(value: Record<string, unknown>, key: string): string | undefined {
  const found = get(value, key)
  return typeof found === 'string' ? found : undefined
}

function listAt(value: Record<string, unknown>, key: string, pointer: Pointer): unknown[] {
  const found = get(value, key)
  if (found === undefined) return []
  return entries(found, [...pointer, key])
}

function entries(value: unknown, pointer: Pointer): unknown[] {
  if (!Array.isArray(value)) throw new Refused(`"${String(pointer.at(-1))}" is no list`, pointer)
  if (value.length > MAX_ENTRIES) throw new Refused(`a list has more than ${MAX_ENTRIES} entries`, pointer)
  return value as unknown[]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
