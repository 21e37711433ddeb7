import { Statements } from './statements.ts'
import { tokensOf } from './tokens.ts'

/** Longest `.proto` text that is read, in UTF-16 code units. */
export const MAX_PROTO = 4 * 1024 * 1024

export type ElementKind =
  | 'message'
  | 'enum'
  | 'service'
  | 'field'
  | 'extension'
  | 'oneof'
  | 'value'
  | 'rpc'
  | 'reserved name'
  | 'reserved range'
  | 'extension range'

/** One definition and its lines, 1-based and inclusive. */
export interface Element {
  kind: ElementKind
  /** Name inside its package: `Pet.name`, `Pet.Kind.CAT`, `Pets.Get`; of a range, its message. */
  name: string
  /** Of fields, extensions and enum values; the first one of a range. */
  number?: number
  /** Last number of a range; infinite for `max`. */
  last?: number
  line: number
  endLine: number
}

export interface Import {
  path: string
  /** Of the whole statement, its semicolon included. */
  start: number
  end: number
  line: number
  modifier?: 'public' | 'weak' | 'option'
}

/** A name of a type that a field, an rpc or an `extend` uses. */
export interface TypeReference {
  /** As written; absolute names begin with a dot. */
  name: string
  /** Where it is looked up first: package and messages around it, joined by dots. */
  scope: string
  /** What the place says about the type. */
  use: 'any' | 'message' | 'enum'
}

/** What is defined in one `.proto` file and where, read without resolving anything. */
export interface Outline {
  /** Empty where there is none. */
  package: string
  packageLine?: number
  syntaxLine?: number
  imports: Import[]
  elements: Element[]
  references: TypeReference[]
  /** Lines of the file's options by name. */
  options: Map<string, number>
  /** Custom options, which no comparison looks at: spans that can be blanked without making the text invalid. */
  custom: { start: number; end: number }[]
  /** Offset behind the last statement that another import may follow. */
  header: number
}

/**
 * Reads what a `.proto` text defines. Never throws: what it does not understand it passes over, and the
 * compiler is the one to say what is wrong.
 */
export function outlineOf(text: string): Outline {
  const outline: Outline = {
    package: '',
    imports: [],
    elements: [],
    references: [],
    options: new Map(),
    custom: [],
    header: 0,
  }
  if (text.length <= MAX_PROTO) new Statements(tokensOf(text), outline).file()
  return outline
}
