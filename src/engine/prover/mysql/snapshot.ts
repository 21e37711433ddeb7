import type { Snapshot } from '../snapshot.ts'
import type { MysqlDatabase } from './database.ts'

const HERE = 'DATABASE()'

/** Each object of the schema with its definition. The order of columns and the next number of a counter are none. */
export async function snapshotOf(database: MysqlDatabase): Promise<Snapshot> {
  const snapshot = new Map<string, string>()
  const named = new RegExp(`\`${database.name}\`\\.`, 'g')
  const add = async (kind: string, sql: string): Promise<void> => {
    for (const { name, definition } of await database.rows<{ name: string; definition: string | null }>(sql))
      snapshot.set(`${kind}:${name}`, (definition ?? '').replaceAll(named, ''))
  }
  await add(
    'table',
    `SELECT table_name AS name, concat_ws(' ', engine, table_collation, nullif(table_comment, '')) AS definition
      FROM information_schema.tables WHERE table_schema = ${HERE} AND table_type = 'BASE TABLE'`,
  )
  await add(
    'column',
    `SELECT concat(c.table_name, '.', column_name) AS name, concat_ws(' ', column_type, c.collation_name, if(is_nullable = 'NO', 'NOT NULL', NULL),
        if(column_default IS NULL, NULL, concat('DEFAULT ', column_default)), nullif(extra, ''), nullif(generation_expression, ''),
        nullif(concat('COMMENT ', quote(column_comment)), 'COMMENT \\'\\'')) AS definition
      FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = ${HERE} AND table_type = 'BASE TABLE'`,
  )
  await add(
    'index',
    `SELECT concat(table_name, '.', index_name) AS name, concat(if(max(non_unique) = 0, 'UNIQUE ', ''), max(index_type), ' (',
        group_concat(concat(coalesce(column_name, '(expression)'), if(sub_part IS NULL, '', concat('(', sub_part, ')')), if(collation = 'D', ' DESC', ''))
          ORDER BY seq_in_index SEPARATOR ', '), ')') AS definition
      FROM information_schema.statistics WHERE table_schema = ${HERE} GROUP BY table_name, index_name`,
  )
  await add(
    'constraint',
    `SELECT concat(k.table_name, '.', k.constraint_name) AS name, concat('FOREIGN KEY (', group_concat(k.column_name ORDER BY k.ordinal_position SEPARATOR ', '),
        ') REFERENCES ', max(k.referenced_table_name), ' (', group_concat(k.referenced_column_name ORDER BY k.ordinal_position SEPARATOR ', '),
        ') ON UPDATE ', max(r.update_rule), ' ON DELETE ', max(r.delete_rule)) AS definition
      FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
        ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
      WHERE k.table_schema = ${HERE} GROUP BY k.table_name, k.constraint_name`,
  )
  await add(
    'constraint',
    `SELECT concat(t.table_name, '.', c.constraint_name) AS name, concat('CHECK ', check_clause) AS definition
      FROM information_schema.check_constraints c JOIN information_schema.table_constraints t
        ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name AND t.constraint_type = 'CHECK'
      WHERE c.constraint_schema = ${HERE}`,
  )
  await add(
    'view',
    `SELECT table_name AS name, concat(view_definition, ' ', check_option, ' ', security_type) AS definition FROM information_schema.views WHERE table_schema = ${HERE}`,
  )
  await add(
    'trigger',
    `SELECT concat(event_object_table, '.', trigger_name) AS name, concat(action_timing, ' ', event_manipulation, ' ', action_statement) AS definition
      FROM information_schema.triggers WHERE trigger_schema = ${HERE}`,
  )
  for (const kind of ['function', 'procedure'])
    await add(
      kind,
      `SELECT routine_name AS name, concat_ws(' ', dtd_identifier, sql_data_access, is_deterministic, security_type, routine_definition,
          (SELECT group_concat(concat_ws(' ', parameter_mode, parameter_name, p.dtd_identifier) ORDER BY ordinal_position) FROM information_schema.parameters p
            WHERE p.specific_schema = r.routine_schema AND p.specific_name = r.specific_name AND p.ordinal_position > 0)) AS definition
        FROM information_schema.routines r WHERE routine_schema = ${HERE} AND routine_type = '${kind.toUpperCase()}'`,
    )
  await add(
    'event',
    `SELECT event_name AS name, concat_ws(' ', event_type, interval_value, interval_field, status, event_definition) AS definition FROM information_schema.events WHERE event_schema = ${HERE}`,
  )
  return snapshot
}
