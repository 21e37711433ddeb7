import type { SyntaxNode } from '../../code/node.ts'
import { firstWords } from '../../sql/word-effects.ts'
import type { Obstacle } from '../step.ts'
import { phpCall, phpLiteral } from '../php.ts'

const UP_DOWN = 'Write `up()` and `down()` in place of `change()`.'

/** Actions that `Phinx\Db\Plan\Intent` records and `ProxyAdapter::getInvertedCommands` refuses to invert. */
const REFUSED = new Set([
  'removeColumn',
  'changeColumn',
  'removeIndex',
  'removeIndexByName',
  'dropForeignKey',
  'changePrimaryKey',
  'changeComment',
  'drop',
  'dropTable',
])

/**
 * What in a `change` method Phinx cannot undo: it inverts creating and renaming tables, adding and renaming columns,
 * adding indexes and foreign keys, and throws for everything else; plain SQL is no command at all and runs a second time.
 */
export function phinxObstacles(change: SyntaxNode): Obstacle[] {
  const obstacles: Obstacle[] = []
  for (const node of change.child('body')?.walk() ?? []) {
    const call = phpCall(node)
    if (!call || guarded(node)) continue
    const shown = phpLiteral(call.arguments[0])
    if (call.name === 'execute' && call.object === '$this') {
      obstacles.push({
        region: node.region,
        operation: `execute ${shown === undefined ? '' : firstWords(shown)}`.trim(),
        why: 'SQL in `change()` is not inverted but runs again on the way back',
        fix: `${UP_DOWN} Or run it only where \`$this->isMigratingUp()\`, with its counterpart in the \`else\`.`,
      })
    } else if (REFUSED.has(call.name) && /\$/.test(call.object)) {
      obstacles.push({
        region: nameLine(node),
        operation: `${call.name}(${call.arguments[0]?.text.slice(0, 60) ?? ''})`,
        why: 'it throws an IrreversibleMigrationException on the way back',
        fix: UP_DOWN,
      })
    }
  }
  return obstacles
}

/** Whether code runs on one way only: `if ($this->isMigratingUp())`. */
function guarded(node: SyntaxNode): boolean {
  for (let at = node.ancestor('if_statement'); at; at = at.ancestor('if_statement'))
    if (/\bisMigratingUp\s*\(/.test(at.child('condition')?.text ?? '')) return true
  return false
}

/** A chain of calls over many lines is shown where the method's name stands. */
function nameLine(node: SyntaxNode): Obstacle['region'] {
  const { source, end } = node
  const name = node.child('name')
  return name ? source.region(name.start, end) : node.region
}
