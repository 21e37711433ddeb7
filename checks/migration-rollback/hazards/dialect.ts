import type { RuleContext } from '../../../src/model/index.ts'
import type { Adapter, Dialect, Step } from '../../../src/parse/migrations/index.ts'
import type { MigrationOptions } from '../options.ts'

/** Operations of a history that are looked at for what only one database has. */
const MAX_LOOKED_AT = 3000

const MYSQL = /\bauto_increment\b|\bengine\s*=|`\w+`|\bunsigned\b|^alter table \S+ (?:modify|change) /i
const SQLITE = /\bautoincrement\b|^pragma\b|\bwithout rowid\b|\bstrict\s*$/i

/** The database that the migrations of a set are written for: as configured, else as their SQL tells. */
export async function dialectOf(
  { options }: RuleContext<MigrationOptions>,
  _adapter: Adapter,
  earlier: readonly Step[],
  added: readonly Step[],
): Promise<Dialect | undefined> {
  if (options.database !== 'auto') return options.database
  const steps = [...earlier, ...added]
  for (const step of steps) if (step.dialect) return step.dialect
  const operations = steps.flatMap(({ up }) => up.operations ?? []).slice(-MAX_LOOKED_AT)
  // What PostgreSQL's parser takes may have such words in comments and strings.
  const texts = operations.flatMap(({ kind, text }) =>
    kind === 'other' ? [text.replaceAll(/'(?:[^']|'')*'/g, "''")] : [],
  )
  if (texts.some((text) => MYSQL.test(text))) return 'mysql'
  if (texts.some((text) => SQLITE.test(text))) return 'sqlite'
  // PostgreSQL's own parser took what plain SQL there is.
  const plain = steps.every(({ path, up }) => path.endsWith('.sql') || up.sql !== undefined)
  const refused = operations.filter(({ kind }) => kind === 'other').length
  return plain && refused * 4 <= operations.length ? 'postgresql' : undefined
}
