import type { Node } from 'libpg-query'
import { parseSql } from '../sql/parse.ts'
import type { Adapter, MigrationFile, MigrationFiles } from './adapter.ts'
import { exactSql } from './exact-sql.ts'
import type { Part } from './step.ts'

/** How a framework treats transactions on PostgreSQL, unless a migration says otherwise. */
interface Habit {
  /** `implicit`: the script is sent as one query, which PostgreSQL runs in a transaction if it has several statements. */
  usual: boolean | 'implicit' | 'own'
  /** What turns the usual off, in the text of the file, or of the section or function where `part` is set. */
  off?: RegExp
  part?: true
  /** Files beside the migration that can turn it off. */
  configs?: (path: string) => string[]
  configOff?: RegExp
}

const CONCURRENT = /^\s*(?:(?:create|drop)\s+(?:unique\s+)?index|reindex\b.*|refresh\b.*)\s+concurrently\b/ims

const HABITS: Readonly<Record<string, Habit>> = {
  alembic: { usual: true, off: /\bautocommit_block\s*\(/, part: true },
  // https://atlasgo.io/versioned/apply#transaction-configuration
  atlas: { usual: true, off: /^--\s*atlas:txmode\s+none\b/m },
  // https://github.com/amacneil/dbmate#migration-options: on the line of the mark.
  dbmate: { usual: true, off: /^\s*--\s*migrate:(?:up|down)\b[^\n]*\btransaction:false\b/, part: true },
  diesel: {
    usual: true,
    configs: (path) => [path.replace(/[^/]*$/, 'metadata.toml')],
    configOff: /^\s*run_in_transaction\s*=\s*false\b/m,
  },
  django: { usual: true, off: /^\s+atomic\s*=\s*False\b/m },
  doctrine: { usual: true, off: /function\s+isTransactional\s*\(\s*\)[^{]*\{\s*return\s+false\s*;/ },
  ecto: { usual: true, off: /@disable_ddl_transaction\s+true\b/ },
  // Npgsql itself takes the indexes that it builds concurrently out of the transaction.
  'ef-core': {
    usual: true,
    off: /\bsuppressTransaction\s*:\s*true\b|"Npgsql:CreatedConcurrently",\s*true\b/,
    part: true,
  },
  // A script whose statements cannot run in a transaction is told by Flyway itself.
  flyway: {
    usual: true,
    off: CONCURRENT,
    configs: (path) => [`${path}.conf`],
    configOff: /^\s*executeInTransaction\s*=\s*false\b/m,
  },
  'golang-migrate': { usual: 'implicit' },
  goose: { usual: true, off: /^\s*--\s*\+goose\s+NO\s+TRANSACTION\b/im },
  knex: { usual: true, off: /\bconfig\b[^;]*\btransaction\s*:\s*false\b/ },
  laravel: { usual: true, off: /\$withinTransaction\s*=\s*false\b/ },
  'mikro-orm': { usual: true, off: /\bisTransactional\s*\(\s*\)[^{]*\{\s*return\s+false\b/ },
  'node-pg-migrate': { usual: true, off: /\bnoTransaction\s*\(/ },
  phinx: {
    usual: true,
    off: /function\s+shouldExecuteWithinTransaction\s*\([^)]*\)[^{]*\{\s*return\s+false\s*;/,
  },
  prisma: { usual: 'implicit' },
  rails: { usual: true, off: /^\s*disable_ddl_transaction!/m },
  refinery: { usual: true },
  // On PostgreSQL all migrations run in one (`exec_with_connection` of sea-orm-migration).
  'sea-orm': { usual: true, off: /\bfn\s+use_transaction\b/ },
  sequelize: { usual: false },
  // https://github.com/rubenv/sql-migrate: on the line of the mark.
  'sql-migrate': {
    usual: true,
    off: /^\s*--\s*\+migrate\s+(?:up|down)\b[^\n]*\bnotransaction\b/i,
    part: true,
  },
  // psql runs the script, which opens its transaction itself.
  sqitch: { usual: 'own' },
  sqlx: { usual: true, off: /^--\s*no-transaction\b/ },
  tern: { usual: true, off: /^-{4}\s*tern:\s*disable-tx\s*-{4}/m },
  typeorm: { usual: true, off: /\btransaction\s*(?::\s*boolean\s*)?=\s*false\b/ },
}

/** An adapter whose parts say how they run: the exact SQL of scripts, and whether in a transaction, where that is known. */
export function withExecution(adapter: Adapter): Adapter {
  const habit = Object.hasOwn(HABITS, adapter.framework) ? HABITS[adapter.framework] : undefined
  if (adapter.readAll) return adapter
  const own = habit?.configs
  return {
    ...adapter,
    ...(own && { configs: (path) => [...(adapter.configs?.(path) ?? []), ...own(path)] }),
    async read(files) {
      const step = await adapter.read(withoutOwn(files, habit))
      if (!step || 'unreadable' in step) return step
      const up = await complete(step.up, files, step.framework, habit)
      return step.down
        ? { ...step, up, down: await complete(step.down, files, step.framework, habit) }
        : { ...step, up }
    },
  }
}

/** What only this module asked for is kept from the adapter: some take the presence of a file as a sign. */
function withoutOwn(files: MigrationFiles, habit: Habit | undefined): MigrationFiles {
  if (!habit?.configs || !files.configs) return files
  const own = new Set(habit.configs(files.up.path))
  return { ...files, configs: new Map([...files.configs].filter(([path]) => !own.has(path))) }
}

async function complete(
  part: Part,
  files: MigrationFiles,
  framework: string,
  habit: Habit | undefined,
): Promise<Part> {
  const file = [files.up, files.down].find((one) => one?.path === part.path)
  if (!file) return part
  const { source } = file
  const { startLine, startColumn = 1, endLine, endColumn = 1 } = part.region
  const sql =
    part.sql ??
    (part.path.endsWith('.sql')
      ? exactSql(
          framework,
          source,
          source.lineStart(startLine) + startColumn - 1,
          source.lineStart(endLine) + endColumn - 1,
        )
      : undefined)
  const runs = part.transactional ?? (habit && (await transactional(part, file, files, habit)))
  return { ...part, ...(sql && { sql }), ...(runs !== undefined && { transactional: runs }) }
}

async function transactional(
  part: Part,
  file: MigrationFile,
  { configs }: MigrationFiles,
  habit: Habit,
): Promise<boolean | undefined> {
  const isSql = part.path.endsWith('.sql')
  const { source } = file
  const text = habit.part
    ? source.text.slice(source.lineStart(part.region.startLine), source.lineStart(part.region.endLine + 1))
    : source.text
  if (habit.usual === 'implicit' || habit.usual === 'own') {
    if (!isSql) return undefined
    const { statements } = await parseSql(source.text)
    const opens = statements.some(({ node }) => node !== undefined && begins(node))
    return opens || (habit.usual === 'implicit' && statements.length > 1)
  }
  if (habit.off?.test(text)) return false
  for (const path of habit.configs?.(part.path) ?? []) {
    if (habit.configOff?.test(configs?.get(path) ?? '')) return false
  }
  return habit.usual
}

function begins(node: Node): boolean {
  return (
    'TransactionStmt' in node &&
    ['TRANS_STMT_BEGIN', 'TRANS_STMT_START'].includes(node.TransactionStmt.kind ?? '')
  )
}
