import type { SyntaxNode } from '../../code/node.ts'
import { literal, sqlEffects } from '../code-part.ts'
import type { Effect } from '../step.ts'

/** What a method of a schema builder does; `$1`… are the names among its arguments. */
export interface Command {
  what: string
  kind?: 'data'
  /** The call that undoes it exactly, on the same object, with the names as string literals. */
  inverse?: string
}

export interface Vocabulary {
  commands: Readonly<Record<string, Command>>
  /** Methods whose first argument is SQL, and what they are called on. */
  sql: { names: RegExp; owner: RegExp }
  /** Calls and tags that only build arguments. */
  inert?: RegExp
  /** What the chain of a command has to end with: without it the statement is built and never run. */
  runs?: RegExp
}

export const PLUMBING =
  /^(?:resolve|all|then|catch|finally|log|info|warn|error|execute|transaction|commit|rollback|literal|fn|func|bind|join|startTransaction|commitTransaction|rollbackTransaction)$/

/** What a function changes; rows for code that speaks to none of the tool's methods. */
export async function commandEffects(callable: SyntaxNode, vocabulary: Vocabulary): Promise<Effect[]> {
  const effects: Effect[] = []
  let other = false
  for (const node of callable.child('body')?.walk() ?? []) {
    if (node.type !== 'call_expression') continue
    const member = node.child('function')
    const name = (member?.child('property') ?? member)?.text ?? ''
    const owner = member?.child('object')?.text.slice(0, 500) ?? ''
    const given = node.child('arguments')
    // In a tagged template the template itself stands for the arguments.
    const args = given?.type === 'template_string' ? [given] : (given?.namedChildren ?? [])
    if (vocabulary.sql.names.test(name) && vocabulary.sql.owner.test(owner)) {
      effects.push(...(await sqlEffects(textOf(args[0]) ?? textOf(member?.child('object')))))
    } else if (Object.hasOwn(vocabulary.commands, name)) {
      const command = vocabulary.commands[name]
      if (command && isRun(node, vocabulary.runs))
        effects.push(
          filled(
            command,
            args.map((argument) => nameOf(argument)),
          ),
        )
    } else if (!PLUMBING.test(name) && !vocabulary.inert?.test(name)) other = true
  }
  if (effects.length === 0 && other) return [{ what: 'runs JavaScript code', kind: 'data' }]
  return effects
}

/** Whether a chain that stands as a statement of its own has the call that runs it; what is handed on may be run elsewhere. */
function isRun(call: SyntaxNode, runs: RegExp | undefined): boolean {
  if (!runs) return true
  let at = call
  for (
    let above = at.parent;
    above && /^(?:member|call|await)_expression$/.test(above.type);
    above = at.parent
  ) {
    if (runs.test(above.child('property')?.text ?? '')) return true
    at = above
  }
  return at.parent?.type !== 'expression_statement'
}

/** A literal text, given directly, by a name, or inside of the tool's own tag (`sql`, `raw`). */
export function textOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'call_expression') {
    const given = node.child('arguments')
    return textOf(given?.type === 'template_string' ? given : given?.namedChildren[0])
  }
  if (node?.type === 'binary_expression' && node.child('operator')?.text === '+') {
    const [left, right] = [textOf(node.child('left')), textOf(node.child('right'))]
    return left === undefined || right === undefined ? undefined : left + right
  }
  return node?.type === 'identifier' ? literal(valueOf(node)) : literal(node)
}

/** What the one `const` of a name in the file holds. */
export function valueOf(name: SyntaxNode): SyntaxNode | undefined {
  const found: SyntaxNode[] = []
  for (const node of name.ancestor('program')?.walk() ?? []) {
    if (node.type === 'variable_declarator' && node.child('name')?.text === name.text) found.push(node)
  }
  const only = found.length === 1 ? found[0] : undefined
  return only?.parent?.text.startsWith('const') ? only.child('value') : undefined
}

const NAMING = /^["']?(?:tableName|name|table)["']?$/

/** The name that an argument gives: a string, `{ tableName: '…' }`, or `new Table({ name: '…' })`. */
function nameOf(argument: SyntaxNode): string | undefined {
  if (argument.type === 'identifier') return textOf(argument)
  if (argument.type === 'new_expression') {
    const first = argument.child('arguments')?.namedChildren[0]
    return first && nameOf(first)
  }
  if (argument.type !== 'object') return literal(argument)
  const pair = argument.namedChildren.find(
    (child) => child.type === 'pair' && NAMING.test(child.child('key')?.text ?? ''),
  )
  return literal(pair?.child('value'))
}

function filled(command: Command, names: readonly (string | undefined)[]): Effect {
  const what = command.what
    .replaceAll(/\$(\d)/g, (_, index: string) => names[Number(index) - 1] ?? '?')
    .replaceAll(/[.\s]*\?/g, '')
  let exact = command.inverse !== undefined
  const inverse = command.inverse?.replaceAll(/\$(\d)/g, (_, index: string) => {
    const name = names[Number(index) - 1]
    if (name === undefined || !/^[\w.]+$/.test(name)) exact = false
    return `'${name ?? ''}'`
  })
  return { what, kind: command.kind ?? 'schema', ...(exact && inverse !== undefined && { inverse }) }
}
