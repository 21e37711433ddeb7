import type { Change } from './change.ts'

/**
 * The nineteen changes that have `createInverses` in Liquibase (`liquibase.change.core`, 4.33): without a `rollback` block
 * these, and no others, are undone by themselves.
 */
const INVERTIBLE = new Set([
  'addColumn',
  'addDefaultValue',
  'addForeignKeyConstraint',
  'addLookupTable',
  'addNotNullConstraint',
  'addPrimaryKey',
  'addUniqueConstraint',
  'createIndex',
  'createSequence',
  'createTable',
  'createView',
  'dropNotNullConstraint',
  'empty',
  'output',
  'renameColumn',
  'renameSequence',
  'renameTable',
  'renameView',
  'tagDatabase',
])

export function invertible({ name, attributes }: Change): boolean {
  // What a view was before it was replaced, nobody knows any more.
  if (name === 'createView' && attributes.get('replaceIfExists') === 'true') return false
  return INVERTIBLE.has(name)
}
