import { printType, type Field, type TypeDefinition } from '../../../src/parse/graphql/schema.ts'
import type { Report } from './change.ts'
import { compareInputs } from './compare-inputs.ts'
import { accessAdded, directiveIn } from './directives.ts'
import { effectOf, isSafeForReaders } from './type-references.ts'

/** Compares the fields of an object or interface. */
export function compareFields(before: TypeDefinition, after: TypeDefinition, report: Report): void {
  for (const field of before.fields.values()) {
    // No client could see it.
    if (directiveIn(field, 'inaccessible')) continue
    const other = after.fields.get(field.name)
    if (!other) fieldRemoved(before, field, after, report)
    else compareField(before, field, other, report)
  }
}

export function fieldRemoved(
  type: TypeDefinition,
  field: Field,
  after: TypeDefinition | undefined,
  report: Report,
): void {
  // Another service of the graph serves it; this one only refers to it.
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

/** Whether fewer clients may read it. */
export function compareAccess(
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
