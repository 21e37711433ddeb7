import type { Node, RangeVar } from 'libpg-query'

/** `schema.table` as people write it. */
export function tableName(relation: RangeVar | undefined): string {
  return [relation?.schemaname, relation?.relname].filter(Boolean).join('.')
}

/** `schema.table` as SQL, quoted where PostgreSQL would fold or refuse it. */
export function tableSql(relation: RangeVar | undefined): string {
  return [relation?.schemaname, relation?.relname]
    .flatMap((part) => (part ? [quoteName(part)] : []))
    .join('.')
}

/** Names that are plain stay plain; reserved words are rare enough in migrations to be quoted by this list. */
const RESERVED = new Set(
  'all and any array as asc both case cast check collate column constraint create current_date current_user default desc distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime not null offset on only or order placing primary references returning select session_user some symmetric table then to trailing true union unique user using variadic when where window with'.split(
    ' ',
  ),
)

export function quoteName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** The parts of a possibly qualified name: a string, a list of strings, a type, a function with arguments. */
export function nameParts(node: Node | undefined): string[] {
  if (!node) return []
  if ('String' in node) return [node.String.sval ?? '']
  if ('List' in node) return (node.List.items ?? []).flatMap((item) => nameParts(item))
  if ('TypeName' in node) return (node.TypeName.names ?? []).flatMap((item) => nameParts(item))
  if ('ObjectWithArgs' in node) return (node.ObjectWithArgs.objname ?? []).flatMap((item) => nameParts(item))
  return []
}

export function dotted(nodes: readonly Node[] | undefined): string {
  return (nodes ?? []).flatMap((node) => nameParts(node)).join('.')
}

export function dottedSql(nodes: readonly Node[] | undefined): string {
  return (nodes ?? [])
    .flatMap((node) => nameParts(node))
    .map((name) => quoteName(name))
    .join('.')
}
