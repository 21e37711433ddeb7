import { NotIdl, tokenize, type Token } from './idl-tokens.ts'
import { fullNameOf, isPrimitive, namespaceOf, type ReadAvro } from './read-json.ts'
import type {
  AvroDocument,
  AvroField,
  AvroType,
  Message,
  NamedType,
  Place,
  RecordType,
  Symbol,
} from './schema.ts'

/** Longest text that is read, in UTF-16 code units. */
const MAX_IDL = 2_000_000

/** Reads an `.avdl` text: a protocol, or the schemas of Avro 1.12's schema syntax. */
export function readAvroIdl(path: string, text: string): ReadAvro {
  if (text.length > MAX_IDL)
    return { kind: 'problem', problem: { message: `is larger than ${MAX_IDL} characters` } }
  try {
    return { kind: 'document', document: new Parser(path, tokenize(text)).read() }
  } catch (error) {
    if (!(error instanceof NotIdl)) throw error
    const { message, region } = error
    return { kind: 'problem', problem: { message: `is not Avro IDL: ${message}`, region } }
  }
}

const MAX_DEPTH = 200

/** Names of the language for logical types (https://avro.apache.org/docs/1.12.0/idl-language/#logical-types). */
const LOGICAL: Readonly<Record<string, { name: 'int' | 'long' | 'string'; logical: string }>> = {
  date: { name: 'int', logical: 'date' },
  time_ms: { name: 'int', logical: 'time-millis' },
  timestamp_ms: { name: 'long', logical: 'timestamp-millis' },
  local_timestamp_ms: { name: 'long', logical: 'local-timestamp-millis' },
  uuid: { name: 'string', logical: 'uuid' },
}

/** What annotations say before a definition, a type or a name. */
interface Annotations {
  namespace?: string
  aliases: string[]
  logicalType?: string
  precision?: string
  scale?: string
}

class Parser {
  readonly #path: string
  readonly #tokens: readonly Token[]
  readonly #types = new Map<string, NamedType>()
  #at = 0
  #depth = 0
  #namespace = ''

  constructor(path: string, tokens: readonly Token[]) {
    this.#path = path
    this.#tokens = tokens
  }

  read(): AvroDocument {
    const document: AvroDocument = { path: this.#path, types: this.#types }
    while (this.#peek().kind !== 'end') {
      const annotations = this.#annotations()
      const token = this.#next()
      if (token.value === 'namespace') {
        this.#namespace = this.#word().value
        this.#expect(';')
      } else if (token.value === 'schema') {
        document.root = this.#type()
        this.#expect(';')
      } else if (token.value === 'import') this.#import()
      else if (token.value === 'protocol') document.protocol = this.#protocol(annotations)
      else this.#definition(token, annotations)
    }
    return document
  }

  #protocol(annotations: Annotations): NonNullable<AvroDocument['protocol']> {
    const name = this.#word()
    this.#namespace = annotations.namespace ?? namespaceOf(name.value)
    const messages = new Map<string, Message>()
    this.#expect('{')
    while (!this.#take('}')) {
      const own = this.#annotations()
      const token = this.#peek()
      if (!token.quoted && token.value === 'import') {
        this.#next()
        this.#import()
      } else if (!token.quoted && /^(?:record|error|enum|fixed)$/.test(token.value)) {
        this.#definition(this.#next(), own)
      } else {
        const message = this.#message()
        messages.set(message.name, message)
      }
    }
    return { name: name.value, place: this.#place(name), messages }
  }

  /** What is imported is found by its names: it stands in the repository, or nowhere. */
  #import(): void {
    this.#next()
    this.#next()
    this.#expect(';')
  }

  #definition(keyword: Token, annotations: Annotations): void {
    const { value: kind } = keyword
    if (!/^(?:record|error|enum|fixed)$/.test(kind)) {
      throw new NotIdl(`${JSON.stringify(kind)} begins no definition`, keyword.region)
    }
    const name = this.#word()
    const fullName = fullNameOf(name.value, annotations.namespace ?? this.#namespace)
    const namespace = namespaceOf(fullName)
    const common = {
      name: fullName.slice(fullName.lastIndexOf('.') + 1),
      fullName,
      aliases: annotations.aliases.map((alias) => fullNameOf(alias, namespace)),
      ...this.#place(name),
    }
    if (this.#types.has(fullName)) throw new NotIdl(`${fullName} is defined twice`, name.region)
    if (kind === 'enum') this.#types.set(fullName, { kind, ...common, ...this.#symbols() })
    else if (kind === 'fixed') {
      this.#expect('(')
      const size = this.#next()
      this.#expect(')')
      this.#take(';')
      const logical = logicalOf(annotations)
      const type: NamedType = { kind, ...common, size: Number(size.value), sizePlace: this.#place(size) }
      this.#types.set(fullName, logical === undefined ? type : { ...type, logical })
    } else {
      const type: RecordType = { kind: 'record', ...common, fields: [] }
      this.#types.set(fullName, type)
      const outer = this.#namespace
      this.#namespace = namespace
      this.#expect('{')
      while (!this.#take('}')) this.#fields(type.fields, ';')
      this.#namespace = outer
    }
  }

  #symbols(): { symbols: Symbol[]; default?: string } {
    const symbols: Symbol[] = []
    this.#expect('{')
    while (!this.#take('}')) {
      this.#annotations()
      const symbol = this.#word()
      symbols.push({ name: symbol.value, ...this.#place(symbol) })
      this.#take(',')
    }
    if (!this.#take('=')) return { symbols }
    const fallback = this.#word().value
    this.#expect(';')
    return { symbols, default: fallback }
  }

  /** `string a = "x", @aliases(["c"]) b;`, or one parameter of a message. */
  #fields(into: AvroField[], end: ';' | ''): void {
    const type = this.#type()
    for (;;) {
      const { aliases } = this.#annotations()
      const name = this.#word()
      const hasDefault = this.#take('=')
      if (hasDefault) this.#json()
      into.push({ name: name.value, aliases, type, hasDefault, ...this.#place(name) })
      if (end === '') return
      if (this.#take(end)) return
      this.#expect(',')
    }
  }

  #message(): Message {
    const response = this.#type()
    const name = this.#word()
    const fields: AvroField[] = []
    this.#expect('(')
    while (!this.#take(')')) {
      this.#fields(fields, '')
      this.#take(',')
    }
    const place = this.#place(name)
    const branches: AvroType[] = []
    let oneWay = false
    if (this.#takeWord('oneway')) oneWay = true
    else if (this.#takeWord('throws')) {
      do branches.push(this.#type())
      while (this.#take(','))
    }
    this.#expect(';')
    return {
      name: name.value,
      request: { kind: 'record', name: name.value, fullName: name.value, aliases: [], fields, ...place },
      response,
      errors: { kind: 'union', branches, ...place },
      oneWay,
      ...place,
    }
  }

  #type(): AvroType {
    if (++this.#depth > MAX_DEPTH)
      throw new NotIdl(`is nested deeper than ${MAX_DEPTH} levels`, this.#peek().region)
    const annotations = this.#annotations()
    const token = this.#word()
    const type = this.#plainType(token)
    const logical = logicalOf(annotations)
    if (logical !== undefined) type.logical = logical
    this.#depth--
    const place = this.#place(token)
    if (!this.#take('?')) return type
    return { kind: 'union', branches: [{ kind: 'primitive', name: 'null', ...place }, type], ...place }
  }

  #plainType(token: Token): AvroType {
    const place = this.#place(token)
    const { value } = token
    if (token.quoted) return { kind: 'reference', fullName: fullNameOf(value, this.#namespace), ...place }
    if (value === 'void') return { kind: 'primitive', name: 'null', ...place }
    if (isPrimitive(value)) return { kind: 'primitive', name: value, ...place }
    if (Object.hasOwn(LOGICAL, value))
      return { kind: 'primitive', name: 'string', ...LOGICAL[value], ...place }
    if (value === 'decimal') {
      this.#expect('(')
      const precision = this.#next().value
      const scale = this.#take(',') ? this.#next().value : '0'
      this.#expect(')')
      return { kind: 'primitive', name: 'bytes', logical: `decimal(${precision}, ${scale})`, ...place }
    }
    if (value === 'array' || value === 'map') {
      this.#expect('<')
      const inner = this.#type()
      this.#expect('>')
      return value === 'array'
        ? { kind: value, items: inner, ...place }
        : { kind: value, values: inner, ...place }
    }
    if (value === 'union') {
      const branches: AvroType[] = []
      this.#expect('{')
      while (!this.#take('}')) {
        branches.push(this.#type())
        this.#take(',')
      }
      return { kind: 'union', branches, ...place }
    }
    return { kind: 'reference', fullName: fullNameOf(value, this.#namespace), ...place }
  }

  #annotations(): Annotations {
    const found: Annotations = { aliases: [] }
    while (this.#take('@')) {
      const { value: name } = this.#word()
      this.#expect('(')
      const values = this.#json()
      this.#expect(')')
      const [first] = values
      if (name === 'aliases') found.aliases.push(...values)
      else if (name === 'namespace' || name === 'logicalType' || name === 'precision' || name === 'scale') {
        if (first !== undefined) found[name] = first
      }
    }
    return found
  }

  /** Passes over a JSON value; returns the texts and numbers in it. */
  #json(): string[] {
    const values: string[] = []
    let depth = 0
    do {
      const token = this.#next()
      if (token.kind === 'end') throw new NotIdl('the text ends in a value', token.region)
      if (token.value === '[' || token.value === '{') depth++
      else if (token.kind === 'mark' && (token.value === ']' || token.value === '}')) depth--
      else if (token.kind !== 'mark') values.push(token.value)
    } while (depth > 0)
    return values
  }

  #peek(): Token {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]
    if (!token) throw new Error('a text without tokens')
    return token
  }

  #next(): Token {
    const token = this.#peek()
    this.#at++
    return token
  }

  #take(mark: string): boolean {
    const { kind, value } = this.#peek()
    if (kind !== 'mark' || value !== mark) return false
    this.#at++
    return true
  }

  #takeWord(word: string): boolean {
    const { kind, value, quoted } = this.#peek()
    if (kind !== 'word' || value !== word || quoted) return false
    this.#at++
    return true
  }

  #expect(mark: string): void {
    const token = this.#peek()
    if (!this.#take(mark)) throw new NotIdl(`${JSON.stringify(mark)} was expected`, token.region)
  }

  #word(): Token {
    const token = this.#next()
    if (token.kind !== 'word') throw new NotIdl('a name was expected', token.region)
    return token
  }

  #place({ region }: Token): Place {
    return { path: this.#path, region }
  }
}

function logicalOf({ logicalType, precision = '0', scale = '0' }: Annotations): string | undefined {
  return logicalType === 'decimal' ? `decimal(${precision}, ${scale})` : logicalType
}
