import { type KeptDocument, readStored, type SharedDocument } from '../../../config/index.ts'
import type { Database } from '../database.ts'

/** Days for which it is said that a tag was moved. */
const SAY_MOVED_DAYS = 14
/** Of one repository: far more than anybody extends at a time; branches may extend others. */
const KEPT = 50

interface Row {
  document: unknown
  good_at: string | Date
  moved_from: string | null
  moved_at: string | Date | null
}

/**
 * The last good version of what repositories extend: settings and the lines where they stand, never the text. By
 * repository and entry: what one may read is no other's.
 */
export class SharedConfigStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async lastGood(repoId: number, entry: string): Promise<KeptDocument | undefined> {
    const rows = await this.#database.query<Row>(
      `select document, good_at, moved_from, moved_at from roadmap.shared_configs
       where repo_id = $1 and entry = $2`,
      [repoId, entry],
    )
    return rows[0] && toKept(rows[0])
  }

  /** Keeps a version that is good, and answers it with what is known of the one before. */
  async keep(repoId: number, entry: string, document: SharedDocument): Promise<KeptDocument> {
    const rows = await this.#database.transaction(async (sql) => {
      const kept = await sql.query<Row>(
        `insert into roadmap.shared_configs as old (repo_id, entry, sha, document) values ($1, $2, $3, $4::jsonb)
         on conflict (repo_id, entry) do update set
           sha = excluded.sha, document = excluded.document, good_at = now(),
           moved_from = case when old.sha <> excluded.sha then old.sha else old.moved_from end,
           moved_at = case when old.sha <> excluded.sha then now() else old.moved_at end
         returning document, good_at, moved_from, moved_at`,
        [repoId, entry, document.sha, JSON.stringify(document)],
      )
      await sql.query(
        `delete from roadmap.shared_configs where repo_id = $1 and entry not in (
           select entry from roadmap.shared_configs where repo_id = $1 order by good_at desc limit $2)`,
        [repoId, KEPT],
      )
      return kept
    })
    const kept = rows[0] && toKept(rows[0])
    if (!kept) throw new Error('a configuration that is valid can be kept')
    return kept
  }
}

/** Undefined where an older version of the app kept it in a form that this one does not take. */
function toKept(row: Row): KeptDocument | undefined {
  const document = readStored(typeof row.document === 'string' ? JSON.parse(row.document) : row.document)
  if (!document) return undefined
  const moved =
    row.moved_from !== null &&
    row.moved_at !== null &&
    new Date(row.moved_at).getTime() > Date.now() - SAY_MOVED_DAYS * 86_400_000
      ? { moved: { from: row.moved_from, at: new Date(row.moved_at) } }
      : {}
  return { document, at: new Date(row.good_at), ...moved }
}
