import { type Action, RANK } from './action.ts'
import type { Catalogue, Thing } from './catalogue.ts'

/** How what the way up added goes away; nothing where it goes with something else. */
export function dropOf(thing: Thing, added: Catalogue): Action | undefined {
  const { kind, of, name, facts } = thing
  if (added.has(of) || goesWithColumn(thing, added)) return undefined
  const table = facts.table ?? ''
  const one = (rank: number, statement: string): Action => ({ rank, ways: [[statement]] })
  switch (kind) {
    case 'schema':
      return one(RANK.dropSchema, `DROP SCHEMA ${name}`)
    case 'extension':
      return one(RANK.dropSchema, `DROP EXTENSION ${name}`)
    case 'enum':
    case 'composite type':
      return one(RANK.dropType, `DROP TYPE ${name}`)
    case 'domain':
      return one(RANK.dropType, `DROP DOMAIN ${name}`)
    case 'sequence':
      // What a column owns goes with it.
      return added.has(String(facts['serial'])) ? undefined : one(RANK.dropType, `DROP SEQUENCE ${name}`)
    case 'routine':
      return one(RANK.dropRoutine, `DROP ${String(facts['word'])} ${name}`)
    case 'table':
      return one(RANK.dropTable, `DROP TABLE ${name}`)
    case 'view':
      return one(RANK.dropView, `DROP VIEW ${name}`)
    case 'materialized view':
      return one(RANK.dropView, `DROP MATERIALIZED VIEW ${name}`)
    case 'column':
      return one(RANK.dropColumn, `ALTER TABLE ${table} DROP COLUMN ${name}`)
    case 'constraint':
      return one(
        facts['type'] === 'f' ? RANK.dropForeignKey : RANK.dropConstraint,
        `ALTER TABLE ${table} DROP CONSTRAINT ${name}`,
      )
    case 'index':
      return one(RANK.dropIndex, `DROP INDEX ${name}`)
    case 'trigger':
      return one(RANK.dropDependent, `DROP TRIGGER ${name} ON ${table}`)
    case 'policy':
      return one(RANK.dropDependent, `DROP POLICY ${name} ON ${table}`)
    case 'rule':
      return one(RANK.dropDependent, `DROP RULE ${name} ON ${table}`)
    case 'statistics':
      return one(RANK.dropDependent, `DROP STATISTICS ${name}`)
    case 'comment':
      return added.has(`${of}.${String(facts['column'])}`)
        ? undefined
        : one(RANK.comment, `COMMENT ON ${name} IS NULL`)
    case 'grant':
      return one(RANK.dropGrant, `REVOKE ${String(facts['right'])} ON ${name} FROM ${String(facts['to'])}`)
    default:
      return undefined
  }
}

/** PostgreSQL drops indexes and constraints with any column that they speak of. */
function goesWithColumn({ of, facts }: Thing, added: Catalogue): boolean {
  return (facts.columns ?? []).some((number) => added.has(`${of}.${number}`))
}
