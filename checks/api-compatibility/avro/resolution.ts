import type { Level } from '../../../src/model/index.ts'
import {
  describe,
  isNamed,
  type AvroField,
  type AvroType,
  type EnumType,
  type FixedType,
  type NamedType,
  type Place,
  type RecordType,
} from '../../../src/parse/avro/schema.ts'
import { effectOf, type Change, type ChangeKind, type Direction } from './change.ts'
import { Fits, missingSymbols, nameOf, namesMatch, reads } from './fits.ts'
import type { Registry } from './registry.ts'

/** What is compared, and on whose behalf. */
export interface Resolution {
  direction: Direction
  call: boolean
}

interface Difference {
  reader: Place
  writer: Place
  subject: string
  words: string
  /** What it means to people, where that is not the same for all differences of this direction. */
  effect?: string
  misread?: Level
  /** Whose place is shown; without it, the writer's: what was written and is not read. */
  side?: 'base' | 'head'
}

/** Follows two schemas side by side, as a reader of data would, and names each place where it must give up. */
export class Resolver {
  readonly changes: Change[] = []
  readonly #direction: Direction
  readonly #call: boolean
  readonly #readers: Registry
  readonly #writers: Registry
  readonly #fits: Fits
  readonly #seen = new Map<AvroType, Set<AvroType>>()

  constructor(base: Registry, head: Registry, { direction, call }: Resolution) {
    this.#direction = direction
    this.#call = call
    this.#readers = direction === 'backward' ? head : base
    this.#writers = direction === 'backward' ? base : head
    this.#fits = new Fits(this.#readers, this.#writers)
  }

  /** Compares two versions of a type. `where` names it: `com.shop.User.email`. */
  compare(base: AvroType, head: AvroType, where: string): void {
    if (this.#direction === 'backward') this.#visit(head, base, where)
    else this.#visit(base, head, where)
  }

  /** Compares the parameters of a message: a record whose name nobody writes. */
  compareParameters(base: RecordType, head: RecordType, where: string): void {
    if (this.#direction === 'backward') this.#fields(head, base, where, 'Parameter')
    else this.#fields(base, head, where, 'Parameter')
  }

  /** Whether a type of the head was met. */
  met(type: AvroType): boolean {
    return this.#direction === 'backward'
      ? this.#seen.has(type)
      : [...this.#seen.values()].some((writers) => writers.has(type))
  }

  #visit(readerType: AvroType, writerType: AvroType, where: string): void {
    const [reader, writer] = [this.#readers.resolve(readerType), this.#writers.resolve(writerType)]
    const seen = this.#seen.get(reader) ?? new Set<AvroType>()
    this.#seen.set(reader, seen)
    if (seen.has(writer)) return
    seen.add(writer)
    if (writer.kind === 'union') {
      for (const branch of writer.branches) this.#branch(reader, branch, writer, where, readerType)
    } else if (reader.kind === 'union') this.#branch(reader, writer, writerType, where, readerType)
    else this.#pair(reader, writer, where, readerType, writerType)
  }

  /** One type that may be written, and what reads it. */
  #branch(reader: AvroType, writer: AvroType, whole: AvroType, where: string, readerPlace: AvroType): void {
    if (reader.kind !== 'union') {
      const resolved = this.#writers.resolve(writer)
      if (isAlike(reader, resolved) || this.#fits.test(reader, writer)) this.#visit(reader, writer, where)
      else this.#mismatch(readerPlace, whole, where)
      return
    }
    const resolved = this.#writers.resolve(writer)
    const branches = reader.branches.map((branch) => ({ branch, type: this.#readers.resolve(branch) }))
    const match =
      branches.find(({ type }) => isAlike(type, resolved) && this.#fits.test(type, writer)) ??
      branches.find(({ type }) => isAlike(type, resolved)) ??
      branches.find(({ type }) => this.#fits.test(type, writer))
    if (match) this.#visit(match.branch, writer, where)
    else {
      const backward = this.#direction === 'backward'
      this.#report('type-changed', {
        reader,
        writer,
        subject: `${where} ${describe(writer)}`,
        words: `\`${describe(writer)}\` ${backward ? 'is no longer' : 'is new'} among the types of \`${where}\``,
      })
    }
  }

  #pair(
    reader: AvroType,
    writer: AvroType,
    where: string,
    readerPlace: AvroType,
    writerPlace: AvroType,
  ): void {
    if (reader.kind === 'reference' || writer.kind === 'reference') {
      if (nameOf(reader) !== nameOf(writer)) this.#mismatch(readerPlace, writerPlace, where)
    } else if (reader.kind === 'primitive') {
      if (writer.kind !== 'primitive' || !reads(reader.name, writer.name)) {
        this.#mismatch(readerPlace, writerPlace, where)
      } else this.#logical(reader, writer, where)
    } else if (reader.kind === 'array' && writer.kind === 'array') {
      this.#visit(reader.items, writer.items, `${where}[]`)
    } else if (reader.kind === 'map' && writer.kind === 'map') {
      this.#visit(reader.values, writer.values, `${where}{}`)
    } else if (isNamed(reader) && isNamed(writer) && reader.kind === writer.kind) {
      this.#named(reader, writer)
    } else this.#mismatch(readerPlace, writerPlace, where)
  }

  #named(reader: NamedType, writer: NamedType): void {
    const [before, after] = [this.#baseOf(reader, writer), this.#headOf(reader, writer)]
    const { fullName } = after
    if (!namesMatch(reader, writer)) {
      const alias = this.#direction === 'backward' ? ' and has no alias for it' : ''
      this.#report('name-changed', {
        reader,
        writer,
        subject: `${before.fullName} name`,
        words: `${capital(reader.kind)} \`${before.fullName}\` is called \`${fullName}\` now${alias}`,
        side: 'head',
      })
    } else if (reader.fullName !== writer.fullName && !reader.aliases.includes(writer.fullName)) {
      this.#report('name-changed', {
        reader,
        writer,
        subject: `${before.fullName} namespace`,
        words: `\`${before.fullName}\` moves to \`${fullName}\``,
        effect: 'code that finds types by their full name does not find it',
        misread: 'warning',
        side: 'head',
      })
    }
    if (reader.kind === 'fixed' && writer.kind === 'fixed') this.#sizes(reader, writer)
    else if (reader.kind === 'enum' && writer.kind === 'enum') this.#symbols(reader, writer)
    else if (reader.kind === 'record' && writer.kind === 'record')
      this.#fields(reader, writer, fullName, 'Field')
  }

  #sizes(reader: FixedType, writer: FixedType): void {
    const [before, after] = [this.#baseOf(reader, writer), this.#headOf(reader, writer)]
    const { fullName } = after
    if (before.size !== after.size) {
      this.#report('type-changed', {
        reader: reader.sizePlace,
        writer: writer.sizePlace,
        subject: `${fullName} size`,
        words: `The size of \`${fullName}\` changes from ${String(before.size)} to ${String(after.size)}`,
        side: 'head',
      })
    }
    this.#logical(reader, writer, fullName)
  }

  #symbols(reader: EnumType, writer: EnumType): void {
    const { fullName } = this.#headOf(reader, writer)
    const words = this.#direction === 'backward' ? ['is removed from', 'has'] : ['is added to', 'had']
    for (const name of missingSymbols(reader, writer)) {
      this.#report('enum-symbols-changed', {
        reader,
        writer: writer.symbols.find((symbol) => symbol.name === name) ?? writer,
        subject: `${fullName}.${name}`,
        words: `Symbol \`${name}\` ${words[0] ?? ''} enum \`${fullName}\`, which ${words[1] ?? ''} no default`,
      })
    }
  }

  #fields(reader: RecordType, writer: RecordType, where: string, noun: string): void {
    for (const field of reader.fields) {
      const written = writer.fields.find(({ name }) => name === field.name || field.aliases.includes(name))
      if (written) this.#visit(field.type, written.type, `${where}.${field.name}`)
      else if (!field.hasDefault) this.#unwritten(field, writer, `${where}.${field.name}`, noun)
    }
  }

  /** A field that the reader wants and the data does not have: added to the head, or removed from the base. */
  #unwritten(field: AvroField, writer: RecordType, where: string, noun: string): void {
    const backward = this.#direction === 'backward'
    this.#report(backward ? 'required-field-added' : 'field-removed', {
      reader: field,
      writer,
      subject: where,
      words: `${noun} \`${where}\` ${backward ? 'is added without a default' : 'is removed, and had no default'}`,
      side: backward ? 'head' : 'base',
    })
  }

  #logical(reader: AvroType, writer: AvroType, where: string): void {
    if (reader.logical === writer.logical) return
    const [before, after] = [this.#baseOf(reader, writer), this.#headOf(reader, writer)]
    const annotated = before.logical === undefined || after.logical === undefined
    this.#report('logical-type-changed', {
      reader,
      writer,
      subject: `${where} logical type`,
      words: `The logical type of \`${where}\` changes from ${before.logical ?? 'none'} to ${after.logical ?? 'none'}`,
      effect: annotated ? 'code generated from it has another type' : 'values are taken for something else',
      misread: annotated ? 'note' : levelOfMisreading(before.logical, after.logical),
      side: 'head',
    })
  }

  #mismatch(reader: AvroType, writer: AvroType, where: string): void {
    const [before, after] = [this.#baseOf(reader, writer), this.#headOf(reader, writer)]
    const words = `\`${where}\` changes from ${describe(before)} to ${describe(after)}`
    this.#report('type-changed', { reader, writer, subject: `${where} type`, words, side: 'head' })
  }

  #baseOf<T>(reader: T, writer: T): T {
    return this.#direction === 'backward' ? writer : reader
  }

  #headOf<T>(reader: T, writer: T): T {
    return this.#direction === 'backward' ? reader : writer
  }

  #report(kind: ChangeKind, { reader, writer, subject, words, effect, misread, side }: Difference): void {
    const [base, head] = [this.#baseOf(reader, writer), this.#headOf(reader, writer)]
    const shown = side ?? (this.#direction === 'backward' ? 'base' : 'head')
    const [place, other] = shown === 'base' ? [base, head] : [head, base]
    this.changes.push({
      kind,
      directions: [this.#direction],
      call: this.#call,
      ...(misread && { misread }),
      side: shown,
      place: { path: place.path, region: place.region },
      other: { path: other.path, region: other.region },
      subject,
      words: `${words}: ${effect ?? effectOf(this.#direction, this.#call)}`,
    })
  }
}

/** Whether two types are meant to be the same one, so that a difference between them is told as such. */
function isAlike(reader: AvroType, writer: AvroType): boolean {
  if (isNamed(reader) && isNamed(writer)) return reader.kind === writer.kind && namesMatch(reader, writer)
  if (reader.kind === 'primitive' && writer.kind === 'primitive') return reader.name === writer.name
  return reader.kind === writer.kind && (reader.kind === 'array' || reader.kind === 'map')
}

/**
 * Decimals "match if their scales and precisions match" (specification, "Decimal"): with another scale, or with
 * fewer digits than are written, values are wrong. More digits hurt nobody; of other types the rules of resolution do
 * not speak.
 */
function levelOfMisreading(before = '', after = ''): Level {
  const [was, is] = [decimalOf(before), decimalOf(after)]
  return was && is && (was.scale !== is.scale || was.precision > is.precision) ? 'error' : 'warning'
}

function decimalOf(logical: string): { precision: number; scale: number } | undefined {
  const [, precision, scale] = /^decimal\((\d+), (\d+)\)$/.exec(logical) ?? []
  return precision === undefined ? undefined : { precision: Number(precision), scale: Number(scale) }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
