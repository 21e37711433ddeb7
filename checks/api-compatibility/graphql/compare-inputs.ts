import { isRequired, printType, type InputValue, type Place } from '../../../src/parse/graphql/schema.ts'
import type { ChangeKind, Report } from './change.ts'
import { directiveIn } from './directives.ts'
import { effectOf, isSafeForWriters } from './type-references.ts'

/** What holds the inputs that are compared. */
export interface Holder {
  /** What one of them is called: `Argument`, `Input field`. */
  noun: string
  /** The coordinate of one: `Query.user(id:)`. */
  coordinate: (name: string) => string
  removed: ChangeKind
  /** Directives are of the schema, not of requests: what changes in their arguments belongs to one rule. */
  directive: boolean
  base: Place
  head: Place
}

/** Compares arguments of a field or directive, or the fields of an input object. */
export function compareInputs(
  before: ReadonlyMap<string, InputValue>,
  after: ReadonlyMap<string, InputValue>,
  holder: Holder,
  report: Report,
): void {
  const { noun, coordinate, directive } = holder
  for (const [name, input] of before) {
    const other = after.get(name)
    if (!other) {
      report({
        kind: holder.removed,
        level: 'error',
        side: 'base',
        place: input,
        other: holder.head,
        subject: coordinate(name),
        words: `${noun} \`${coordinate(name)}\` is removed: requests that give it are refused`,
        ...(input.deprecated !== undefined && { deprecated: input.deprecated }),
        restore: { member: input, before: [...before.values()], after, deprecatable: !isRequired(input) },
      })
    } else compareInput(input, other, holder, report)
  }
  for (const [name, input] of after) {
    if (before.has(name)) continue
    const required = isRequired(input)
    // An optional argument of a directive concerns nobody who does not use it.
    if (directive && !required) continue
    const shown = `\`${coordinate(name)}\` of type \`${printType(input.type)}\``
    report({
      kind: directive ? 'directive-changed' : required ? 'required-input-added' : 'optional-input-added',
      level: required ? 'error' : 'warning',
      side: 'head',
      place: input,
      other: holder.base,
      subject: coordinate(name),
      words: required
        ? `Required ${noun.toLowerCase()} ${shown} is added: requests without it are refused`
        : `Optional ${noun.toLowerCase()} ${shown} is added: what happens without it may not be what happened before`,
    })
  }
}

function compareInput(before: InputValue, after: InputValue, holder: Holder, report: Report): void {
  const { noun, coordinate, directive } = holder
  const subject = coordinate(after.name)
  if (!isSafeForWriters(before.type, after.type)) {
    report({
      kind: directive ? 'directive-changed' : 'input-type-changed',
      level: 'error',
      side: 'head',
      place: after.typePlace,
      other: before.typePlace,
      subject: `${subject} type`,
      words: `${noun} \`${subject}\` changes from \`${printType(before.type)}\` to \`${printType(after.type)}\`: ${effectOf(before.type, after.type, false)}`,
    })
  } else if (before.default && before.default.value !== after.default?.value) {
    const now = after.default ? `from ${quote(before.default.value)} to ${quote(after.default.value)}` : ''
    report({
      kind: directive ? 'directive-changed' : 'default-changed',
      level: 'warning',
      side: after.default ? 'head' : 'base',
      place: after.default?.place ?? before.default.place,
      other: after.default ? before.default.place : after,
      subject: `${subject} default`,
      words: after.default
        ? `The default of \`${subject}\` changes ${now}: requests that do not give it mean something else`
        : `The default ${quote(before.default.value)} of \`${subject}\` is removed: requests that do not give it mean something else`,
    })
  }
  // graphql-js calls a first default safe: what is left out was nothing, and is something now.
  else if (!before.default && after.default && !directive && !isRequired(before)) {
    report({
      kind: 'default-changed',
      level: 'note',
      side: 'head',
      place: after.default.place,
      other: before,
      subject: `${subject} default`,
      words: `\`${subject}\` gets the default ${quote(after.default.value)}: it now holds for requests that do not give it`,
    })
  }
  const hidden = directiveIn(after, 'inaccessible')
  if (hidden && !directiveIn(before, 'inaccessible') && !directive) {
    report({
      kind: holder.removed,
      level: 'error',
      side: 'head',
      place: hidden,
      other: before,
      subject: `${subject} inaccessible`,
      words: `${noun} \`${subject}\` becomes \`@inaccessible\`: requests that give it are refused`,
    })
  }
}

/** Defaults come from the schema under review and can be of any length. */
function quote(value: string): string {
  return `\`${value.length > 60 ? `${value.slice(0, 59)}…` : value}\``
}
