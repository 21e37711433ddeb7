import type { SyntaxNode } from '../../code/node.ts'
import { sqlOperationsOfText } from '../code-operations.ts'
import { pushAll } from '../code-part.ts'
import type { Operation, OperationFacts } from '../operation.ts'
import { plural } from './columns.ts'
import { commandFacts, tableBlock } from './commands.ts'
import { SILENT } from './effects.ts'
import { argumentsOf, calledMethod, textArgument } from './ruby.ts'

/** Text of an operation that is kept. */
const MAX_TEXT = 1000

/** Options of Rails that depend on the version that a migration was written for: `ActiveRecord::Migration[5.0]`. */
export interface Version {
  /** Since 5.1 keys are bigint. */
  key: string
}

export function versionOf(superclass: string): Version {
  const match = /Migration\[(\d+)\.(\d+)\]/.exec(superclass)
  const isOld = !match || Number(match[1]) * 100 + Number(match[2]) < 501
  return { key: isOld ? 'integer' : 'bigint' }
}

/** What a method of a migration does on the way up, command by command, on the lines of the calls. */
export async function rubyOperations(
  method: SyntaxNode,
  path: string,
  version: Version,
): Promise<Operation[]> {
  const found: Operation[] = []
  const stack: SyntaxNode[] = method.child('body') ? [method.child('body') as SyntaxNode] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type !== 'call') {
      pushAll(stack, node.namedChildren)
      continue
    }
    const name = calledMethod(node) ?? ''
    const receiver = node.child('receiver')
    // `reversible { |dir| dir.down { … } }` runs on the way back alone.
    if (receiver?.type === 'identifier' && name === 'down' && node.child('block')) continue
    if (name === 'execute' || name === 'exec_query') {
      found.push(...(await executed(node, path)))
      continue
    }
    const facts = receiver ? rowsWritten(name, receiver) : factsOf(node, name, version)
    if (facts) {
      const at = node
      found.push(
        ...facts.map((one): Operation => ({
          ...one,
          path,
          region: placeOf(one) ?? at.region,
          text: at.text.slice(0, MAX_TEXT),
        })),
      )
    } else if (name.endsWith('?')) continue
    else if ((!receiver && SILENT.has(name)) || (receiver && name === 'up'))
      pushAll(stack, node.namedChildren)
    else {
      found.push({
        kind: 'code',
        what: `calls ${name}`,
        path,
        region: node.region,
        text: node.text.slice(0, MAX_TEXT),
      })
      const block = node.child('block')
      if (block) stack.push(block)
    }
  }
  return found
}

/** Inside of `change_table` each command has a line of its own. */
const places = new WeakMap<OperationFacts, Operation['region']>()

function placeOf(one: OperationFacts): Operation['region'] | undefined {
  return places.get(one)
}

function factsOf(node: SyntaxNode, name: string, version: Version): readonly OperationFacts[] | undefined {
  const given = argumentsOf(node)
  const block = node.child('block')
  if (name === 'change_table' && block) {
    const inner = tableBlock(block, given, version)
    for (const { facts, region } of inner) places.set(facts, region)
    return inner.map(({ facts }) => facts)
  }
  return commandFacts(name, given, version, block)
}

async function executed(node: SyntaxNode, path: string): Promise<Operation[]> {
  const [first] = argumentsOf(node).positional
  const text = textArgument(first)
  const about = { path, region: node.region, text: node.text.slice(0, MAX_TEXT) }
  // A heredoc begins with the end of the line that names it.
  if (text === undefined || !first) return [{ kind: 'other', what: 'runs SQL', ...about }]
  return sqlOperationsOfText(text, path, first.region.startLine, about.text)
}

const ROWS: Readonly<Record<string, 'update' | 'delete' | 'insert'>> = {
  update_all: 'update',
  delete_all: 'delete',
  insert_all: 'insert',
}

/** `User.update_all(…)`, `User.where(…).delete_all`: one statement over the rows of a model's table. */
function rowsWritten(name: string, receiver: SyntaxNode): OperationFacts[] | undefined {
  const verb = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined
  if (!verb) return undefined
  let root = receiver
  for (let next = root.child('receiver'); next; next = root.child('receiver')) root = next
  if (root.type !== 'constant' || /\b(?:in_batches|find_in_batches)\b/.test(receiver.text)) return undefined
  const isNarrowed = /\b(?:where|limit|joins|with_\w+|unscoped\.where|not)\b/.test(receiver.text)
  const table = plural(root.text.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase())
  // Scopes with names of the model's own may choose rows as well.
  return [{ kind: 'write', verb, table, where: isNarrowed || receiver !== root }]
}
