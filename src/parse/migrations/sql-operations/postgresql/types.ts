import type { Node, TypeName } from 'libpg-query'
import { dotted } from '../../../sql/names.ts'

/** PostgreSQL's internal names of two types that people know by others. */
const NAMES: Readonly<Record<string, string>> = { bpchar: 'char' }

const SERIAL = /^(?:small|big)?serial[248]?$/

/** `int4` and `int4[]`, `varchar` and `varchar(20)`; PostgreSQL's short names (`int4` for `integer`, `timestamptz`). */
export function typeOf(type: TypeName | undefined): { type: string; typeText: string } | undefined {
  if (!type) return undefined
  const written = dotted(type.names).replace(/^pg_catalog\./, '')
  if (written === '') return undefined
  const name = NAMES[written] ?? written
  const modifiers = (type.typmods ?? []).flatMap((one) => constant(one) ?? [])
  // `char` alone is char(1); an interval's fields are kept as one number that nobody knows.
  const length = modifiers.length > 0 && name !== 'interval' ? `(${modifiers.join(',')})` : ''
  return { type: name, typeText: `${name}${length}${(type.arrayBounds ?? []).map(() => '[]').join('')}` }
}

export function isSerial(type: string): boolean {
  return SERIAL.test(type)
}

/** A literal as text. */
export function constant(node: Node): string | undefined {
  if ('A_Const' in node) {
    const { ival, sval, fval, boolval, isnull } = node.A_Const
    if (isnull) return 'NULL'
    if (ival) return String(ival.ival ?? 0)
    if (sval) return sval.sval ?? ''
    if (fval) return fval.fval
    return boolval ? String(boolval.boolval ?? false) : undefined
  }
  return 'TypeCast' in node && node.TypeCast.arg ? constant(node.TypeCast.arg) : undefined
}

/** Functions of PostgreSQL and its usual extensions that give every row a value of its own. */
const VOLATILE =
  /^(?:pg_catalog\.|public\.|extensions\.)?(?:gen_random_uuid|gen_random_bytes|gen_salt|uuid_generate_v\d\w*|uuidv[47]|uuid_v7|random|random_normal|clock_timestamp|timeofday|nextval|setval|gen_ulid|ulid_generate|generate_ulid|nanoid|ksuid|txid_current)$/

/** Whether an expression is computed for every row when a column with it as default is added. */
export function isVolatile(node: Node): boolean {
  return [...JSON.stringify(node).matchAll(/"funcname":\[([^\]]*)\]/g)].some((call) =>
    VOLATILE.test([...(call[1] ?? '').matchAll(/"sval":"([^"]*)"/g)].map((name) => name[1]).join('.')),
  )
}
