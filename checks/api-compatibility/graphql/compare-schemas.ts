import { type Schema, type TypeDefinition, type TypeKind } from '../../../src/parse/graphql/schema.ts'
import type { Change, Report } from './change.ts'
import { compareAccess, compareFields, fieldRemoved } from './compare-fields.ts'
import { compareInputs } from './compare-inputs.ts'
import { compareEnum, compareMembers } from './compare-members.ts'
import { compareRoots } from './compare-roots.ts'
import { compareDirectives, directiveIn } from './directives.ts'

/** Types that belong to the language or to the machinery of gateways, not to an API. */
const FOREIGN =
  /^__|^(?:Int|Float|String|Boolean|ID)$|^_(?:Any|Service|Entity|FieldSet)$|^(?:join|link|core|federation)__/

/** What changed for the clients of a schema, by what graphql-js calls breaking or dangerous and a little beyond. */
export function compareSchemas(base: Schema, head: Schema): Change[] {
  const changes: Change[] = []
  const report: Report = (change) => void changes.push(change)
  for (const [name, before] of base.types) {
    if (FOREIGN.test(name) || directiveIn(before, 'inaccessible')) continue
    const after = head.types.get(name)
    if (after) compareType(before, after, report)
    else if (before.extension)
      for (const field of before.fields.values()) fieldRemoved(before, field, undefined, report)
    else typeRemoved(before, report)
  }
  compareRoots(base, head, report)
  compareDirectives(base, head, report)
  return changes
}

const NOUNS: Readonly<Record<TypeKind, string>> = {
  scalar: 'Scalar',
  object: 'Type',
  interface: 'Interface',
  union: 'Union',
  enum: 'Enum',
  input: 'Input type',
}

function typeRemoved(type: TypeDefinition, report: Report): void {
  report({
    kind: 'type-removed',
    level: 'error',
    side: 'base',
    place: type,
    subject: type.name,
    words: `${NOUNS[type.kind]} \`${type.name}\` is removed: requests that name it are refused`,
  })
}

function compareType(before: TypeDefinition, after: TypeDefinition, report: Report): void {
  const { name } = after
  if (before.kind !== after.kind) {
    const [was, is] = [NOUNS[before.kind], NOUNS[after.kind]].map((noun) => noun.toLowerCase())
    report({
      kind: 'type-kind-changed',
      level: 'error',
      side: 'head',
      place: after,
      other: before,
      subject: `${name} kind`,
      words: `\`${name}\` was ${article(was)} and is ${article(is)} now`,
    })
    return
  }
  const hidden = directiveIn(after, 'inaccessible')
  if (hidden) {
    report({
      kind: 'type-removed',
      level: 'error',
      side: 'head',
      place: hidden,
      other: before,
      subject: `${name} inaccessible`,
      words: `${NOUNS[after.kind]} \`${name}\` becomes \`@inaccessible\`: requests that name it are refused`,
    })
    return
  }
  compareFields(before, after, report)
  if (after.kind === 'input') compareInputObject(before, after, report)
  if (after.kind === 'enum') compareEnum(before, after, report)
  compareMembers(before, after, report)
  compareAccess(name, before, after, report)
  const [was, is] = [directiveIn(before, 'specifiedBy'), directiveIn(after, 'specifiedBy')]
  if (was && is && was.arguments !== is.arguments) {
    report({
      kind: 'scalar-format-changed',
      level: 'warning',
      side: 'head',
      place: is,
      other: was,
      subject: `${name} specifiedBy`,
      words: `Scalar \`${name}\` is specified by another document: values may look different`,
    })
  }
}

function article(noun = ''): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}

function compareInputObject(before: TypeDefinition, after: TypeDefinition, report: Report): void {
  compareInputs(
    before.inputFields,
    after.inputFields,
    {
      noun: 'Input field',
      coordinate: (name) => `${after.name}.${name}`,
      removed: 'input-field-removed',
      directive: false,
      base: before,
      head: after,
    },
    report,
  )
  const oneOf = directiveIn(after, 'oneOf')
  if (oneOf && !directiveIn(before, 'oneOf')) {
    report({
      kind: 'input-type-changed',
      level: 'error',
      side: 'head',
      place: oneOf,
      other: before,
      subject: `${after.name} oneOf`,
      words: `Input type \`${after.name}\` becomes \`@oneOf\`: requests that give several of its fields, or none, are refused`,
    })
  }
}
