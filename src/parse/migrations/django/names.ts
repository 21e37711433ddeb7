import { createHash } from 'node:crypto'

/** Longest name of PostgreSQL; others cut later. */
const MAX_NAME = 63

/** `names_digest` of django.db.backends.utils. */
function digest(names: readonly string[], length: number): string {
  const hash = createHash('md5')
  for (const name of names) hash.update(name)
  return hash.digest('hex').slice(0, length)
}

/** `truncate_name` of django.db.backends.utils: tables that Django names itself. */
export function tableName(name: string): string {
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 4)}${digest([name], 4)}`
}

/** `BaseDatabaseSchemaEditor._create_index_name`. */
export function indexName(table: string, columns: readonly string[], suffix = ''): string {
  const bare = table.slice(table.lastIndexOf('.') + 1)
  let ending = `${digest([bare, ...columns], 8)}${suffix}`
  const name = `${bare}_${columns.join('_')}_${ending}`
  if (name.length <= MAX_NAME) return name
  if (ending.length > MAX_NAME / 3) ending = ending.slice(0, Math.floor(MAX_NAME / 3))
  const rest = Math.floor((MAX_NAME - ending.length) / 2) - 1
  const cut = `${bare.slice(0, rest)}_${columns.join('_').slice(0, rest)}_${ending}`
  return /^[_\d]/.test(cut) ? `D${cut.slice(0, -1)}` : cut
}
