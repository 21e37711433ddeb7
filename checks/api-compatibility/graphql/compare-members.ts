import type { TypeDefinition } from '../../../src/parse/graphql/schema.ts'
import type { Report } from './change.ts'
import { directiveIn } from './directives.ts'

/** Compares the values of an enum. */
export function compareEnum(before: TypeDefinition, after: TypeDefinition, report: Report): void {
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
export function compareMembers(before: TypeDefinition, after: TypeDefinition, report: Report): void {
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
