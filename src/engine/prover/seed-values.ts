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
  /** Labels of an enum, in order. */
  labels: string[] | null
  /** Of the column that a table is partitioned by: a literal that its first partition takes. */
  bound: string | null
  /** CHECK constraints on this column alone. */
  checks: string | null
}

/** Which of the values that a column may take. */
export interface Choice {
  other?: boolean
  /** Of an enum: the place of the label. */
  label?: number
  /** Of text that a CHECK looks at: the place in `FORMS`. */
  form?: number
  /** Of rows beside the first: what keeps their keys apart. */
  nth?: number
}

/** Text that patterns in constraints ask for. */
export const FORMS: readonly string[] = [
  "'5'",
  "'SEED'",
  "'seed-1'",
  "'seed@example.com'",
  "'https://seed.example/'",
  "'/seed'",
  "'1.2.3'",
  "'2001-02-03'",
  "'#5eed00'",
  "'{}'",
  "'5eed0000-0000-4000-8000-000000000001'",
  "repeat('5e', 4)",
  "repeat('5e', 16)",
  "repeat('5e', 20)",
  "repeat('5e', 32)",
]

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

/** An expression for a column, of its type. */
export function valueOf(column: Column, { other = false, label = 0, form, nth }: Choice): string {
  const { labels, bound, checks, type, category, declared } = column
  if (labels !== null) return cast(literal(labels[label] ?? labels[0] ?? ''), declared)
  if (bound !== null) return cast(bound, declared)
  const asked =
    checks === null ? undefined : askedFor(checks, column, { other, ...(form !== undefined && { form }) })
  if (asked !== undefined) return cast(asked, declared)
  if (nth !== undefined && /^(?:integer|bigint|smallint)$/.test(type)) return String(5000 + nth)
  if (nth !== undefined && type === 'uuid') return `'5eed0000-0000-4000-9000-00000000000${nth}'::uuid`
  if (nth !== undefined && category === 'S') return cast(shortened(`'${nth}seed'`, declared), declared)
  const values = VALUES[type] ?? OF_CATEGORY[category]
  if (values) return cast(shortened(values[other ? 1 : 0], declared), declared)
  if (category === 'N') return /^(?:smallint|integer|bigint)$/.test(type) && !other ? '4099' : '1'
  return 'NULL'
}

const LONGEST = 10_000

/** The first text that a CHECK names, text of the length that it names, or a number at its bound or beyond. */
function askedFor(checks: string, { category, type }: Column, { other, form }: Choice): string | undefined {
  if (category === 'S' && form !== undefined) return FORMS[form]
  const [, operator, written] = /length\([^=<>]*(>=|>|=) \(?(\d+)/.exec(checks) ?? []
  const length = Number(written) + (operator === '>' ? 1 : 0)
  if (operator !== undefined && length > 0 && length <= LONGEST) {
    if (type === 'bytea') return `decode(repeat('5e', ${length}), 'hex')`
    if (category === 'S') return `repeat('s', ${length})`
  }
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
