import type { AlterTableCmd, DropStmt, Node, RangeVar, RenameStmt } from 'libpg-query'
import type { SqlEffect } from './effect.ts'
import { dotted, dottedSql, nameParts, quoteName, tableName, tableSql } from './names.ts'
import { firstWords } from './word-effects.ts'

/** Statements that change nothing for good. VACUUM covers ANALYZE; CLUSTER and REINDEX only rearrange. */
const NOTHING = new Set([
  'TransactionStmt',
  'VariableSetStmt',
  'VariableShowStmt',
  'ExplainStmt',
  'DiscardStmt',
  'LockStmt',
  'VacuumStmt',
  'ReindexStmt',
  'ClusterStmt',
  'CheckPointStmt',
  'RefreshMatViewStmt',
  'PrepareStmt',
  'DeallocateStmt',
  'NotifyStmt',
  'ListenStmt',
  'UnlistenStmt',
  'ConstraintsSetStmt',
])

/** What a statement changes, read from PostgreSQL's own syntax tree. */
export function postgresEffects(node: Node, text: string): SqlEffect[] {
  if (NOTHING.has(Object.keys(node)[0] ?? '')) return []
  if ('SelectStmt' in node) return selectEffects(node, text)
  if ('CreateStmt' in node) {
    const { relation, if_not_exists } = node.CreateStmt
    const inverse = if_not_exists ? undefined : `DROP TABLE ${tableSql(relation)}`
    const temporary = relation?.relpersistence === 't' ? 'temporary ' : ''
    return [schema(`creates ${temporary}table ${tableName(relation)}`, inverse)]
  }
  if ('AlterTableStmt' in node) {
    const { relation, cmds, objtype } = node.AlterTableStmt
    const table = objtype === undefined || objtype === 'OBJECT_TABLE'
    const commands = (cmds ?? []).flatMap((cmd) => ('AlterTableCmd' in cmd ? [cmd.AlterTableCmd] : []))
    if (table) return commands.map((command) => alterTable(relation, command))
    return [schema(`alters ${objectWord(objtype)} ${tableName(relation)}`)]
  }
  if ('IndexStmt' in node) {
    const { idxname, relation, concurrent, if_not_exists, unique } = node.IndexStmt
    const what = `creates ${unique ? 'unique ' : ''}index ${idxname ?? ''} on ${tableName(relation)}`
    if (!idxname || if_not_exists) return [schema(what.replaceAll('  ', ' '))]
    const place = relation?.schemaname ? `${quoteName(relation.schemaname)}.` : ''
    return [schema(what, `DROP INDEX ${concurrent ? 'CONCURRENTLY ' : ''}${place}${quoteName(idxname)}`)]
  }
  if ('RenameStmt' in node) return [rename(node.RenameStmt)]
  if ('DropStmt' in node) return drops(node.DropStmt)
  if ('CreateEnumStmt' in node) {
    const { typeName } = node.CreateEnumStmt
    return [schema(`creates type ${dotted(typeName)}`, `DROP TYPE ${dottedSql(typeName)}`)]
  }
  if ('AlterEnumStmt' in node) return alterEnum(node.AlterEnumStmt)
  if ('CreateSchemaStmt' in node) {
    const { schemaname = '', if_not_exists } = node.CreateSchemaStmt
    return [
      schema(
        `creates schema ${schemaname}`,
        if_not_exists ? undefined : `DROP SCHEMA ${quoteName(schemaname)}`,
      ),
    ]
  }
  if ('CreateSeqStmt' in node) {
    const { sequence, if_not_exists } = node.CreateSeqStmt
    const inverse = if_not_exists ? undefined : `DROP SEQUENCE ${tableSql(sequence)}`
    return [schema(`creates sequence ${tableName(sequence)}`, inverse)]
  }
  if ('ViewStmt' in node) {
    const { view, replace } = node.ViewStmt
    const verb = replace ? 'creates or replaces' : 'creates'
    return [schema(`${verb} view ${tableName(view)}`, replace ? undefined : `DROP VIEW ${tableSql(view)}`)]
  }
  if ('CreateTableAsStmt' in node) {
    const { into, objtype } = node.CreateTableAsStmt
    const temporary = into?.rel?.relpersistence === 't' ? 'temporary ' : ''
    return [schema(`creates ${temporary}${objectWord(objtype)} ${tableName(into?.rel)}`)]
  }
  if ('CreateFunctionStmt' in node) {
    const { funcname, replace, is_procedure } = node.CreateFunctionStmt
    const verb = replace ? 'creates or replaces' : 'creates'
    return [schema(`${verb} ${is_procedure ? 'procedure' : 'function'} ${dotted(funcname)}`)]
  }
  if ('CreateTrigStmt' in node) {
    const { trigname = '', relation, replace } = node.CreateTrigStmt
    const inverse = replace ? undefined : `DROP TRIGGER ${quoteName(trigname)} ON ${tableSql(relation)}`
    return [schema(`creates trigger ${trigname} on ${tableName(relation)}`, inverse)]
  }
  if ('CreateExtensionStmt' in node) return [schema(`creates extension ${node.CreateExtensionStmt.extname}`)]
  if ('CommentStmt' in node) return [schema('changes a comment')]
  if ('GrantStmt' in node) return [schema(node.GrantStmt.is_grant ? 'grants rights' : 'revokes rights')]
  if ('InsertStmt' in node) return [data(`inserts rows into ${tableName(node.InsertStmt.relation)}`)]
  if ('UpdateStmt' in node) return [data(`updates rows of ${tableName(node.UpdateStmt.relation)}`)]
  if ('DeleteStmt' in node) return [data(`deletes rows of ${tableName(node.DeleteStmt.relation)}`)]
  if ('MergeStmt' in node) return [data(`merges rows into ${tableName(node.MergeStmt.relation)}`)]
  if ('TruncateStmt' in node) {
    const tables = (node.TruncateStmt.relations ?? []).map((table) =>
      'RangeVar' in table ? tableName(table.RangeVar) : '',
    )
    return [data(`empties table ${tables.join(', ')}`)]
  }
  if ('CopyStmt' in node) return [data(`copies rows of ${tableName(node.CopyStmt.relation)}`)]
  if ('DoStmt' in node) return doBlock(node.DoStmt.args)
  return [schema(`runs ${firstWords(text)}`)]
}

function schema(what: string, inverse?: string): SqlEffect {
  return { what, kind: 'schema', ...(inverse !== undefined && { inverse }) }
}

function data(what: string): SqlEffect {
  return { what, kind: 'data' }
}

/** Reading leaves nothing behind, unless a function may do something or a table is made. */
function selectEffects(node: Node, text: string): SqlEffect[] {
  const tree = JSON.stringify(node)
  if (tree.includes('"intoClause"')) return [schema(`runs ${firstWords(text)}`)]
  if (/"(?:Insert|Update|Delete|Merge)Stmt"/.test(tree)) return [data(`runs ${firstWords(text)}`)]
  // `SELECT 1/0`, the portable way to fail.
  if (/^select\s+1\s*\/\s*0\s*$/i.test(text)) return [{ what: 'fails on purpose', kind: 'raises' }]
  const calls = [...tree.matchAll(/"funcname":\[([^\]]*)\]/g)].map((call) =>
    [...(call[1] ?? '').matchAll(/"sval":"([^"]*)"/g)].map((name) => name[1]).join('.'),
  )
  const lasting = calls.filter((name) => !HARMLESS.test(name))
  return lasting.length === 0 ? [] : [schema(`calls ${[...new Set(lasting)].join(', ')}()`)]
}

/** Functions whose call changes nothing that lasts. */
const HARMLESS =
  /^(?:pg_catalog\.)?(?:set_config|current_setting|now|version|count|coalesce|max|min|sum|pg_sleep|pg_advisory_(?:xact_)?(?:un)?lock|concat|format|lower|upper|length|to_regclass|to_char)$/

function alterTable(relation: RangeVar | undefined, command: AlterTableCmd): SqlEffect {
  const [table, sql] = [tableName(relation), `ALTER TABLE ${tableSql(relation)}`]
  const { subtype, name = '', def, missing_ok } = command
  const column = `${table}.${name}`
  switch (subtype) {
    case 'AT_AddColumn': {
      const added = def && 'ColumnDef' in def ? (def.ColumnDef.colname ?? '') : ''
      const inverse = missing_ok ? undefined : `${sql} DROP COLUMN ${quoteName(added)}`
      return schema(`adds column ${table}.${added}`, inverse)
    }
    case 'AT_DropColumn':
      return schema(`drops column ${column}`)
    case 'AT_ColumnDefault':
      return schema(`${def ? 'changes' : 'drops'} the default of ${column}`)
    case 'AT_SetNotNull':
      return schema(`makes ${column} NOT NULL`, `${sql} ALTER COLUMN ${quoteName(name)} DROP NOT NULL`)
    case 'AT_DropNotNull':
      return schema(`makes ${column} nullable`)
    case 'AT_AlterColumnType':
      return schema(`changes the type of ${column}`)
    case 'AT_AddConstraint': {
      const constraint = def && 'Constraint' in def ? def.Constraint.conname : undefined
      if (!constraint) return schema(`adds a constraint to ${table}`)
      return schema(
        `adds constraint ${constraint} to ${table}`,
        `${sql} DROP CONSTRAINT ${quoteName(constraint)}`,
      )
    }
    case 'AT_DropConstraint':
      return schema(`drops constraint ${name} of ${table}`)
    default:
      return schema(`alters table ${table}`)
  }
}

function rename(statement: RenameStmt): SqlEffect {
  const { renameType, relation, subname = '', newname = '', object } = statement
  const [table, sql] = [tableName(relation), tableSql(relation)]
  if (renameType === 'OBJECT_COLUMN') {
    const inverse = `ALTER TABLE ${sql} RENAME COLUMN ${quoteName(newname)} TO ${quoteName(subname)}`
    return schema(`renames column ${table}.${subname} to ${newname}`, inverse)
  }
  if (renameType === 'OBJECT_TABLE' || renameType === 'OBJECT_INDEX') {
    const word = renameType === 'OBJECT_TABLE' ? 'TABLE' : 'INDEX'
    const place = relation?.schemaname ? `${quoteName(relation.schemaname)}.` : ''
    const inverse = `ALTER ${word} ${place}${quoteName(newname)} RENAME TO ${quoteName(relation?.relname ?? '')}`
    return schema(`renames ${word.toLowerCase()} ${table} to ${newname}`, inverse)
  }
  const old = subname || table || nameParts(object).join('.')
  return schema(`renames ${objectWord(renameType)} ${old} to ${newname}`)
}

function drops({ objects, removeType }: DropStmt): SqlEffect[] {
  return (objects ?? []).map((object) => {
    const parts = nameParts(object)
    if (removeType === 'OBJECT_TRIGGER' || removeType === 'OBJECT_POLICY' || removeType === 'OBJECT_RULE') {
      return schema(
        `drops ${objectWord(removeType)} ${parts.at(-1) ?? ''} of ${parts.slice(0, -1).join('.')}`,
      )
    }
    return schema(`drops ${objectWord(removeType)} ${parts.join('.')}`)
  })
}

function alterEnum(statement: { typeName?: Node[]; oldVal?: string; newVal?: string }): SqlEffect[] {
  const { typeName, oldVal, newVal = '' } = statement
  const type = dotted(typeName)
  if (!oldVal) return [schema(`adds value '${newVal}' to type ${type}`)]
  const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`
  const inverse = `ALTER TYPE ${dottedSql(typeName)} RENAME VALUE ${literal(newVal)} TO ${literal(oldVal)}`
  return [schema(`renames value '${oldVal}' of type ${type} to '${newVal}'`, inverse)]
}

/** `OBJECT_MATVIEW` as people say it. */
function objectWord(type: string | undefined): string {
  const word = (type ?? '')
    .replace(/^OBJECT_/, '')
    .toLowerCase()
    .replaceAll('_', ' ')
  if (word === 'tabconstraint') return 'constraint'
  return word === 'matview' ? 'materialized view' : word
}

function doBlock(args: readonly Node[] | undefined): SqlEffect[] {
  const body = (args ?? [])
    .flatMap((arg) => ('DefElem' in arg && arg.DefElem.defname === 'as' ? nameParts(arg.DefElem.arg) : []))
    .join('\n')
    .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
  // Only a block that does nothing but raise declares something; a guard inside other code does not.
  const raise = /^\s*begin\s+raise\s+(?:exception\s+)?'((?:[^']|'')*)'[^;]*;\s*end\s*;?\s*$/i.exec(body)
  if (raise) return [{ what: 'raises an exception', kind: 'raises', reason: raise[1] ?? '' }]
  // A block that only looks and complains (a guard) leaves nothing behind.
  const words = body.replaceAll(/'(?:[^']|'')*'/g, ' ')
  if (
    !/\b(?:insert|update|delete|merge|truncate|create|alter|drop|execute|perform|call|grant|revoke|comment\s+on|copy|into)\b/i.test(
      words,
    )
  )
    return []
  return [schema('runs a DO block')]
}
