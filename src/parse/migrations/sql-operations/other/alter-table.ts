import type { OperationFacts } from '../../operation.ts'
import { atCommas, bracketed } from '../pieces.ts'
import type { Found, Read } from '../postgresql/statement.ts'
import { columnOf, columnsOf, constraintOf, nameOf } from './columns.ts'
import { type Command, type Definition, parseStatement } from './parser.ts'
import { NAME, unquoted } from './words.ts'

const HEAD = new RegExp(
  `^alter\\s+(?:online\\s+|offline\\s+)?(?:ignore\\s+)?table\\s+(?:if\\s+exists\\s+)?(${NAME})\\s+`,
  'i',
)

/**
 * The commands of an ALTER TABLE, each parsed by itself: one that the parser does not know does not hide the others, and
 * each has its own lines.
 */
export function alterTable(dialect: 'mysql' | 'sqlite', { text, region }: Read): Found[] | undefined {
  const head = HEAD.exec(text)
  if (!head) return undefined
  const table = unquoted(head[1] ?? '')
  return atCommas(text, head[0].length).flatMap(({ text: command, start, end }) =>
    commandOf(dialect, table, head[1] ?? '', command).map((one): Found => ({
      ...one,
      region: region(start, end),
    })),
  )
}

function commandOf(
  dialect: 'mysql' | 'sqlite',
  table: string,
  written: string,
  text: string,
): OperationFacts[] {
  const plain = byWords(table, text)
  if (plain) return plain
  const several = /^add\s+(?:column\s+)?\(/i.test(text) ? bracketed(text) : undefined
  if (several)
    return atCommas(text, several.start, several.end).flatMap((one) =>
      commandOf(dialect, table, written, `ADD ${one.text}`),
    )
  const easier = text.replace(
    /^((?:add|modify|change|drop)\s+(?:column\s+|index\s+)?)if\s+(?:not\s+)?exists\s+/i,
    '$1',
  )
  const command = parseStatement(dialect, `ALTER TABLE ${written} ${easier}`)?.expr?.[0]
  const found = command && read(table, command, easier)
  return found ?? [{ kind: 'alter-table', table, what: text.slice(0, 120) }]
}

/** What the parser does not know. */
function byWords(table: string, text: string): OperationFacts[] | undefined {
  const match = (form: string): RegExpExecArray | null => new RegExp(`^${form}`, 'i').exec(text)
  const renamed = match(`rename\\s+(?:index|key)\\s+(${NAME})\\s+to\\s+(${NAME})`)
  if (renamed)
    return [{ kind: 'rename-index', table, name: unquoted(renamed[1] ?? ''), to: unquoted(renamed[2] ?? '') }]
  const set = match(`alter\\s+(?:column\\s+)?(${NAME})\\s+set\\s+default\\s+(.*)$`)
  if (set)
    return [
      {
        kind: 'set-default',
        table,
        column: unquoted(set[1] ?? ''),
        default: { text: set[2] ?? '', volatile: false },
      },
    ]
  const dropped = match(`alter\\s+(?:column\\s+)?(${NAME})\\s+drop\\s+default`)
  if (dropped) return [{ kind: 'drop-default', table, column: unquoted(dropped[1] ?? '') }]
  const option = match(
    '(?:algorithm|lock|engine|auto_increment|comment|convert|default\\s+character|character\\s+set|collate|row_format|force|order\\s+by|partition)\\b',
  )
  return option ? [{ kind: 'alter-table', table, what: text.slice(0, 120) }] : undefined
}

function read(table: string, command: Command, text: string): OperationFacts[] | undefined {
  const { action, resource } = command
  switch (`${action ?? ''} ${resource ?? ''}`) {
    case 'add column':
      return [{ kind: 'add-column', table, column: columnOf(command, text) }]
    case 'modify column':
      return [{ kind: 'change-type', table, column: nameOf(command.column), to: columnOf(command, text) }]
    case 'change column': {
      const [from, to] = [nameOf(command.old_column), nameOf(command.column)]
      const changed: OperationFacts = { kind: 'change-type', table, column: to, to: columnOf(command, text) }
      if (from === to) return [changed]
      return [{ kind: 'rename-column', table, column: from, to }, changed]
    }
    case 'rename column':
      return [
        { kind: 'rename-column', table, column: nameOf(command.old_column), to: nameOf(command.column) },
      ]
    case 'rename table':
      return [{ kind: 'rename-table', table, to: command.table ?? '' }]
    case 'drop column':
      return [{ kind: 'drop-column', table, column: nameOf(command.column) }]
    case 'add index':
      return [index(table, command)]
    case 'drop index':
      return [{ kind: 'drop-index', table, ...(command.index && { name: command.index }) }]
    case 'add constraint': {
      const constraint = command.create_definitions && constraintOf(command.create_definitions)
      return constraint && [{ kind: 'add-constraint', table, constraint }]
    }
    case 'drop constraint':
      return [{ kind: 'drop-constraint', table, ...(command.constraint && { name: command.constraint }) }]
    case 'drop key': {
      const of = command.keyword === 'primary key' ? ('primary-key' as const) : ('foreign-key' as const)
      return [{ kind: 'drop-constraint', table, of, ...(command.key && { name: command.key }) }]
    }
    default:
      return undefined
  }
}

function index(table: string, { index: name, keyword, definition }: Definition): OperationFacts {
  const method = /fulltext|spatial/.exec(keyword ?? '')?.[0]
  const columns = columnsOf(definition)
  return { kind: 'create-index', index: { table, columns, ...(name && { name }), ...(method && { method }) } }
}
