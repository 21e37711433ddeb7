import { type Action, RANK } from './action.ts'
import type { Catalogue, Facts, Thing } from './catalogue.ts'

/** How what the way up dropped is made again; nothing where it comes with something else. */
export function createOf(thing: Thing, gone: Catalogue): Action | undefined {
  const { kind, of, name, facts } = thing
  const table = facts.table ?? ''
  const def = facts.def ?? ''
  const one = (rank: number, ...statements: string[]): Action => ({ rank, ways: [statements] })
  switch (kind) {
    case 'schema':
      return one(RANK.schema, `CREATE SCHEMA ${name}`)
    case 'extension':
      return one(RANK.schema, `CREATE EXTENSION ${name}`)
    case 'enum':
      return one(RANK.type, `CREATE TYPE ${name} AS ENUM (${labels(facts)})`)
    case 'domain':
      return one(RANK.type, `CREATE DOMAIN ${name} ${def}`)
    case 'composite type':
      return one(RANK.type, `CREATE TYPE ${name} ${def}`)
    case 'sequence': {
      const column = gone.get(String(facts['serial']))
      if (column?.facts['serial'] === true) return undefined
      return one(RANK.sequence, `CREATE SEQUENCE ${name} ${def}`)
    }
    case 'routine':
      return one(RANK.routine, def.trimEnd())
    case 'table':
      return tableOf(thing, gone)
    case 'view':
      return one(RANK.view, `CREATE VIEW ${name}${withOptions(facts)} AS\n${def}`)
    case 'materialized view':
      return one(RANK.view, `CREATE MATERIALIZED VIEW ${name}${withOptions(facts)} AS\n${def}`)
    case 'column':
      return gone.has(of) ? undefined : columnBack(thing)
    case 'constraint':
      if (gone.has(of) && facts['type'] !== 'f') return undefined
      return one(
        facts['type'] === 'f' ? RANK.foreignKey : RANK.constraint,
        `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${readable(def)}`,
      )
    case 'index':
      return one(RANK.index, def)
    case 'trigger':
      return one(RANK.dependent, def, ...enabled(thing))
    case 'policy':
      return one(RANK.dependent, `CREATE POLICY ${name} ON ${table} ${def}`)
    case 'rule':
    case 'statistics':
      return one(RANK.dependent, def)
    case 'comment':
      return one(RANK.comment, `COMMENT ON ${name} IS ${def}`)
    case 'grant':
      return one(
        RANK.grant,
        `GRANT ${String(facts['right'])} ON ${name} TO ${String(facts['to'])}${facts['grantable'] === true ? ' WITH GRANT OPTION' : ''}`,
      )
    default:
      return undefined
  }
}

function tableOf({ id, name, facts }: Thing, gone: Catalogue): Action {
  const parts = [...gone.values()].filter(({ of }) => of === id)
  const columns = parts
    .filter(({ kind }) => kind === 'column')
    .toSorted((a, b) => Number(a.facts['number']) - Number(b.facts['number']))
    .map((column) => `  ${column.name} ${columnDefinition(column.facts)}`)
  const constraints = parts
    .filter((part) => part.kind === 'constraint' && part.facts['type'] !== 'f')
    .map((part) => `  CONSTRAINT ${part.name} ${readable(part.facts.def ?? '')}`)
  const bound = text(facts, 'bound')
  const body =
    bound === undefined
      ? ` (\n${[...columns, ...constraints].join(',\n')}\n)`
      : ` PARTITION OF ${text(facts, 'parents') ?? ''} ${bound}`
  const inherits = bound === undefined && text(facts, 'parents')
  const statement = [
    `CREATE ${facts['unlogged'] === true ? 'UNLOGGED ' : ''}TABLE ${name}${body}`,
    ...(inherits ? [`INHERITS (${inherits})`] : []),
    ...(text(facts, 'partitioned') ? [`PARTITION BY ${text(facts, 'partitioned') ?? ''}`] : []),
    ...(text(facts, 'options') ? [`WITH (${text(facts, 'options') ?? ''})`] : []),
  ].join(' ')
  return {
    rank: RANK.table,
    ways: [[statement, ...securityOf(name, facts)]],
    note: `rows of ${name} are not restored: restore them from a backup`,
  }
}

/** Rows that are there need a value for a column that is required. */
function columnBack({ name, facts }: Thing): Action {
  const table = facts.table ?? ''
  const add = `ALTER TABLE ${table} ADD COLUMN ${name} `
  const plain = [add + columnDefinition(facts)]
  const zero = text(facts, 'zero')
  const needed = facts['required'] === true && !facts['default'] && !facts['identity'] && !facts['generated']
  const filled =
    needed && zero !== undefined && facts['unique'] !== true
      ? [
          `${add}${columnDefinition(facts)} DEFAULT ${zero}`,
          `ALTER TABLE ${table} ALTER COLUMN ${name} DROP DEFAULT`,
        ]
      : plain
  const instead = filled === plain ? '' : `, until then rows hold ${zero ?? ''}`
  return {
    rank: RANK.column,
    ways: [filled],
    ...(!facts['generated'] && {
      note: `values of ${table}.${name} are not restored: restore them from a backup${instead}`,
    }),
  }
}

export function columnDefinition(facts: Facts): string {
  if (facts['serial'] === true)
    return { smallint: 'smallserial', integer: 'serial' }[text(facts, 'type') ?? ''] ?? 'bigserial'
  return [
    text(facts, 'type'),
    facts['collation'] ? `COLLATE ${text(facts, 'collation') ?? ''}` : undefined,
    facts['required'] === true ? 'NOT NULL' : undefined,
    facts['default'] ? `DEFAULT ${text(facts, 'default') ?? ''}` : undefined,
    facts['identity'] ? `GENERATED ${text(facts, 'identity') ?? ''} AS IDENTITY` : undefined,
    text(facts, 'generated'),
  ]
    .filter((part) => part !== undefined)
    .join(' ')
}

export function securityOf(name: string, facts: Facts): string[] {
  return [
    ...(facts['rls'] === true ? [`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`] : []),
    ...(facts['force'] === true ? [`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`] : []),
    ...(facts['identity'] === 'f' ? [`ALTER TABLE ${name} REPLICA IDENTITY FULL`] : []),
  ]
}

const FIRING: Readonly<Record<string, string>> = { D: 'DISABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' }

export function enabled({ name, facts }: Thing): string[] {
  const how = FIRING[text(facts, 'enabled') ?? '']
  return how === undefined ? [] : [`ALTER TABLE ${facts.table ?? ''} ${how} TRIGGER ${name}`]
}

export function labels(facts: Facts): string {
  return (facts['labels'] as [string, string][])
    .map(([, label]) => `'${label.replaceAll("'", "''")}'`)
    .join(', ')
}

/** The list that was written as IN, whose deparsed form PostgreSQL reads as another expression. */
export function readable(def: string): string {
  return def.replaceAll(
    /([\w."]+)::text = ANY \(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]::text\[\]\)/g,
    (_all, column: string, list: string) => `${column} IN (${list.replaceAll('::character varying', '')})`,
  )
}

export function text(facts: Facts, key: string): string | undefined {
  const value = facts[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function withOptions(facts: Facts): string {
  return text(facts, 'options') ? ` WITH (${text(facts, 'options') ?? ''})` : ''
}
