import { type CharacterClass, type CharSet, type Concatenation, type Element, JS, type NoParent } from 'refa'

/**
 * A regular expression as an automaton without empty steps (Glushkov): a state for each place that reads a character, entered by
 * reading it.
 */
export interface Positions {
  /** What each place reads; nothing for the end of the text (`$`). */
  reads: (CharSet | undefined)[]
  /** Where a match begins. */
  first: number[]
  /** What may be read after each place. */
  follow: number[][]
  /** Places after which the match may be complete. */
  last: ReadonlySet<number>
  /** Whether nothing at all matches. */
  isNullable: boolean
  /** Pairs that follow one another in more than one way, as in `(a*)*`. */
  twice: [from: number, to: number][]
}

interface Part {
  first: number[]
  last: number[]
  isNullable: boolean
}

const MAX_POSITIONS = 160
/** A text may repeat so often what is said to repeat at most that often. */
const AS_GOOD_AS_ENDLESS = 25

/** Thrown for what no automaton says: assertions in the middle, back references, more places than are looked at. */
export class Unreadable extends Error {}

/** The automaton of a pattern of JavaScript's. Throws {@link Unreadable}, or a SyntaxError. */
export function positionsOf(source: string): Positions {
  const { expression } = JS.Parser.fromLiteral({ source, flags: '' }).parse({ backreferences: 'unknown' })
  const reads: (CharSet | undefined)[] = []
  const follow: Set<number>[] = []
  const twice: [number, number][] = []
  const place = (read: CharSet | undefined): Part => {
    if (reads.length >= MAX_POSITIONS) throw new Unreadable('too many places')
    reads.push(read)
    follow.push(new Set())
    const own = reads.length - 1
    return { first: [own], last: [own], isNullable: false }
  }
  const join = (from: readonly number[], to: readonly number[]): void => {
    for (const one of from)
      for (const next of to) {
        if (follow[one]?.has(next)) twice.push([one, next])
        follow[one]?.add(next)
      }
  }
  const sequence = (elements: readonly NoParent<Element>[], isRepeated: boolean): Part => {
    let whole: Part = { first: [], last: [], isNullable: true }
    for (const element of elements) {
      const part = read(element, isRepeated)
      join(whole.last, part.first)
      whole = {
        first: whole.isNullable ? [...whole.first, ...part.first] : whole.first,
        last: part.isNullable ? [...whole.last, ...part.last] : part.last,
        isNullable: whole.isNullable && part.isNullable,
      }
    }
    return whole
  }
  const choice = (alternatives: readonly NoParent<Concatenation>[], isRepeated: boolean): Part => {
    const parts = alternatives.map(({ elements }) => sequence(elements, isRepeated))
    return {
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
      isNullable: parts.some(({ isNullable }) => isNullable),
    }
  }
  const read = (element: NoParent<Element>, isRepeated: boolean): Part => {
    switch (element.type) {
      case 'CharacterClass':
        return place(element.characters)
      case 'Alternation':
        return choice(element.alternatives, isRepeated)
      case 'Quantifier': {
        if (element.max === 0) return { first: [], last: [], isNullable: true }
        const isEndless = element.max >= AS_GOOD_AS_ENDLESS
        const part = choice(element.alternatives, isRepeated || isEndless)
        if (isEndless) join(part.last, part.first)
        return { ...part, isNullable: part.isNullable || element.min === 0 }
      }
      case 'Assertion': {
        if (isRepeated) throw new Unreadable('an assertion in what is repeated')
        const next = onlyClass(element.alternatives)
        // What looks far ahead may bound the length of what follows.
        if (!next) throw new Unreadable('an assertion about more than a character')
        const isEnd = element.kind === 'ahead' && element.negate && next.characters.isAll
        return isEnd ? place(undefined) : { first: [], last: [], isNullable: true }
      }
      default:
        throw new Unreadable(element.type)
    }
  }
  const whole = choice(expression.alternatives, false)
  return {
    reads,
    first: whole.first,
    follow: follow.map((places) => [...places]),
    last: new Set(whole.last),
    isNullable: whole.isNullable,
    twice,
  }
}

function onlyClass(alternatives: readonly NoParent<Concatenation>[]): NoParent<CharacterClass> | undefined {
  const [element, ...more] = alternatives.flatMap(({ elements }) => elements)
  return more.length === 0 && element?.type === 'CharacterClass' ? element : undefined
}
