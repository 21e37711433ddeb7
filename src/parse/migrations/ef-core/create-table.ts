import type { SyntaxNode } from '../../code/node.ts'
import type { ColumnFacts, ConstraintFacts, Dialect, OperationFacts } from '../operation.ts'
import { columnOf } from './columns.ts'
import { type CsharpCall, csharpCall, csharpLiteral } from './csharp.ts'

/** `CreateTable(name: …, columns: table => new { Id = table.Column<int>(…) }, constraints: table => { table.PrimaryKey(…); })` */
export function createTable(
  table: string,
  { named }: CsharpCall,
  dialect: Dialect | undefined,
): OperationFacts {
  const names = new Map<string, string>()
  const columns: ColumnFacts[] = []
  let partial = false
  const members = bodyOf(named.get('columns'))?.namedChildren ?? []
  for (let at = 0; at + 1 < members.length; at += 2) {
    const [property, value] = [members[at]?.text ?? '', members[at + 1]]
    const call = value && columnCall(value)
    if (!call) {
      partial = true
      continue
    }
    const read = csharpCall(call)
    const name = csharpLiteral(read?.named.get('name')) ?? property
    names.set(property, name)
    if (read) columns.push({ ...columnOf(name, read, call, dialect), region: call.region })
  }
  return {
    kind: 'create-table',
    table,
    columns,
    constraints: constraintsOf(named.get('constraints'), names),
    ...(partial && { partial }),
  }
}

function bodyOf(lambda: SyntaxNode | undefined): SyntaxNode | undefined {
  return lambda?.child('body')
}

/** The innermost call of a chain: `table.Column<int>(…)` of `table.Column<int>(…).Annotation(…)`. */
function columnCall(node: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = node
  while (at && csharpCall(at)) {
    if (csharpCall(at)?.name === 'Column') return at
    at = at.child('function')?.child('expression')
  }
  return undefined
}

function constraintsOf(
  lambda: SyntaxNode | undefined,
  names: ReadonlyMap<string, string>,
): ConstraintFacts[] {
  const found: ConstraintFacts[] = []
  for (const node of bodyOf(lambda)?.walk() ?? []) {
    const call = csharpCall(node)
    const made = call && constraintOf(call, names)
    if (made) found.push({ ...made, region: node.region })
  }
  return found
}

const KINDS: Readonly<Record<string, ConstraintFacts['kind']>> = {
  PrimaryKey: 'primary-key',
  UniqueConstraint: 'unique',
  ForeignKey: 'foreign-key',
  CheckConstraint: 'check',
}

function constraintOf(
  { name: method, named, positional }: CsharpCall,
  names: ReadonlyMap<string, string>,
): ConstraintFacts | undefined {
  const kind = Object.hasOwn(KINDS, method) ? KINDS[method] : undefined
  if (!kind) return undefined
  const name = csharpLiteral(named.get('name') ?? positional[0])
  const own = name === undefined ? {} : { name }
  const second = named.get('column') ?? named.get('columns') ?? positional[1]
  if (kind === 'check') {
    const sql = csharpLiteral(named.get('sql') ?? positional[1])
    return { kind, columns: [], ...own, ...(sql !== undefined && { expression: sql }) }
  }
  const columns = accessed(second).map((one) => names.get(one) ?? one)
  const target = csharpLiteral(named.get('principalTable'))
  const to = csharpLiteral(named.get('principalColumn'))
  return {
    kind,
    columns,
    ...own,
    ...(target !== undefined && { references: { table: target, columns: to === undefined ? [] : [to] } }),
  }
}

/** `x => x.Id`, `x => new { x.A, x.B }` */
function accessed(lambda: SyntaxNode | undefined): string[] {
  const body = bodyOf(lambda)
  const members = body?.type === 'member_access_expression' ? [body] : (body?.namedChildren ?? [])
  return members.flatMap((one) => one.child('name')?.text ?? [])
}
