import type { AvroType, EnumType, NamedType, RecordType } from '../../../src/parse/avro/schema.ts'
import type { Registry } from './registry.ts'

/** Primitive types that a reader takes for another one (specification, "Schema Resolution"). */
const PROMOTIONS: Readonly<Record<string, readonly string[]>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  bytes: ['string'],
  string: ['bytes'],
}

export function reads(reader: string, writer: string): boolean {
  return reader === writer || (PROMOTIONS[reader] ?? []).includes(writer)
}

/** Whether the names match: without the namespace, or by an alias of the reader. */
export function namesMatch(reader: { name: string; aliases: string[] }, writer: NamedType): boolean {
  return reader.name === writer.name || reader.aliases.includes(writer.fullName)
}

/** Symbols that were written and the reader does not know; a default stands for all of them. */
export function missingSymbols(reader: EnumType, writer: EnumType): string[] {
  const known = new Set(reader.symbols.map(({ name }) => name))
  if (reader.default !== undefined && known.has(reader.default)) return []
  return writer.symbols.map(({ name }) => name).filter((name) => !known.has(name))
}

/** Whether data written with one schema can be read with another, by Avro's rules of schema resolution. */
export class Fits {
  readonly #readers: Registry
  readonly #writers: Registry
  readonly #known = new Map<AvroType, Map<AvroType, boolean>>()

  constructor(readers: Registry, writers: Registry) {
    this.#readers = readers
    this.#writers = writers
  }

  test(readerType: AvroType, writerType: AvroType): boolean {
    const [reader, writer] = [this.#readers.resolve(readerType), this.#writers.resolve(writerType)]
    const known = this.#known.get(reader) ?? new Map<AvroType, boolean>()
    this.#known.set(reader, known)
    const before = known.get(writer)
    if (before !== undefined) return before
    // A type inside itself fits, unless something else shows that it does not.
    known.set(writer, true)
    const fits = this.#compute(reader, writer)
    known.set(writer, fits)
    return fits
  }

  #compute(reader: AvroType, writer: AvroType): boolean {
    if (writer.kind === 'union') return writer.branches.every((branch) => this.test(reader, branch))
    if (reader.kind === 'union') return reader.branches.some((branch) => this.test(branch, writer))
    // Nothing is known of a type outside the repository but its name.
    if (reader.kind === 'reference' || writer.kind === 'reference') return nameOf(reader) === nameOf(writer)
    if (reader.kind === 'primitive') return writer.kind === 'primitive' && reads(reader.name, writer.name)
    if (reader.kind === 'array') return writer.kind === 'array' && this.test(reader.items, writer.items)
    if (reader.kind === 'map') return writer.kind === 'map' && this.test(reader.values, writer.values)
    if (writer.kind !== reader.kind || !namesMatch(reader, writer)) return false
    if (reader.kind === 'fixed') return writer.kind === 'fixed' && reader.size === writer.size
    if (reader.kind === 'enum') return writer.kind === 'enum' && missingSymbols(reader, writer).length === 0
    return writer.kind === 'record' && this.#record(reader, writer)
  }

  #record(reader: RecordType, writer: RecordType): boolean {
    return reader.fields.every((field) => {
      const written = writer.fields.find(({ name }) => name === field.name || field.aliases.includes(name))
      return written ? this.test(field.type, written.type) : field.hasDefault
    })
  }
}

/** The last part of a type's name, empty where it has none. */
export function nameOf(type: AvroType): string {
  if (type.kind === 'reference') return type.fullName.slice(type.fullName.lastIndexOf('.') + 1)
  return type.kind === 'record' || type.kind === 'enum' || type.kind === 'fixed' ? type.name : ''
}
