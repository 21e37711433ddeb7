import type { SyntaxNode } from '../../code/node.ts'
import type { MigrationFiles, Unreadable } from '../adapter.ts'
import { type Body, codePart, commentsIn, judgeCode, sqlEffects, treeOf } from '../code-part.ts'
import type { Effect, Step } from '../step.ts'

/** https://pressly.github.io/goose/documentation/provider/#go-migrations: both ways are the last two arguments. */
const REGISTERS = /^goose\.Add(?:Named)?Migration(?:NoTx)?(?:Context)?$/
const EXECUTES = /\.(?:Exec|ExecContext|MustExec)$/
const FAILS = /^(?:errors\.New|fmt\.Errorf|panic)$/
const SILENT = /^(?:fmt\.Print(?:f|ln)?|log\.\w+|slog\.\w+)$/

/** A goose migration in Go. */
export async function goStep({ place, up: file }: MigrationFiles): Promise<Step | Unreadable | undefined> {
  if (!file.source.text.includes('pressly/goose')) return undefined
  const tree = await treeOf(file, 'go')
  if ('unreadable' in tree) return tree
  const call = [...tree.root.walk()].find(
    (node) => node.type === 'call_expression' && REGISTERS.test(calleeOf(node)),
  )
  const ways = call && argumentsOf(call).slice(-2)
  if (!ways || ways.length < 2) return tree.notFound
  const [upNode, downNode] = ways.map((way) => functionOf(tree.root, way))
  if (!upNode || (!downNode && ways[1]?.type !== 'nil'))
    return { unreadable: 'a migration whose functions are in another file' }
  const noTx = calleeOf(call).includes('NoTx')
  const up = { ...codePart(file.path, upNode, await effectsIn(upNode)), transactional: !noTx }
  const down = downNode && {
    ...codePart(file.path, downNode, await effectsIn(downNode)),
    transactional: !noTx,
  }
  const comments = downNode ? `${headOf(downNode)}\n${commentsIn(downNode)}` : commentsIn(call)
  return {
    id: `goose:${place.key}`,
    framework: 'goose',
    ...(place.version !== undefined && { version: place.version }),
    name: place.name,
    path: file.path,
    up,
    ...(down && { down }),
    ...judgeCode(up, downNode && bodyOf(downNode), comments),
    obstacles: [],
    expected: 'second function of `goose.AddMigrationContext`',
  }
}

function calleeOf(call: SyntaxNode): string {
  return call.child('function')?.text ?? ''
}

function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  return call.child('arguments')?.namedChildren ?? []
}

/** The function that an argument is, or names. */
function functionOf(root: SyntaxNode, way: SyntaxNode): SyntaxNode | undefined {
  if (way.type === 'func_literal') return way
  return root.namedChildren.find(
    (node) => node.type === 'function_declaration' && node.child('name')?.text === way.text,
  )
}

/** The comment that stands right above a function. */
function headOf(node: SyntaxNode): string {
  const lines: string[] = []
  for (let line = node.region.startLine - 1; line > 0; line--) {
    const text = node.source.line(line).trim()
    if (!text.startsWith('//')) break
    lines.unshift(text.replace(/^\/\/+\s?/, ''))
  }
  return lines.join('\n')
}

function statementsOf(node: SyntaxNode): SyntaxNode[] {
  const children = node.child('body')?.namedChildren ?? []
  return children.flatMap((child) => (child.type === 'statement_list' ? child.namedChildren : [child]))
}

function bodyOf(node: SyntaxNode): Body {
  let kind: 'nothing' | 'fake' = 'nothing'
  for (const statement of statementsOf(node)) {
    if (/^return(?:\s+nil)?$/.test(statement.text)) return { kind }
    const [given] = statement.type === 'return_statement' ? valuesOf(statement) : statement.namedChildren
    const call = given?.type === 'call_expression' ? given : undefined
    const callee = call && calleeOf(call)
    if (call && callee !== undefined && FAILS.test(callee))
      return { kind: 'raises', message: textsIn(call).join(' ') }
    if (callee === undefined || !SILENT.test(callee)) return { kind: 'does' }
    kind = 'fake'
  }
  return { kind }
}

function valuesOf(statement: SyntaxNode): SyntaxNode[] {
  return statement.namedChildren.flatMap((one) =>
    one.type === 'expression_list' ? one.namedChildren : [one],
  )
}

/** The SQL that is executed as it stands; one vague effect where there is none and something else is done. */
async function effectsIn(node: SyntaxNode): Promise<Effect[]> {
  if (bodyOf(node).kind !== 'does') return []
  const effects: Effect[] = []
  for (const call of node.walk()) {
    if (call.type !== 'call_expression' || !EXECUTES.test(calleeOf(call))) continue
    const text = argumentsOf(call).find(({ type }) => type.endsWith('string_literal'))
    effects.push(...(await sqlEffects(text && textOf(text))))
  }
  return effects.length > 0 ? effects : [{ what: 'runs code', kind: 'schema' }]
}

function textsIn(node: SyntaxNode): string[] {
  return [...node.walk()].filter(({ type }) => type.endsWith('string_literal')).map((one) => textOf(one))
}

function textOf(node: SyntaxNode): string {
  const inner = node.text.slice(1, -1)
  return node.text.startsWith('`')
    ? inner
    : inner.replaceAll(String.raw`\n`, '\n').replaceAll(/\\(["\\])/g, '$1')
}
