import type { AlterTableCmd, AlterTableStmt } from 'libpg-query'
import { tableName } from '../../../sql/names.ts'
import { atCommas, type Piece } from '../pieces.ts'
import { columnOf, constraintOf, defaultText, isNull } from './column.ts'
import type { Found, Read } from './statement.ts'
import { isVolatile, typeOf } from './types.ts'

/** The commands of an ALTER TABLE, each on its own lines. */
export function alterTable({ relation, cmds = [] }: AlterTableStmt, { text, region }: Read): Found[] {
  const head = /^alter\s+(?:foreign\s+)?table\s+(?:if\s+exists\s+)?(?:only\s+)?/i.exec(text)?.[0].length ?? 0
  const name = /^(?:"(?:[^"]|"")*"|[^\s".(]+)(?:\s*\.\s*(?:"(?:[^"]|"")*"|[^\s".(]+))*\s*\*?/.exec(
    text.slice(head),
  )
  const pieces = atCommas(text, head + (name?.[0].length ?? 0))
  const table = tableName(relation)
  return cmds.flatMap((cmd, i): Found[] => {
    if (!('AlterTableCmd' in cmd)) return []
    const piece = pieces.length === cmds.length ? pieces[i] : undefined
    const found = command(table, cmd.AlterTableCmd, piece)
    // A single command is the whole statement to a reader.
    return piece && cmds.length > 1 ? [{ ...found, region: region(piece.start, piece.end) }] : [found]
  })
}

function command(table: string, cmd: AlterTableCmd, piece: Piece | undefined): Found {
  const { subtype, name = '', def, missing_ok, behavior } = cmd
  const text = piece?.text ?? ''
  const cascade = behavior === 'DROP_CASCADE' && { cascade: true }
  switch (subtype) {
    case 'AT_AddColumn':
      if (def && 'ColumnDef' in def) {
        const column = columnOf(def.ColumnDef, text)
        return { kind: 'add-column', table, column, ...(missing_ok && { ifNotExists: true }) }
      }
      break
    case 'AT_DropColumn':
      return { kind: 'drop-column', table, column: name, ...(missing_ok && { ifExists: true }), ...cascade }
    case 'AT_ColumnDefault':
      if (!def || isNull(def)) return { kind: 'drop-default', table, column: name }
      return {
        kind: 'set-default',
        table,
        column: name,
        default: { text: defaultText(text), volatile: isVolatile(def) },
      }
    case 'AT_SetNotNull':
      return { kind: 'set-not-null', table, column: name }
    case 'AT_DropNotNull':
      return { kind: 'drop-not-null', table, column: name }
    case 'AT_AlterColumnType':
      if (def && 'ColumnDef' in def) {
        const using = /\busing\s+([\s\S]+)$/i.exec(text)?.[1]
        const to = { name, ...typeOf(def.ColumnDef.typeName) }
        return { kind: 'change-type', table, column: name, to, ...(using !== undefined && { using }) }
      }
      break
    case 'AT_AddIdentity':
    case 'AT_SetExpression':
      return { kind: 'set-generated', table, column: name, what: subtype.slice(3).toLowerCase() }
    case 'AT_AddConstraint':
      if (def && 'Constraint' in def) {
        const constraint = constraintOf(def.Constraint, text)
        if (constraint) return { kind: 'add-constraint', table, constraint }
      }
      break
    case 'AT_DropConstraint':
      return { kind: 'drop-constraint', table, name, ...cascade }
    case 'AT_ValidateConstraint':
      return { kind: 'validate-constraint', table, name }
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
      if (def && 'PartitionCmd' in def) {
        const { name: partition, concurrent } = def.PartitionCmd
        const about = { table, partition: tableName(partition) }
        if (subtype === 'AT_AttachPartition') return { kind: 'attach-partition', ...about }
        return { kind: 'detach-partition', ...about, ...(concurrent && { concurrently: true }) }
      }
      break
    case 'AT_SetLogged':
      return { kind: 'set-storage', table, what: 'logged' }
    case 'AT_SetUnLogged':
      return { kind: 'set-storage', table, what: 'unlogged' }
    case 'AT_SetTableSpace':
      return { kind: 'set-storage', table, what: 'tablespace' }
    case 'AT_SetAccessMethod':
      return { kind: 'set-storage', table, what: 'access-method' }
    case 'AT_DisableTrig':
    case 'AT_DisableTrigAll':
    case 'AT_DisableTrigUser':
      return { kind: 'change-trigger', table, enabled: false, ...(name !== '' && { name }) }
    case 'AT_EnableTrig':
    case 'AT_EnableTrigAll':
    case 'AT_EnableTrigUser':
    case 'AT_EnableAlwaysTrig':
    case 'AT_EnableReplicaTrig':
      return { kind: 'change-trigger', table, enabled: true, ...(name !== '' && { name }) }
    default:
  }
  return { kind: 'alter-table', table, what: words(subtype ?? '') }
}

/** `AT_SetStatistics` as `set statistics`. */
function words(subtype: string): string {
  return subtype
    .replace(/^AT_/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
}
