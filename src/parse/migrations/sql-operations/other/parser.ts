import { createRequire } from 'node:module'

// Both builds are CommonJS, and each is loaded when a statement needs it: 30 ms and some 10 MB.
const require = createRequire(import.meta.url)

/** What node-sql-parser gives for definitions; MySQL's and SQLite's trees have the same shape here. */
export interface Tree {
  type?: string
  keyword?: string | null
  temporary?: unknown
  if_not_exists?: unknown
  prefix?: string | null
  /** Of `CREATE TABLE`, `ALTER TABLE` and `DROP TABLE`; of indexes a single one; of RENAME pairs. */
  table?: unknown
  name?: unknown
  index?: string | { name?: string } | null
  index_type?: string | null
  index_columns?: unknown[]
  create_definitions?: Definition[] | null
  expr?: Command[]
  like?: unknown
  as?: unknown
  query_expr?: unknown
  where?: unknown
}

/** An element of a CREATE TABLE. */
export interface Definition {
  resource?: string
  column?: { column?: unknown }
  definition?:
    | { dataType?: string; length?: number | null; scale?: number | null; suffix?: unknown }
    | unknown[]
  nullable?: { type?: string } | null
  default_val?: { value?: unknown } | null
  auto_increment?: string | null
  primary_key?: string | null
  unique?: string | null
  reference_definition?: { table?: unknown; definition?: unknown[] } | null
  constraint?: string | null
  constraint_type?: string | null
  index?: string | null
  keyword?: string | null
}

/** A command of an ALTER TABLE. */
export interface Command extends Definition {
  action?: string
  old_column?: { column?: unknown }
  create_definitions?: Definition
  key?: string
  table?: string
  engine?: string
}

type Astify = (sql: string) => Tree | Tree[]
const parsers = new Map<string, Astify>()

/** Longest statement that is parsed, in UTF-16 units: the parser is a recursive one. */
const MAX_STATEMENT = 100_000
const MAX_DEPTH = 40

/** The tree of one statement, or nothing where the parser refuses it. Never throws for anything in the text. */
export function parseStatement(dialect: 'mysql' | 'sqlite', sql: string): Tree | undefined {
  if (sql.length > MAX_STATEMENT || depthOf(sql) > MAX_DEPTH) return undefined
  try {
    const tree = parserOf(dialect)(sql)
    return Array.isArray(tree) ? tree[0] : tree
  } catch {
    return undefined
  }
}

function parserOf(dialect: 'mysql' | 'sqlite'): Astify {
  const known = parsers.get(dialect)
  if (known) return known
  const { Parser } = require(`node-sql-parser/build/${dialect}`) as {
    Parser: new () => { astify: (sql: string, options: object) => Tree | Tree[] }
  }
  const parser = new Parser()
  const astify: Astify = (sql) => parser.astify(sql, { database: dialect })
  parsers.set(dialect, astify)
  return astify
}

function depthOf(sql: string): number {
  let [depth, most] = [0, 0]
  for (const char of sql) {
    if (char === '(') most = Math.max(most, ++depth)
    else if (char === ')') depth--
  }
  return most
}
