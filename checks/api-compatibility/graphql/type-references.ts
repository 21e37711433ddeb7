import { printType, type TypeReference } from '../../../src/parse/graphql/schema.ts'

/**
 * Whether clients that read a field can still do so when its type changes: a value may become certain, never
 * uncertain. The rules are those of graphql-js (`findSchemaChanges`).
 */
export function isSafeForReaders(before: TypeReference, after: TypeReference): boolean {
  if (after.kind === 'non-null') {
    return isSafeForReaders(before.kind === 'non-null' ? before.of : before, after.of)
  }
  if (before.kind === 'named') return after.kind === 'named' && before.name === after.name
  return before.kind === 'list' && after.kind === 'list' && isSafeForReaders(before.of, after.of)
}

/** Whether what clients send for an argument or input field is still taken when its type changes. */
export function isSafeForWriters(before: TypeReference, after: TypeReference): boolean {
  if (before.kind === 'non-null') {
    return isSafeForWriters(before.of, after.kind === 'non-null' ? after.of : after)
  }
  if (before.kind === 'named') return after.kind === 'named' && before.name === after.name
  return after.kind === 'list' && isSafeForWriters(before.of, after.of)
}

/** What an unsafe change of a type means for clients, as the end of a sentence. */
export function effectOf(before: TypeReference, after: TypeReference, reads: boolean): string {
  if (nameOf(before) !== nameOf(after)) {
    return reads ? 'clients get values of another type' : 'clients send values of another type'
  }
  if (shape(before) !== shape(after)) {
    if (reads)
      return shape(after).length > shape(before).length
        ? 'clients get a list'
        : 'clients no longer get a list'
    return shape(after).length > shape(before).length
      ? 'clients whose variables hold one value are refused'
      : 'clients that send a list are refused'
  }
  return reads ? 'clients may now get null' : 'clients that send null, or nothing, are refused'
}

function nameOf(type: TypeReference): string {
  return type.kind === 'named' ? type.name : nameOf(type.of)
}

/** The lists around the name, without what may be null. */
function shape(type: TypeReference): string {
  return printType(type).replaceAll(/[^[]/g, '')
}
