import refa from 'refa'
import type { CharSet, Concatenation, DFA as Automaton, Expression, NFA as Net, NoParent, Node } from 'refa'

/** Which of two sets of texts holds the other. */
export type Inclusion = 'same' | 'narrower' | 'wider' | 'neither' | 'unknown'

const MAX_LENGTH = 1000
const MAX_NODES = 1000
/** Answers kept: one schema is compared many times when it is tried as a branch of a choice. */
const MAX_KNOWN = 1000
const known = new Map<string, Inclusion>()

interface Language {
  texts: Net
  /** The same as a deterministic automaton; undefined: too large. */
  exact: Automaton | undefined
}

/**
 * Compares the texts in which two regular expressions (ECMA-262, as JSON Schema's `pattern`: found anywhere)
 * find something. `narrower`: every text that `b` matches, `a` matches too, but not the other way round.
 * `unknown` where a pattern is no regular language (back references), no valid one, or too large to decide.
 */
export function comparePatterns(a: string, b: string): Inclusion {
  if (a === b) return 'same'
  const key = JSON.stringify([a, b])
  let answer = known.get(key)
  if (!answer) {
    answer = decide(a, b)
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(key, answer)
  }
  return answer
}

function decide(a: string, b: string): Inclusion {
  const [before, after] = [languageOf(a), languageOf(b)]
  if (!before || !after) return 'unknown'
  const shrinks = isWithin(after, before)
  const grows = isWithin(before, after)
  if (shrinks === undefined || grows === undefined) return 'unknown'
  if (shrinks && grows) return 'same'
  return shrinks ? 'narrower' : grows ? 'wider' : 'neither'
}

function languageOf(source: string): Language | undefined {
  if (source.length > MAX_LENGTH) return undefined
  for (const flags of ['u', '']) {
    try {
      const { NFA } = refa
      const parser = refa.JS.Parser.fromLiteral({ source, flags })
      const { expression, maxCharacter } = parser.parse({ maxNodes: MAX_NODES, backreferences: 'throw' })
      const anywhere = {
        type: 'Expression',
        alternatives: expression.alternatives.flatMap((alternative) => settled(alternative, maxCharacter)),
      } as Expression
      const factory = new NFA.LimitedNodeFactory(MAX_NODES)
      const texts = NFA.fromRegex(anywhere, { maxCharacter }, { assertions: 'throw' }, factory)
      return { texts, exact: deterministic(texts) }
    } catch {
      // Not valid with the flag, or nothing that can be decided: the patterns are then only known to differ.
      continue
    }
  }
  return undefined
}

function deterministic(texts: Net): Automaton | undefined {
  try {
    return refa.DFA.fromFA(texts, new refa.DFA.LimitedNodeFactory(MAX_NODES))
  } catch {
    return undefined
  }
}

/** An alternative as it matches a text as a whole, `^` and `$` worked out; throws where that cannot be done. */
function settled(alternative: Concatenation, maxCharacter: number): NoParent<Concatenation>[] {
  const { Transformers, transform, CharSet } = refa
  const any = (): Node =>
    ({
      type: 'Quantifier',
      min: 0,
      max: Infinity,
      lazy: false,
      alternatives: [
        {
          type: 'Concatenation',
          elements: [{ type: 'CharacterClass', characters: CharSet.all(maxCharacter) }],
        },
      ],
    }) as Node
  const whole = {
    type: 'Expression',
    alternatives: [{ type: 'Concatenation', elements: [any(), ...alternative.elements, any()] }],
  } as Expression
  const options = { ignoreOrder: true, ignoreAmbiguity: true }
  const applied = transform(
    refa.combineTransformers([
      Transformers.applyAssertions(options),
      Transformers.removeDeadBranches(options),
      Transformers.inline(options),
    ]),
    whole,
  )
  // Around the whole text there is nothing: what may not stand there does not, what must stand there cannot.
  let demands = false
  refa.visitAst(applied, {
    onAssertionEnter: ({ negate }) => {
      if (!negate) demands = true
    },
  })
  if (demands) throw new Error('an assertion that cannot be worked out')
  const edge = Transformers.patternEdgeAssertions({ ...options, inline: false, remove: true })
  return transform(edge, applied).alternatives
}

/** Whether every text of `inner` is one of `outer`; undefined: too large to tell. */
function isWithin(inner: Language, outer: Language): boolean | undefined {
  if (!outer.exact) return undefined
  try {
    const rest = outer.exact.copy()
    rest.complement()
    return refa.isDisjointWith(inner.texts, rest, MAX_NODES * 10)
  } catch {
    return undefined
  }
}

/** Whether some text matches both patterns; undefined where that cannot be told. */
export function haveCommonText(a: string, b: string): boolean | undefined {
  const [one, other] = [languageOf(a), languageOf(b)]
  if (!one || !other) return undefined
  try {
    return !refa.isDisjointWith(one.texts, other.texts, MAX_NODES * 10)
  } catch {
    return undefined
  }
}

/** A short text that `a` matches and `b` does not, of characters that can be read; undefined: none, or not to be told. */
export function textOnlyIn(a: string, b: string): string | undefined {
  const [one, other] = [languageOf(a), languageOf(b)]
  if (!one || !other?.exact) return undefined
  try {
    const rest = other.exact.copy()
    rest.complement()
    for (const sets of refa.getIntersectionWordSets(one.texts, rest, MAX_NODES * 10))
      return sets.map((set) => String.fromCodePoint(readable(set))).join('')
    return undefined
  } catch {
    return undefined
  }
}

const READABLE = Array.from('a0A x-_.', (char) => char.codePointAt(0) ?? 0)

function readable(set: CharSet): number {
  const visible = set.ranges.find(({ max }) => max > 0x20)
  return (
    READABLE.find((char) => set.has(char)) ??
    (visible && Math.max(visible.min, 0x21)) ??
    set.ranges[0]?.min ??
    0x20
  )
}
