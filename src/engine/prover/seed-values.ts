/** A column as the catalogue has it. */
export interface Column {
  /** Quoted, with schema. */
  table: string
  /** Quoted. */
  name: string
  /** Of a domain, what it is made of; without its modifier. */
  type: string
  declared: string
  /** `pg_type.typcategory`. */
  category: string
  required: boolean
  has_default: boolean
  /** First label of an enum. */
  label: string | null
  /** CHECK constraints on this column alone. */
  checks: string | null
}

/** Two values of each type. Not the same as defaults usually are, and far from the first values of a sequence. */
const VALUES: Readonly<Record<string, readonly [string, string]>> = {
  uuid: ["'5eed0000-0000-4000-8000-000000000001'", "'5eed0000-0000-4000-8000-000000000002'"],
  boolean: ['true', 'false'],
  json: [`'{"seed": 1}'`, `'[]'`],
  jsonb: [`'{"seed": 1}'`, `'[]'`],
  date: ["'2001-02-03'", "'2999-02-03'"],
  interval: ["'1 hour'", "'1 day'"],
  bytea: [String.raw`'\x5eed'`, String.raw`'\x'`],
  inet: ["'10.0.0.1'", "'::1'"],
  cidr: ["'10.0.0.0/8'", "'::/0'"],
  macaddr: ["'08:00:2b:01:02:03'", "'08:00:2b:01:02:04'"],
  tsvector: ["'seed'", "'other'"],
  tsquery: ["'seed'", "'other'"],
  ltree: ["'seed.a'", "'seed'"],
  hstore: ["'seed=>1'", "''"],
  xml: ["'<seed/>'", "'<other/>'"],
  point: ["'(1,2)'", "'(0,0)'"],
  '"char"': ["'s'", "'a'"],
  bit: ["'1'", "'0'"],
}

/** By `pg_type.typcategory`: https://www.postgresql.org/docs/18/catalog-pg-type.html. */
const OF_CATEGORY: Readonly<Record<string, readonly [string, string]>> = {
  S: ["'seed'", "'sssssssssssssssseed'"],
  D: ["'2001-02-03 04:05:06'", "'2999-02-03 04:05:06'"],
  R: ["'empty'", "'empty'"],
  A: ["'{}'", "'{}'"],
}

/** A literal for a column, of its type. */
export function valueOf(column: Column, other: boolean): string {
  const { label, checks, type, category, declared } = column
  if (label !== null) return cast(literal(label), declared)
  const asked = checks === null ? undefined : askedFor(checks, category, other)
  if (asked !== undefined) return cast(asked, declared)
  const values = VALUES[type] ?? OF_CATEGORY[category]
  if (values) return cast(shortened(values[other ? 1 : 0], declared), declared)
  if (category === 'N') return /^(?:smallint|integer|bigint)$/.test(type) && !other ? '4099' : '1'
  return 'NULL'
}

/** The first text that a CHECK names, or a number at its bound or beyond. */
function askedFor(checks: string, category: string, other: boolean): string | undefined {
  if (category === 'S') return /=[^']*('(?:[^']|'')*')/.exec(checks)?.[1]
  if (category !== 'N') return undefined
  const [, bound] = /(-?\d+(?:\.\d+)?)/.exec(checks) ?? []
  return bound === undefined ? undefined : other ? bound : String(Number(bound) + 1)
}

/** `varchar(2)` takes no `seed`. */
function shortened(text: string, declared: string): string {
  const [, length] = /^(?:character varying|character|bpchar)\((\d+)\)/.exec(declared) ?? []
  return length === undefined ? text : `'${text.slice(1, -1).slice(0, Number(length))}'`
}

function cast(text: string, type: string): string {
  return `${text}::${type}`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
