import { constants } from 'node:sqlite'

const { SQLITE_DENY, SQLITE_IGNORE, SQLITE_OK } = constants

/** Node's permission model does not see files that SQLite opens: what opens one is refused here. */
const DENIED = new Set([constants.SQLITE_ATTACH, constants.SQLITE_DETACH])
/** https://www.sqlite.org/pragma.html: what decides how a script runs, and what only reads. */
const PRAGMAS = new Set(
  `foreign_keys defer_foreign_keys legacy_alter_table ignore_check_constraints recursive_triggers case_sensitive_like
  table_info table_xinfo table_list index_info index_list index_xinfo foreign_key_list foreign_key_check integrity_check quick_check
  user_version application_id function_list collation_list database_list compile_options`.split(/\s+/),
)
/** Of the file or the connection, and nothing to a database in memory. */
const QUIET = new Set(
  `journal_mode journal_size_limit synchronous busy_timeout cache_size cache_spill locking_mode mmap_size optimize encoding auto_vacuum
  incremental_vacuum page_size wal_autocheckpoint wal_checkpoint secure_delete temp_store automatic_index query_only analysis_limit threads
  trusted_schema cell_size_check checkpoint_fullfsync fullfsync read_uncommitted reverse_unordered_selects shrink_memory`.split(
    /\s+/,
  ),
)
const FUNCTIONS = new Set(['load_extension', 'readfile', 'writefile', 'edit', 'fts3_tokenizer'])
const MODULES = new Set(['fts3', 'fts4', 'fts5', 'rtree', 'rtree_i32', 'geopoly'])

/** What a stranger's SQL may do: nothing that reaches out of the database in memory. */
export function authorize(action: number, first: string | null, second: string | null): number {
  if (DENIED.has(action)) return SQLITE_DENY
  if (action === constants.SQLITE_PRAGMA) {
    const name = first?.toLowerCase() ?? ''
    return PRAGMAS.has(name) ? SQLITE_OK : QUIET.has(name) ? SQLITE_IGNORE : SQLITE_DENY
  }
  if (action === constants.SQLITE_FUNCTION && FUNCTIONS.has(second?.toLowerCase() ?? '')) return SQLITE_DENY
  if (action === constants.SQLITE_CREATE_VTABLE && !MODULES.has(second?.toLowerCase() ?? ''))
    return SQLITE_DENY
  return SQLITE_OK
}
