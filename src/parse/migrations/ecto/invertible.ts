import type { SyntaxNode } from '../../code/node.ts'
import { firstWords } from '../../sql/word-effects.ts'
import { pushAll } from '../code-part.ts'
import type { Obstacle } from '../step.ts'
import { kindOf } from './effects.ts'
import { type ElixirCall, elixirCall, elixirLiteral, statementsOf } from './elixir.ts'

interface Why {
  why: string
  fix: string
}

const UP_DOWN = 'Write `up` and `down` in place of `change`.'

/** What in a `change` function Ecto refuses to reverse (`reverse/1` and `table_reverse/2` of `Ecto.Migration.Runner`, 3.13). */
export function ectoObstacles(change: SyntaxNode): Obstacle[] {
  const obstacles: Obstacle[] = []
  const stack = statementsOf(change).toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    const call = elixirCall(node)
    // Code that asks for the direction tells the two ways apart by itself.
    if (call && /^(?:if|unless|case|cond)$/.test(call.name) && /\bdirection\b/.test(node.text)) continue
    const why = call && refusal(call)
    if (call && why) {
      obstacles.push({ region: node.region, operation: shown(call), ...why })
      continue
    }
    pushAll(stack, node.namedChildren)
  }
  return obstacles
}

function refusal(call: ElixirCall): Why | undefined {
  const { name, positional, keywords } = call
  const object = elixirCall(positional[0])
  switch (name) {
    case 'execute':
    case 'execute_file':
      return positional.length === 1
        ? {
            why: 'Ecto does not know what undoes it',
            fix: `Give the way back as a second argument: \`${name}(up, down)\`.`,
          }
        : undefined
    case 'drop':
    case 'drop_if_exists': {
      const kind = object && kindOf(object)
      return kind === 'table' || kind === 'constraint'
        ? { why: `Ecto does not know how the ${kind} was made`, fix: UP_DOWN }
        : undefined
    }
    case 'modify':
      return inAlter(call) && !keywords.has('from')
        ? {
            why: 'Ecto does not know the former type of the column',
            fix: 'Give it: `modify :column, :new, from: :old`.',
          }
        : undefined
    case 'remove':
      return inAlter(call) && positional.length === 1
        ? {
            why: 'Ecto does not know the type of the column',
            fix: 'Give it: `remove :column, :type`, with its other options.',
          }
        : undefined
    case 'remove_if_exists':
    case 'add_if_not_exists':
      return inAlter(call) ? { why: 'Ecto does not know what was there before', fix: UP_DOWN } : undefined
    default:
      return undefined
  }
}

function inAlter({ node }: ElixirCall): boolean {
  return elixirCall(node.ancestor('call'))?.name === 'alter'
}

function shown({ name, positional }: ElixirCall): string {
  const sql = elixirLiteral(positional[0])
  if (name === 'execute') return `execute ${sql === undefined ? '' : firstWords(sql)}`.trim()
  return `${name} ${positional[0]?.text.slice(0, 60) ?? ''}`.trim()
}
