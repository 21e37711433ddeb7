import type { SyntaxNode } from '../../code/node.ts'
import { append, MAX_OPERATION_TEXT, operationAt, sqlOperationsOfText } from '../code-operations.ts'
import { pushAll } from '../code-part.ts'
import type { Dialect, Operation } from '../operation.ts'
import { commandFacts } from './commands.ts'
import { type CsharpCall, csharpCall, csharpLiteral } from './csharp.ts'

/**
 * What an `Up` or `Down` does, command by command, on the lines of the calls.
 * @param builder name of the parameter
 */
export async function efOperations(
  method: SyntaxNode,
  path: string,
  builder: string,
  dialect: Dialect | undefined,
): Promise<Operation[]> {
  const found: Operation[] = []
  const body = method.child('body')
  const stack = body ? [body] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    const at = node
    if (node.type === 'if_statement' && DATABASES.test(node.child('condition')?.text ?? '')) {
      found.push(operationAt({ kind: 'code', what: 'depends on the database' }, path, node))
      continue
    }
    const call = csharpCall(node)
    if (!call) {
      pushAll(stack, node.namedChildren)
      continue
    }
    // What is chained onto a command is part of it.
    const inner = node.child('function')?.child('expression')
    if (call.object !== builder) {
      if (inner && csharpCall(inner)) stack.push(inner)
      else if (!QUIET.test(call.object))
        found.push(operationAt({ kind: 'code', what: `calls ${call.name}` }, path, at))
      continue
    }
    if (call.name === 'Sql') append(found, await executed(call, node, path))
    else {
      const facts = commandFacts(call, node, dialect) ?? [
        { kind: 'other' as const, what: `calls ${call.name}` },
      ]
      append(
        found,
        facts.map((one) => operationAt(one, path, at)),
      )
    }
  }
  return found
}

const DATABASES = /\bActiveProvider\b|\.Is(?:Npgsql|SqlServer|Sqlite|MySql|Oracle)\(/
const QUIET = /^(?:System\.)?(?:Console|Debug|Trace|Log\w*|string|String|Guid|DateTime|Path|File)\b/

async function executed(call: CsharpCall, node: SyntaxNode, path: string): Promise<Operation[]> {
  const first = call.named.get('sql') ?? call.positional[0]
  const sql = csharpLiteral(first)
  if (!first || sql === undefined) return [operationAt({ kind: 'other', what: 'runs SQL' }, path, node)]
  // The text of a raw string begins below its marks.
  const line = (first.childOfType('raw_string_content') ?? first).region.startLine
  return sqlOperationsOfText(sql, path, line, node.text.slice(0, MAX_OPERATION_TEXT))
}

/** What only one provider writes into a migration. */
const SIGNS: readonly [Dialect, RegExp][] = [
  [
    'postgresql',
    /"Npgsql:|"character varying(?:\(\d+\))?"|"timestamp with(?:out)? time zone"|"jsonb"|"bytea"/,
  ],
  ['mysql', /"MySql:|"longtext|"datetime\(6\)"|"tinyint\(1\)"/],
  ['sqlserver', /"SqlServer:|"nvarchar\(|"datetime2|"uniqueidentifier"/],
  ['sqlite', /"Sqlite:|type: "(?:TEXT|INTEGER|REAL|BLOB)"/],
]

/** The database that a migration was written for, by the types and annotations of its provider. */
export function providerOf(text: string): Dialect | undefined {
  const found = SIGNS.filter(([, sign]) => sign.test(text))
  return found.length === 1 ? found[0]?.[0] : undefined
}
