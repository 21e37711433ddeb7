import type { SyntaxNode } from '../code/node.ts'
import type { SqlChunk } from './operation.ts'

/** Functions and methods of JavaScript, TypeScript, Python and PHP. */
const FUNCTIONS =
  /^(?:method_definition|function_declaration|function_expression|function|arrow_function|function_definition|method_declaration)$/
const BLOCKS = /^(?:statement_block|block|compound_statement)$/
/** Calls that run their first argument as it stands, whatever object they are called on. */
const RUNS_SQL: Readonly<Record<string, RegExp>> = {
  call_expression: /^[\w.]+\.(?:query|addSql|sql|raw|runSql)$/,
  call: /^op\.execute$/,
  member_call_expression: /^\$this->(?:addSql|execute)$/,
  scoped_call_expression: /^\\?(?:Illuminate\\Support\\Facades\\)?DB::(?:statement|unprepared)$/,
}
/** Statements that do nothing to the schema. */
const INERT =
  /^(?:console\.\w+\(|return;?$|return (?:Promise\.resolve\(\)|null|undefined|true);?$|pass$|(?:'''|""")|print\(|\$this->(?:abortIf|skipIf)\([^;]*(?:postgres|PostgreSQL)[^;]*\);?$)/i
/** Options that do not put values into the text. */
const PLAIN_OPTIONS = /^(?:\[\s*\]|\{(?!.*\b(?:replacements|bind|nest|parameters)\b).*\})$/s

/**
 * The SQL that a function runs, where each of its statements runs one literal text: nothing that is put together at run time,
 * no condition, no call of anything else. Undefined for any other function.
 */
export function literalSql(node: SyntaxNode): readonly SqlChunk[] | undefined {
  const body = FUNCTIONS.test(node.type) ? node.child('body') : undefined
  if (!body) return undefined
  const chunks: SqlChunk[] = []
  for (const statement of BLOCKS.test(body.type) ? body.namedChildren : [body]) {
    if (INERT.test(statement.text)) continue
    const chunk = chunkOf(statement)
    if (!chunk) return undefined
    chunks.push(chunk)
  }
  return chunks
}

function chunkOf(statement: SyntaxNode): SqlChunk | undefined {
  let call: SyntaxNode | undefined = statement
  while (call && /^(?:expression_statement|return_statement|await_expression)$/.test(call.type))
    [call] = call.namedChildren
  const runs = call && Object.hasOwn(RUNS_SQL, call.type) ? RUNS_SQL[call.type] : undefined
  const list = call?.child('arguments')
  if (!call || !runs || !list || !runs.test(call.source.text.slice(call.start, list.start).trim()))
    return undefined
  const [first, ...others] = list.namedChildren.map((one) =>
    one.type === 'argument' ? one.namedChildren[0] : one,
  )
  if (others.length > 1 || (others[0] && !PLAIN_OPTIONS.test(others[0].text))) return undefined
  const value = first && exactText(inText(first))
  if (!first || value === undefined) return undefined
  const { startLine, endLine } = inText(first).region
  return { text: value, line: startLine, ...(endLine > startLine && { endLine }) }
}

/** The string in SQLAlchemy's `text("…")`. */
function inText(node: SyntaxNode): SyntaxNode {
  const isText =
    node.type === 'call' && /^(?:sa\.|sqlalchemy\.)?text$/.test(node.child('function')?.text ?? '')
  const inner = isText ? node.child('arguments')?.namedChildren : undefined
  return inner?.length === 1 && inner[0] ? inner[0] : node
}

/** What a backslash and a character stand for in a string, where that is so in all of these languages. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\n': '\n',
  '\\t': '\t',
  "\\'": "'",
  '\\"': '"',
  '\\`': '`',
  '\\\\': '\\',
  '\\$': '$',
}

/** The value of a string, or of several that are put together, without anything that is put into it. */
export function exactText(node: SyntaxNode): string | undefined {
  if (node.type === 'binary_expression' || node.type === 'concatenated_string') {
    if (node.type === 'binary_expression' && !/^[+.]$/.test(node.child('operator')?.text ?? ''))
      return undefined
    const parts = node.namedChildren.map(exactText)
    return parts.includes(undefined) ? undefined : parts.join('')
  }
  if (node.type === 'parenthesized_expression' && node.namedChildren.length === 1)
    return node.namedChildren[0] && exactText(node.namedChildren[0])
  if (!/^(?:string|template_string|encapsed_string)$/.test(node.type)) return undefined
  // Raw, formatted and byte strings of Python read escapes otherwise.
  if (/^[a-zA-Z]/.test(node.text)) return undefined
  let text = ''
  for (const child of node.namedChildren) {
    if (/interpolation|substitution|variable|expression/.test(child.type)) return undefined
    if (child.type === 'escape_sequence') {
      const value = Object.hasOwn(ESCAPES, child.text) ? ESCAPES[child.text] : undefined
      if (value === undefined) return undefined
      text += value
    } else if (/content|fragment/.test(child.type)) {
      const inner = partsOf(child)
      if (inner === undefined) return undefined
      text += inner
    } else if (!/^string_(?:start|end)$/.test(child.type)) return undefined
  }
  return text
}

/** Python keeps escapes inside of the content. */
function partsOf(content: SyntaxNode): string | undefined {
  const unknown = [...content.text.matchAll(/\\(?:\r?\n|.)/gs)].some(
    ([escape]) => !Object.hasOwn(ESCAPES, escape),
  )
  if (unknown) return undefined
  return content.text.replaceAll(/\\./gs, (escape) => ESCAPES[escape] ?? escape)
}
