/** A class of characters, as far as it is written plainly. */
const CLASS = /(?<!\\)\[(?:\\.|[^\]\\\n]){1,400}\]/g
/** A range in it; what is escaped is no letter. */
const RANGE = /\\.|([A-Za-z0-9])-([A-Za-z0-9])/g

const KINDS = [/[0-9]/, /[A-Z]/, /[a-z]/]
const kindOf = (letter: string): number => KINDS.findIndex((kind) => kind.test(letter))

/**
 * Whether a regular expression has a range from one kind of letter to another, as `[A-z]`, which holds the characters between
 * them too: `[`, `\`, `]`, `^`, `_` and the backtick.
 */
export function hasMixedRange(pattern: string): boolean {
  return [...pattern.matchAll(CLASS)].some(([text]) =>
    [...text.matchAll(RANGE)].some(
      ([, from, to]) => from !== undefined && to !== undefined && from < to && kindOf(from) !== kindOf(to),
    ),
  )
}
