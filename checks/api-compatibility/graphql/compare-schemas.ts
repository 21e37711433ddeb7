import {
  OPERATIONS,
  printType,
  rootsOf,
  type Field,
  type Schema,
  type TypeDefinition,
  type TypeKind,
} from '../../../src/parse/graphql/schema.ts'
import type { Change, Report } from './change.ts'
import { compareInputs } from './compare-inputs.ts'
import { accessAdded, compareDirectives, directiveIn } from './directives.ts'
import { effectOf, isSafeForReaders } from './type-references.ts'

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

function compareFields(before: TypeDefinition, after: TypeDefinition, report: Report): void {
  for (const field of before.fields.values()) {
    // Not served from here: fields of other services that this one only refers to, and hidden ones.
    if (directiveIn(field, 'inaccessible')) continue
    const other = after.fields.get(field.name)
    if (!other) fieldRemoved(before, field, after, report)
    else compareField(before, field, other, report)
  }
}

function fieldRemoved(
  type: TypeDefinition,
  field: Field,
  after: TypeDefinition | undefined,
  report: Report,
): void {
  if (directiveIn(field, 'external')) return
  const subject = `${type.name}.${field.name}`
  report({
    kind: 'field-removed',
    level: 'error',
    side: 'base',
    place: field,
    ...(after && { other: after }),
    subject,
    words: `Field \`${subject}\` is removed: requests that select it are refused`,
    ...(field.deprecated !== undefined && { deprecated: field.deprecated }),
    ...(after && {
      restore: { member: field, before: [...type.fields.values()], after: after.fields, deprecatable: true },
    }),
  })
}

function compareField(type: TypeDefinition, before: Field, after: Field, report: Report): void {
  const subject = `${type.name}.${after.name}`
  if (!isSafeForReaders(before.type, after.type)) {
    report({
      kind: 'field-type-changed',
      level: 'error',
      side: 'head',
      place: after.typePlace,
      other: before.typePlace,
      subject: `${subject} type`,
      words: `Field \`${subject}\` changes from \`${printType(before.type)}\` to \`${printType(after.type)}\`: ${effectOf(before.type, after.type, true)}`,
    })
  }
  const hidden = directiveIn(after, 'inaccessible')
  if (hidden) {
    report({
      kind: 'field-removed',
      level: 'error',
      side: 'head',
      place: hidden,
      other: before,
      subject: `${subject} inaccessible`,
      words: `Field \`${subject}\` becomes \`@inaccessible\`: requests that select it are refused`,
    })
  }
  compareAccess(subject, before, after, report)
  compareInputs(
    before.arguments,
    after.arguments,
    {
      noun: 'Argument',
      coordinate: (name) => `${subject}(${name}:)`,
      removed: 'argument-removed',
      directive: false,
      base: before,
      head: after,
    },
    report,
  )
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

function compareEnum(before: TypeDefinition, after: TypeDefinition, report: Report): void {
  for (const value of before.values.values()) {
    if (directiveIn(value, 'inaccessible')) continue
    const other = after.values.get(value.name)
    const hidden = other && directiveIn(other, 'inaccessible')
    if (other && !hidden) continue
    const subject = `${before.name}.${value.name}`
    report({
      kind: 'enum-value-removed',
      level: 'error',
      side: hidden ? 'head' : 'base',
      place: hidden ?? value,
      other: hidden ? value : after,
      subject,
      words: `Enum value \`${subject}\` ${hidden ? 'becomes `@inaccessible`' : 'is removed'}: requests that send it are refused, clients that wait for it wait in vain`,
      ...(value.deprecated !== undefined && { deprecated: value.deprecated }),
      ...(!hidden && {
        restore: {
          member: value,
          before: [...before.values.values()],
          after: after.values,
          deprecatable: true,
        },
      }),
    })
  }
  for (const value of after.values.values()) {
    if (before.values.has(value.name)) continue
    const subject = `${after.name}.${value.name}`
    report({
      kind: 'possible-value-added',
      level: 'warning',
      side: 'head',
      place: value,
      other: before,
      subject,
      words: `Enum value \`${subject}\` is added: clients that read it may not know what to do with it`,
    })
  }
}

/** Compares the members of a union, and the interfaces of a type. */
function compareMembers(before: TypeDefinition, after: TypeDefinition, report: Report): void {
  const { name } = after
  for (const [member, place] of before.members) {
    if (after.members.has(member)) continue
    report({
      kind: 'union-member-removed',
      level: 'error',
      side: 'base',
      place,
      other: after,
      subject: `${name} | ${member}`,
      words: `\`${member}\` is no longer a member of union \`${name}\`: requests with a fragment on it are refused`,
    })
  }
  for (const [member, place] of after.members) {
    if (before.members.has(member)) continue
    report({
      kind: 'possible-value-added',
      level: 'warning',
      side: 'head',
      place,
      other: before,
      subject: `${name} | ${member}`,
      words: `\`${member}\` becomes a member of union \`${name}\`: clients may not know what to do with it`,
    })
  }
  for (const [member, place] of before.interfaces) {
    if (after.interfaces.has(member)) continue
    report({
      kind: 'interface-removed',
      level: 'error',
      side: 'base',
      place,
      other: after,
      subject: `${name} implements ${member}`,
      words: `\`${name}\` no longer implements \`${member}\`: requests with a fragment on one in place of the other are refused`,
    })
  }
  for (const [member, place] of after.interfaces) {
    if (before.interfaces.has(member)) continue
    report({
      kind: 'possible-value-added',
      level: 'warning',
      side: 'head',
      place,
      other: before,
      subject: `${name} implements ${member}`,
      words: `\`${name}\` now implements \`${member}\`: clients that read the interface may not know what to do with it`,
    })
  }
}

function compareAccess(
  subject: string,
  before: TypeDefinition | Field,
  after: TypeDefinition | Field,
  report: Report,
): void {
  const added = accessAdded(before.directives, after.directives)
  if (!added) return
  report({
    kind: 'access-restricted',
    level: 'warning',
    side: 'head',
    place: added,
    other: before,
    subject: `${subject} @${added.name}`,
    words: `\`@${added.name}\` is put on \`${subject}\`: clients without the right may be refused`,
  })
}

function compareRoots(base: Schema, head: Schema, report: Report): void {
  const [before, after] = [rootsOf(base), rootsOf(head)]
  for (const operation of OPERATIONS) {
    const [was, is] = [before.get(operation), after.get(operation)]
    if (!was || was.type === is?.type) continue
    // The type itself is gone, and is reported.
    if (!is && !head.types.has(was.type) && base.types.get(was.type)) continue
    report({
      kind: is ? 'root-changed' : 'root-removed',
      level: 'error',
      side: is ? 'head' : 'base',
      place: (is ?? was).place,
      ...(is && { other: was.place }),
      subject: `schema ${operation}`,
      words: is
        ? `The root of the ${operation} operation changes from \`${was.type}\` to \`${is.type}\`: fragments on \`${was.type}\` are refused`
        : `The schema no longer offers the ${operation} operation: every such request is refused`,
    })
  }
}
