import type { SyntaxNode } from '../../code/node.ts'
import { firstWords } from '../../sql/word-effects.ts'
import { pushAll } from '../code-part.ts'
import type { Obstacle } from '../step.ts'
import { type Arguments, argumentsOf, calledMethod, statementsOf, textArgument } from './ruby.ts'

interface Why {
  why: string
  fix: string
}

const UP_DOWN = 'Write `up` and `down`, or wrap it in `reversible { |dir| dir.up { … }; dir.down { … } }`.'
const FROM_TO: Why = {
  why: 'it is reversible only with from: and to:',
  fix: 'Give the old and the new value: `from: …, to: …`.',
}

/**
 * Commands whose inversion ActiveRecord refuses, with the form it accepts
 * (activerecord/lib/active_record/migration/command_recorder.rb, Rails 8.0). Undefined means invertible.
 * `table` counts the table itself: inside of `change_table` it is given by the block.
 */
const REFUSALS: Record<string, (given: Arguments, block: boolean, table: 0 | 1) => Why | undefined> = {
  execute: () => ({ why: 'Rails does not know what undoes a piece of SQL', fix: UP_DOWN }),
  change_column: () => ({ why: 'Rails does not know the former type of the column', fix: UP_DOWN }),
  add_enum_value: () => ({
    why: 'PostgreSQL cannot drop an enum value',
    fix: 'Use `up_only { … }` and say in a comment that the value stays, or recreate the type in `down`.',
  }),
  drop_table: ({ positional, options, splat }, block) => {
    const restorable = block || splat || [...options.keys()].some((key) => key !== 'if_exists')
    const fix = 'Give the columns as a block, as in the `create_table` that made it.'
    if (positional.length > 1)
      return { why: 'it is reversible only with one table', fix: 'Drop one table a call.' }
    return restorable ? undefined : { why: 'without a block Rails does not know the columns', fix }
  },
  remove_column: ({ positional, options, splat }, _, table) =>
    positional.length >= 2 + table || options.has('type') || splat
      ? undefined
      : {
          why: 'it is reversible only with the column type',
          fix: 'Add the type: `remove_column :table, :column, :string`, with its other options.',
        },
  remove_columns: ({ options, splat }) =>
    options.has('type') || splat
      ? undefined
      : { why: 'it is reversible only with a type', fix: 'Add `type: …`, or remove the columns one by one.' },
  remove_index: ({ positional, options, splat }, _, table) =>
    positional.length > table || options.has('column') || splat
      ? undefined
      : { why: 'it is reversible only with the columns', fix: 'Add `column: …` beside the name.' },
  change_column_default: ({ options, splat }) =>
    (options.has('from') && options.has('to')) || splat ? undefined : FROM_TO,
  change_column_comment: ({ options, splat }) =>
    (options.has('from') && options.has('to')) || splat ? undefined : FROM_TO,
  change_table_comment: ({ options, splat }) =>
    (options.has('from') && options.has('to')) || splat ? undefined : FROM_TO,
  remove_foreign_key: ({ positional, options, splat }, _, table) =>
    positional.length > table || options.has('to_table') || splat
      ? undefined
      : {
          why: 'it is reversible only with the second table',
          fix: 'Add the referenced table: `remove_foreign_key :from, :to`.',
        },
  remove_check_constraint: ({ positional, splat }, _, table) =>
    positional.length > table || splat
      ? undefined
      : { why: 'it is reversible only with the expression', fix: 'Add the expression of the constraint.' },
  remove_exclusion_constraint: ({ positional, splat }, _, table) =>
    positional.length > table || splat
      ? undefined
      : { why: 'it is reversible only with the expression', fix: 'Add the expression of the constraint.' },
  remove_unique_constraint: ({ positional, splat }, _, table) =>
    positional.length > table || splat
      ? undefined
      : { why: 'it is reversible only with the columns', fix: 'Add the columns of the constraint.' },
  drop_enum: ({ positional, splat }) =>
    positional.length > 1 || splat
      ? undefined
      : { why: 'it is reversible only with the values', fix: 'Add the list of values.' },
}

/** Methods of `change_table`'s block, as the commands that they stand for. */
const IN_TABLE: Record<string, string> = {
  change: 'change_column',
  change_default: 'change_column_default',
  remove: 'remove_columns',
  remove_index: 'remove_index',
  remove_foreign_key: 'remove_foreign_key',
  remove_check_constraint: 'remove_check_constraint',
}

/** Blocks whose content Rails does not try to invert. */
const SKIPPED = new Set([
  'reversible',
  'up_only',
  'revert',
  'create_table',
  'create_join_table',
  'change_table',
])

/** The commands of a `change` method that Rails will refuse to invert. */
export function obstaclesIn(change: SyntaxNode): Obstacle[] {
  const found: Obstacle[] = []
  const stack: SyntaxNode[] = statementsOf(change).toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    const name = node.type === 'call' ? calledMethod(node) : undefined
    const receiver = node.child('receiver')
    if (name !== undefined && (!receiver || receiver.type === 'self')) {
      const why = REFUSALS[name]?.(argumentsOf(node), node.child('block') !== undefined, 1)
      if (why) found.push(obstacle(node, name, why))
      if (name === 'change_table') found.push(...inChangeTable(node))
      if (name === 'reversible') found.push(...onlyUp(node, change))
      if (SKIPPED.has(name)) continue
    }
    pushAll(stack, node.namedChildren)
  }
  return found
}

/** Commands whose way back takes along what SQL beside them did to the same table or column. */
const TAKES_ALONG =
  /\b(?:create_table|add_column|add_reference|add_belongs_to|create_join_table|change_table)\b/

/** SQL that changes the schema in `dir.up`, where there is no `dir.down` at all. */
function onlyUp(call: SyntaxNode, change: SyntaxNode): Obstacle[] {
  const parameter = call.child('block')?.child('parameters')?.namedChildren[0]?.text
  if (parameter === undefined || TAKES_ALONG.test(change.text)) return []
  const ways = [...call.walk()].filter((node) => node.child('receiver')?.text === parameter)
  if (ways.some((node) => calledMethod(node) !== 'up')) return []
  const runs = ways
    .flatMap((node) => [...node.walk()])
    .find(
      (node) =>
        node.type === 'call' && calledMethod(node) === 'execute' && /\b(?:CREATE|DROP)\s+\w/i.test(node.text),
    )
  const why = `it runs in \`${parameter}.up\` alone, so it stays on the way back`
  return runs ? [obstacle(runs, 'execute', { why, fix: `Undo it in \`${parameter}.down\`.` })] : []
}

function inChangeTable(call: SyntaxNode): Obstacle[] {
  const block = call.child('block')
  const parameter = block?.child('parameters')?.namedChildren[0]?.text
  if (!block || parameter === undefined) return []
  const found: Obstacle[] = []
  for (const node of block.walk()) {
    if (node.type !== 'call' || node.child('receiver')?.text !== parameter) continue
    const name = calledMethod(node) ?? ''
    const command = Object.hasOwn(IN_TABLE, name) ? IN_TABLE[name] : undefined
    const why = command === undefined ? undefined : REFUSALS[command]?.(argumentsOf(node), false, 0)
    if (why) found.push(obstacle(node, `${parameter}.${name}`, why))
  }
  return found
}

function obstacle(call: SyntaxNode, name: string, { why, fix }: Why): Obstacle {
  const words = argumentsOf(call)
    .positional.slice(0, 2)
    .map((argument) =>
      (textArgument(argument) === undefined || name !== 'execute'
        ? argument.text
        : firstWords(textArgument(argument) ?? '')
      )
        .replaceAll(/\s+/g, ' ')
        .slice(0, 60),
    )
  return { region: call.region, operation: [name, words.join(', ')].join(' ').trim(), why, fix }
}
