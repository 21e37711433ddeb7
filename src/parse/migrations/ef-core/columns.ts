import type { SyntaxNode } from '../../code/node.ts'
import { expressionDefault } from '../code-operations.ts'
import type { ColumnFacts, Dialect } from '../operation.ts'
import { writtenType } from '../written-type.ts'
import { type CsharpCall, csharpCall, csharpLiteral } from './csharp.ts'

/** Types of C# where the database's is not written, as Npgsql maps them. */
const CLR: Readonly<Record<string, string>> = {
  int: 'int4',
  long: 'int8',
  short: 'int2',
  byte: 'int2',
  bool: 'bool',
  string: 'text',
  decimal: 'numeric',
  double: 'float8',
  float: 'float4',
  Guid: 'uuid',
  DateTime: 'timestamptz',
  DateTimeOffset: 'timestamptz',
  DateOnly: 'date',
  TimeOnly: 'time',
  TimeSpan: 'interval',
  'byte[]': 'bytea',
}

/** `table.Column<int>(…)`, `migrationBuilder.AddColumn<int>(…)`: columns take no NULL unless they are told to. */
export function columnOf(
  name: string,
  call: CsharpCall,
  node: SyntaxNode,
  dialect: Dialect | undefined,
): ColumnFacts {
  const { named } = call
  const written = csharpLiteral(named.get('type'))
  const clr = genericOf(node)
  const known = clr !== undefined && Object.hasOwn(CLR, clr) ? CLR[clr] : undefined
  const typed = known === undefined ? {} : { type: known, typeText: known }
  const own = written === undefined ? typed : typeIn(written, dialect)
  const computed = csharpLiteral(named.get('computedColumnSql'))
  const isStored = named.get('stored')?.text === 'true'
  const fallback = defaultOf(call)
  return {
    name,
    ...own,
    ...(named.get('nullable')?.text !== 'true' && computed === undefined && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(computed !== undefined && { generated: isStored ? 'stored' : 'virtual' }),
    ...(countsItself(node) && { identity: true }),
  }
}

/** Types of other databases are kept as they are written. */
function typeIn(written: string, dialect: Dialect | undefined): Pick<ColumnFacts, 'type' | 'typeText'> {
  if (dialect === undefined || dialect === 'postgresql') return writtenType(written)
  const typeText = written.toLowerCase()
  return { type: typeText.replace(/\(.*/, ''), typeText }
}

function defaultOf({ named }: CsharpCall): ColumnFacts['default'] {
  const sql = csharpLiteral(named.get('defaultValueSql'))
  if (sql !== undefined) return expressionDefault(sql)
  const value = named.get('defaultValue')
  return value && value.text !== 'null' ? { text: value.text.slice(0, 200), volatile: false } : undefined
}

/** `int` of `AddColumn<int>(…)`. */
export function genericOf(call: SyntaxNode): string | undefined {
  const target = call.child('function')
  const method = target?.child('name') ?? target
  return method?.childOfType('type_argument_list')?.namedChildren[0]?.text
}

/** What is said of a call by those chained onto it: `.Annotation("Npgsql:…", …)`. */
export function annotationsOf(call: SyntaxNode): string[] {
  const found: string[] = []
  let node = call
  while (node.parent?.type === 'member_access_expression' && node.parent.parent) {
    const outer = csharpCall(node.parent.parent)
    if (!outer) break
    found.push(outer.positional.map(({ text }) => text).join(', '))
    node = node.parent.parent
  }
  return found
}

const COUNTS =
  /ValueGenerationStrategy"?,.*(?:IdentityByDefault|IdentityAlways|IdentityColumn|Serial)|"SqlServer:Identity"|"Sqlite:Autoincrement"/

function countsItself(call: SyntaxNode): boolean {
  return annotationsOf(call).some((one) => COUNTS.test(one))
}

/** `"a"`, `new[] { "a", "b" }`. Undefined where they are not all written out. */
export function stringsOf(node: SyntaxNode | undefined): string[] | undefined {
  if (!node) return undefined
  const list = node.childOfType('initializer_expression')
  if (!list) {
    const one = csharpLiteral(node)
    return one === undefined ? undefined : [one]
  }
  const found = list.namedChildren.map((one) => csharpLiteral(one))
  return found.includes(undefined) ? undefined : (found as string[])
}
