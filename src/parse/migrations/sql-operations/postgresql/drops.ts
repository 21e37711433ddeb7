import type { DropStmt } from 'libpg-query'
import { nameParts } from '../../../sql/names.ts'
import type { Found } from './statement.ts'

/** One operation for each object that a DROP names. */
export function drops({ objects = [], removeType, behavior, missing_ok, concurrent }: DropStmt): Found[] {
  const cascade = behavior === 'DROP_CASCADE' && { cascade: true }
  const ifExists = missing_ok && { ifExists: true }
  return objects.map((object): Found => {
    const parts = nameParts(object)
    const name = parts.join('.')
    switch (removeType) {
      case 'OBJECT_TABLE':
        return { kind: 'drop-table', table: name, ...ifExists, ...cascade }
      case 'OBJECT_INDEX':
        return { kind: 'drop-index', name, ...(concurrent && { concurrently: true }), ...ifExists }
      case 'OBJECT_VIEW':
        return { kind: 'drop-view', view: name, ...cascade }
      case 'OBJECT_MATVIEW':
        return { kind: 'drop-view', view: name, materialized: true, ...cascade }
      case 'OBJECT_TYPE':
      case 'OBJECT_DOMAIN':
        return { kind: 'drop-type', type: name, ...cascade }
      case 'OBJECT_SCHEMA':
        return { kind: 'drop-schema', name, ...cascade }
      case 'OBJECT_FUNCTION':
      case 'OBJECT_PROCEDURE':
      case 'OBJECT_ROUTINE':
        return { kind: 'drop-routine', name, ...cascade }
      case 'OBJECT_TRIGGER':
        return { kind: 'drop-trigger', name: parts.at(-1) ?? '', table: parts.slice(0, -1).join('.') }
      default:
        return {
          kind: 'other',
          what: `drops ${(removeType ?? '').replace('OBJECT_', '').toLowerCase()} ${name}`,
        }
    }
  })
}
