import type { DefElem, Node } from 'libpg-query'
import type { Region } from '../../../../model/index.ts'
import { dotted, nameParts, tableName } from '../../../sql/names.ts'
import { firstWords } from '../../../sql/word-effects.ts'
import type { OperationFacts } from '../../operation.ts'
import { alterTable } from './alter-table.ts'
import { createTable } from './create-table.ts'
import { drops } from './drops.ts'
import { indexOf } from './indexes.ts'
import { rename } from './rename.ts'
import { constant } from './types.ts'
import { writes } from './writes.ts'

/** A statement's text, and where a stretch of it stands in its file. */
export interface Read {
  text: string
  region: (start: number, end: number) => Region
}

/** An operation, with a place of its own where that is narrower than the statement. */
export type Found = OperationFacts & { region?: Region }

/** What a statement does, read from PostgreSQL's own syntax tree. Never throws for anything in the text. */
export function postgresOperations(node: Node, read: Read): Found[] {
  const found = definitions(node, read) ?? writes(node) ?? maintenance(node)
  return found ?? [{ kind: 'other', what: firstWords(read.text) }]
}

function definitions(node: Node, read: Read): Found[] | undefined {
  if ('CreateStmt' in node) return [createTable(node.CreateStmt, read)]
  if ('AlterTableStmt' in node) {
    const { objtype } = node.AlterTableStmt
    const isTable = objtype === undefined || objtype === 'OBJECT_TABLE'
    return isTable ? alterTable(node.AlterTableStmt, read) : undefined
  }
  if ('IndexStmt' in node) return [indexOf(node.IndexStmt, read)]
  if ('DropStmt' in node) return drops(node.DropStmt)
  if ('RenameStmt' in node) return rename(node.RenameStmt)
  if ('AlterObjectSchemaStmt' in node) {
    const { objectType, relation, newschema = '' } = node.AlterObjectSchemaStmt
    if (objectType !== 'OBJECT_TABLE' || !relation) return undefined
    return [
      { kind: 'rename-table', table: tableName(relation), to: `${newschema}.${relation.relname ?? ''}` },
    ]
  }
  if ('CreateEnumStmt' in node) {
    const values = (node.CreateEnumStmt.vals ?? []).flatMap((value) => nameParts(value))
    return [{ kind: 'create-type', type: dotted(node.CreateEnumStmt.typeName), values }]
  }
  if ('CompositeTypeStmt' in node)
    return [{ kind: 'create-type', type: tableName(node.CompositeTypeStmt.typevar) }]
  if ('AlterEnumStmt' in node) {
    const { typeName, oldVal, newVal = '', skipIfNewValExists } = node.AlterEnumStmt
    const type = dotted(typeName)
    if (oldVal) return [{ kind: 'rename-enum-value', type, value: oldVal, to: newVal }]
    return [{ kind: 'add-enum-value', type, value: newVal, ...(skipIfNewValExists && { ifNotExists: true }) }]
  }
  if ('CreateDomainStmt' in node) {
    const { domainname, constraints } = node.CreateDomainStmt
    const checked = (constraints ?? []).length > 0
    return [{ kind: 'create-domain', type: dotted(domainname), ...(checked && { checked }) }]
  }
  if ('AlterDomainStmt' in node) {
    const { typeName, subtype, def } = node.AlterDomainStmt
    const type = dotted(typeName)
    // `C` adds a constraint, `O` sets NOT NULL (parsenodes.h).
    if (subtype === 'O') return [{ kind: 'add-domain-constraint', type }]
    if (subtype !== 'C') return undefined
    const notValid = def && 'Constraint' in def && def.Constraint.skip_validation
    return [{ kind: 'add-domain-constraint', type, ...(notValid && { notValid }) }]
  }
  if ('ViewStmt' in node) {
    const { view, replace } = node.ViewStmt
    return [{ kind: 'create-view', view: tableName(view), ...(replace && { replace }) }]
  }
  if ('CreateTableAsStmt' in node) {
    const { into, objtype, if_not_exists } = node.CreateTableAsStmt
    const name = tableName(into?.rel)
    if (objtype === 'OBJECT_MATVIEW') return [{ kind: 'create-view', view: name, materialized: true }]
    return [
      {
        kind: 'create-table',
        table: name,
        columns: [],
        constraints: [],
        partial: true,
        ...(if_not_exists && { ifNotExists: true }),
        ...(into?.rel?.relpersistence === 't' && { temporary: true }),
      },
    ]
  }
  if ('CreateFunctionStmt' in node) {
    const { funcname, replace, options } = node.CreateFunctionStmt
    const language = option(options, 'language')
    return [
      {
        kind: 'create-routine',
        name: dotted(funcname),
        ...(replace && { replace }),
        ...(language?.arg && { language: nameParts(language.arg).join('.') }),
      },
    ]
  }
  if ('CreateTrigStmt' in node) {
    const { trigname = '', relation, replace } = node.CreateTrigStmt
    return [
      {
        kind: 'create-trigger',
        name: trigname,
        table: tableName(relation),
        ...(replace && { replace }),
      },
    ]
  }
  if ('CreateExtensionStmt' in node)
    return [{ kind: 'create-extension', name: node.CreateExtensionStmt.extname ?? '' }]
  if ('CreateSchemaStmt' in node)
    return [{ kind: 'create-schema', name: node.CreateSchemaStmt.schemaname ?? '' }]
  if ('DropdbStmt' in node) return [{ kind: 'drop-database', name: node.DropdbStmt.dbname ?? '' }]
  if ('CreateSeqStmt' in node) {
    const type = option(node.CreateSeqStmt.options, 'as')?.arg
    const named = type && 'TypeName' in type ? dotted(type.TypeName.names).replace(/^pg_catalog\./, '') : ''
    return [
      {
        kind: 'create-sequence',
        name: tableName(node.CreateSeqStmt.sequence),
        ...(named !== '' && { type: named }),
      },
    ]
  }
  return undefined
}

function maintenance(node: Node): Found[] | undefined {
  if ('RefreshMatViewStmt' in node) {
    const { relation, concurrent } = node.RefreshMatViewStmt
    return [
      { kind: 'refresh-view', view: tableName(relation), ...(concurrent && { concurrently: concurrent }) },
    ]
  }
  if ('ReindexStmt' in node) {
    const { relation, name, params } = node.ReindexStmt
    const concurrently = option(params, 'concurrently') !== undefined
    return [
      {
        kind: 'reindex',
        name: relation ? tableName(relation) : (name ?? ''),
        ...(concurrently && { concurrently }),
      },
    ]
  }
  if ('VacuumStmt' in node) {
    const { rels = [], options, is_vacuumcmd } = node.VacuumStmt
    if (!is_vacuumcmd) return undefined
    const full = isOn(option(options, 'full'))
    const tables = rels.flatMap((one) =>
      'VacuumRelation' in one ? [tableName(one.VacuumRelation.relation)] : [],
    )
    if (tables.length === 0) return [{ kind: 'vacuum', ...(full && { full }) }]
    return tables.map((table) => ({ kind: 'vacuum', table, ...(full && { full }) }))
  }
  if ('ClusterStmt' in node) {
    const { relation } = node.ClusterStmt
    return [{ kind: 'cluster', ...(relation && { table: tableName(relation) }) }]
  }
  if ('LockStmt' in node) {
    const mode = LOCK_MODES[node.LockStmt.mode ?? 8]
    return (node.LockStmt.relations ?? []).flatMap((one): Found[] =>
      'RangeVar' in one
        ? [{ kind: 'lock-table', table: tableName(one.RangeVar), ...(mode && { mode }) }]
        : [],
    )
  }
  if ('VariableSetStmt' in node) {
    const { name = '', args = [], is_local } = node.VariableSetStmt
    const value = args.flatMap((arg) => constant(arg) ?? []).join(', ')
    return [{ kind: 'set', name: name.toLowerCase(), value, ...(is_local && { local: true }) }]
  }
  if ('TransactionStmt' in node) {
    const what = TRANSACTION[node.TransactionStmt.kind ?? 'TRANS_STMT_BEGIN']
    return what ? [{ kind: 'transaction', what }] : undefined
  }
  if ('DoStmt' in node) {
    const body = (node.DoStmt.args ?? []).flatMap((arg) =>
      'DefElem' in arg && arg.DefElem.defname === 'as' ? nameParts(arg.DefElem.arg) : [],
    )
    return [{ kind: 'do-block', body: body.join('\n') }]
  }
  return undefined
}

/** PostgreSQL's lock modes, by number (lockdefs.h). */
const LOCK_MODES = [
  undefined,
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
]

const TRANSACTION: Readonly<Record<string, 'begin' | 'commit' | 'rollback' | 'savepoint'>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
}

/** Whether an option without a value, or with one that means yes (`FULL`, `FULL on`). */
function isOn(option: DefElem | undefined): boolean {
  if (!option) return false
  return !/"(?:sval|str)":"(?:false|off|0)"|"ival":\{\}|"boolval":\{\}/i.test(
    JSON.stringify(option.arg ?? null),
  )
}

function option(options: readonly Node[] | undefined, name: string): DefElem | undefined {
  for (const one of options ?? []) if ('DefElem' in one && one.DefElem.defname === name) return one.DefElem
  return undefined
}
