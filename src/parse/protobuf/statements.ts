import type { Element, ElementKind, Outline, TypeReference } from './outline.ts'
import type { Token } from './tokens.ts'

/** Deepest nesting of definitions; protoc allows 32. */
const MAX_DEPTH = 64
const CLOSING: Partial<Record<string, string>> = { '{': '}', '[': ']', '(': ')' }
/** Options of the languages' own features, which are compared. */
const FEATURES = /^\(\.?pb\.\w+\)/

/** Reads the statements of a file one after the other into an outline. */
export class Statements {
  readonly #tokens: readonly Token[]
  readonly #outline: Outline
  #at = 0

  constructor(tokens: readonly Token[], outline: Outline) {
    this.#tokens = tokens
    this.#outline = outline
  }

  file(): void {
    while (this.#peek().kind !== 'end') {
      const before = this.#at
      this.#topLevel()
      // A bracket that closes nothing.
      if (this.#at === before) this.#next()
    }
  }

  #topLevel(): void {
    const { text, line, start } = this.#peek()
    const outline = this.#outline
    switch (text) {
      case 'syntax':
      case 'edition':
        outline.syntaxLine = line
        outline.header = this.#skipStatement()
        break
      case 'package': {
        this.#next()
        outline.package = this.#name()
        outline.packageLine = line
        outline.header = this.#skipStatement()
        break
      }
      case 'import': {
        this.#next()
        const word = this.#peek().kind === 'word' ? this.#next().text : undefined
        const path = this.#peek().kind === 'string' ? this.#next().text : ''
        const modifier = (['public', 'weak', 'option'] as const).find((known) => known === word)
        const end = this.#skipStatement()
        outline.imports.push({ path, start, end, line, ...(modifier && { modifier }) })
        outline.header = end
        break
      }
      case 'option':
        this.#option(true)
        break
      case 'service':
        this.#service()
        break
      case 'extend':
        this.#extend('', 0)
        break
      case 'export':
      case 'local':
        this.#next()
        break
      case 'message':
        this.#message('', 0)
        break
      case 'enum':
        this.#enum('')
        break
      default:
        this.#skipStatement()
    }
  }

  #message(parent: string, depth: number): void {
    const { line } = this.#next()
    const name = join(parent, this.#name())
    const element = this.#add('message', name, line)
    this.#body(name, depth)
    element.endLine = this.#before().line
  }

  /** What stands between the braces of a message. */
  #body(name: string, depth: number): void {
    if (!this.#take('{')) return void this.#skipStatement()
    if (depth > MAX_DEPTH) return this.#skipBlock()
    while (this.#open('}')) {
      const [first, second] = [this.#peek().text, this.#peek(1).text]
      const isField = this.#peek(1).kind === 'word' && !['{'].includes(this.#peek(2).text)
      if (first === 'message' && !isField) this.#message(name, depth + 1)
      else if (first === 'enum' && !isField) this.#enum(name)
      else if (first === 'extend' && this.#braceFollows()) this.#extend(name, depth + 1)
      else if (first === 'oneof' && !isField) this.#oneof(name, depth)
      else if (first === 'option' && this.#isOption()) this.#option(false)
      else if (first === 'extensions' && second !== '.') this.#ranges('extension range', name)
      else if (first === 'reserved' && second !== '.') this.#ranges('reserved range', name)
      else if ((first === 'export' || first === 'local') && /^(message|enum)$/.test(second)) this.#next()
      else this.#field(name, depth, undefined)
    }
    this.#take('}')
  }

  #oneof(parent: string, depth: number): void {
    const { line } = this.#next()
    const element = this.#add('oneof', join(parent, this.#name()), line)
    if (!this.#take('{')) return void this.#skipStatement()
    while (this.#open('}')) {
      if (this.#peek().text === 'option' && this.#isOption()) this.#option(false)
      else this.#field(parent, depth, undefined)
    }
    this.#take('}')
    element.endLine = this.#before().line
  }

  #extend(scope: string, depth: number): void {
    this.#next()
    this.#refer(this.#name(), scope, 'message')
    if (!this.#take('{')) return void this.#skipStatement()
    while (this.#open('}')) this.#field(scope, depth, 'extension')
    this.#take('}')
  }

  #field(parent: string, depth: number, kind: 'extension' | undefined): void {
    const { line } = this.#peek()
    if (/^(optional|required|repeated)$/.test(this.#peek().text) && this.#peek(1).text !== '=') this.#next()
    if (this.#peek().text === 'group' && this.#peek(1).kind === 'word') {
      this.#group(parent, depth, kind)
      return
    }
    let type = ''
    if (this.#peek().text === 'map' && this.#peek(1).text === '<') {
      for (let steps = 0; steps < 3; steps++) this.#next()
      this.#take(',')
      type = this.#name()
      this.#take('>')
    } else type = this.#name()
    const name = this.#peek().kind === 'word' ? this.#next().text : ''
    if (type === '' || name === '' || this.#peek().text !== '=') return void this.#skipStatement()
    const number = this.#number()
    const element = this.#add(kind ?? 'field', join(parent, name), line, number)
    const options = this.#bracketOptions()
    const isEnum = options.includes('default') && /^[A-Za-z_]/.test(this.#defaultOf)
    this.#refer(type, parent, isEnum || options.includes('packed') ? 'enum' : 'any')
    this.#skipStatement()
    element.endLine = this.#before().line
  }

  #group(parent: string, depth: number, kind: 'extension' | undefined): void {
    const { line } = this.#next()
    const name = this.#next().text
    const number = this.#peek().text === '=' ? this.#number() : undefined
    this.#bracketOptions()
    const field = this.#add(kind ?? 'field', join(parent, name.toLowerCase()), line, number)
    const message = this.#add('message', join(parent, name), line)
    this.#body(join(parent, name), depth + 1)
    field.endLine = message.endLine = this.#before().line
  }

  #enum(parent: string): void {
    const { line } = this.#next()
    const name = join(parent, this.#name())
    const element = this.#add('enum', name, line)
    if (!this.#take('{')) return void this.#skipStatement()
    while (this.#open('}')) {
      const { text, line: at } = this.#peek()
      if (text === 'option' && this.#isOption()) this.#option(false)
      else if (text === 'reserved' && this.#peek(1).text !== '=') this.#ranges('reserved range', name)
      else if (this.#peek().kind === 'word' && this.#peek(1).text === '=') {
        this.#next()
        const value = this.#add('value', join(name, text), at, this.#number())
        this.#bracketOptions()
        this.#skipStatement()
        value.endLine = this.#before().line
      } else this.#skipStatement()
    }
    this.#take('}')
    element.endLine = this.#before().line
  }

  #service(): void {
    const { line } = this.#next()
    const name = this.#name()
    const element = this.#add('service', name, line)
    if (!this.#take('{')) return void this.#skipStatement()
    while (this.#open('}')) {
      const { text, line: at } = this.#peek()
      if (text === 'option') this.#option(false)
      else if (text === 'rpc') {
        this.#next()
        const rpc = this.#add('rpc', join(name, this.#name()), at)
        this.#parameter(name)
        this.#take('returns')
        this.#parameter(name)
        if (this.#take('{')) {
          while (this.#open('}')) {
            if (this.#peek().text === 'option') this.#option(false)
            else this.#skipStatement()
          }
          this.#take('}')
          this.#take(';')
        } else this.#skipStatement()
        rpc.endLine = this.#before().line
      } else this.#skipStatement()
    }
    this.#take('}')
    element.endLine = this.#before().line
  }

  #parameter(scope: string): void {
    if (!this.#take('(')) return
    if (this.#peek().text === 'stream' && this.#peek(1).text !== ')' && this.#peek(1).text !== '.')
      this.#next()
    else if (this.#peek().text === 'stream' && this.#peek(1).text === '.' && !this.#adjacent()) this.#next()
    this.#refer(this.#name(), scope, 'message')
    this.#take(')')
  }

  /** Whether the next two tokens touch: `stream.X` is a name, `stream .X` is not. */
  #adjacent(): boolean {
    return this.#peek().end === this.#peek(1).start
  }

  #ranges(kind: 'reserved range' | 'extension range', owner: string): void {
    this.#next()
    while (!/^[;}]?$/.test(this.#peek().text) && this.#peek().text !== '[') {
      const { line, kind: token } = this.#peek()
      if (token === 'string' || (token === 'word' && this.#peek().text !== 'to')) {
        this.#add('reserved name', join(owner, this.#next().text), line)
      } else if (token === 'number' || this.#peek().text === '-') {
        const first = this.#signed()
        let last = first
        if (this.#take('to')) last = this.#take('max') ? Infinity : this.#signed()
        const element = this.#add(kind, owner, line, first)
        element.last = last
      } else this.#next()
    }
    this.#bracketOptions()
    this.#skipStatement()
  }

  /** Whether `option` begins an option and is not the type of a field. */
  #isOption(): boolean {
    return this.#peek(1).text === '(' || (this.#peek(1).kind === 'word' && this.#peek(2).kind !== 'word')
  }

  #option(ofFile: boolean): void {
    const { line, start } = this.#next()
    const from = this.#at
    while (!/^[=;}]?$/.test(this.#peek().text)) this.#next()
    const name = this.#tokens
      .slice(from, this.#at)
      .map(({ text }) => text)
      .join('')
    const end = this.#skipStatement()
    if (name.startsWith('(') && !FEATURES.test(name)) this.#outline.custom.push({ start, end })
    else if (ofFile) this.#outline.options.set(name, line)
  }

  /** What the last bracket said after `default =`. */
  #defaultOf = ''

  /** Reads `[a = b, (c) = d]`, if it is next, and answers the names. */
  #bracketOptions(): string[] {
    this.#defaultOf = ''
    if (this.#peek().text !== '[') return []
    const bracket = this.#next()
    const entries: { name: string; start: number; end: number }[] = []
    while (this.#open(']')) {
      const from = this.#at
      const { start } = this.#peek()
      while (this.#open(']') && !/^[=,]$/.test(this.#peek().text)) this.#value()
      const name = this.#tokens
        .slice(from, this.#at)
        .map(({ text }) => text)
        .join('')
      if (this.#take('=') && name === 'default') this.#defaultOf = this.#peek().text
      while (this.#open(']') && this.#peek().text !== ',') this.#value()
      entries.push({ name, start, end: this.#before().end })
      this.#take(',')
    }
    const end = this.#peek().end
    this.#take(']')
    this.#blankEntries(entries, { start: bracket.start, end })
    return entries.map(({ name }) => name)
  }

  /** Blanks custom entries together with a comma beside them, or the whole bracket where none is left. */
  #blankEntries(
    entries: readonly { name: string; start: number; end: number }[],
    bracket: { start: number; end: number },
  ): void {
    const isCustom = ({ name }: { name: string }): boolean => name.startsWith('(') && !FEATURES.test(name)
    const kept = entries.filter((entry) => !isCustom(entry))
    if (kept.length === entries.length) return
    if (kept.length === 0) return void this.#outline.custom.push(bracket)
    const lastKept = entries.findLastIndex((entry) => !isCustom(entry))
    for (const [index, entry] of entries.entries()) {
      if (!isCustom(entry)) continue
      const [before, after] = [entries[index - 1], entries[index + 1]]
      if (index > lastKept) this.#outline.custom.push({ start: before?.end ?? entry.start, end: entry.end })
      else this.#outline.custom.push({ start: entry.start, end: after?.start ?? entry.end })
    }
  }

  /** One token, or a whole bracket with what is in it. */
  #value(): void {
    const closing = CLOSING[this.#peek().text]
    this.#next()
    if (closing === undefined) return
    this.#skipTo(closing)
  }

  /** Passes over everything up to the bracket that closes one just opened, however deep. */
  #skipTo(closing: string): void {
    const open = [closing]
    while (open.length > 0 && this.#peek().kind !== 'end') {
      const { kind, text } = this.#next()
      if (kind !== 'symbol') continue
      const inner = CLOSING[text]
      if (inner !== undefined) open.push(inner)
      else if (text === open.at(-1)) open.pop()
    }
  }

  #skipBlock(): void {
    this.#skipTo('}')
  }

  /** Passes over the rest of a statement: to its semicolon, or the block it ends with. Answers where it ended. */
  #skipStatement(): number {
    while (this.#peek().kind !== 'end') {
      const { kind, text } = this.#peek()
      if (kind === 'symbol' && text === '}') {
        // The end of what is around it; at the top it belongs to nothing.
        if (this.#at === 0 || this.#before().text === '}') this.#next()
        break
      }
      const inValue = this.#at > 0 && /^[=:]$/.test(this.#before().text)
      this.#value()
      if (kind === 'symbol' && (text === ';' || (text === '{' && !inValue))) break
    }
    return this.#before().end
  }

  /** A name with dots, perhaps with one in front. */
  #name(): string {
    let name = this.#take('.') ? '.' : ''
    while (this.#peek().kind === 'word') {
      name += this.#next().text
      if (this.#peek().text !== '.') break
      this.#next()
      name += '.'
    }
    return name
  }

  /** The number behind `=`. */
  #number(): number {
    this.#take('=')
    return this.#signed()
  }

  #signed(): number {
    const sign = this.#take('-') ? -1 : 1
    if (this.#peek().kind !== 'number') return NaN
    const { text } = this.#next()
    return sign * (/^0[0-7]+$/.test(text) ? parseInt(text, 8) : Number(text))
  }

  #refer(name: string, inner: string, use: TypeReference['use']): void {
    if (name === '' || SCALARS.has(name)) return
    const scope = join(this.#outline.package, inner)
    this.#outline.references.push({ name, scope, use })
  }

  #add(kind: ElementKind, name: string, line: number, number?: number): Element {
    const element = { kind, name, line, endLine: line, ...(number !== undefined && { number }) }
    this.#outline.elements.push(element)
    return element
  }

  #braceFollows(): boolean {
    let ahead = 1
    while (this.#peek(ahead).kind === 'word' || this.#peek(ahead).text === '.') ahead++
    return this.#peek(ahead).text === '{'
  }

  #open(closing: string): boolean {
    return this.#peek().kind !== 'end' && !(this.#peek().kind === 'symbol' && this.#peek().text === closing)
  }

  #take(text: string): boolean {
    if (this.#peek().text !== text || this.#peek().kind === 'string' || this.#peek().kind === 'end')
      return false
    this.#at++
    return true
  }

  #next(): Token {
    const token = this.#peek()
    if (token.kind !== 'end') this.#at++
    return token
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token
  }

  #before(): Token {
    return this.#tokens[Math.max(0, this.#at - 1)] as Token
  }
}

const SCALARS = new Set(
  'double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes'.split(
    ' ',
  ),
)

function join(outer: string, inner: string): string {
  return outer === '' || inner === '' ? outer + inner : `${outer}.${inner}`
}
