import type { SyntaxNode } from '../../code/node.ts'
import { firstWords } from '../../sql/word-effects.ts'
import { sqlEffects } from '../code-part.ts'
import type { Effect, Obstacle } from '../step.ts'
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
 * adding indexes and foreign keys, and throws for everything else; plain SQL and rows are no commands at all and come a second
 * time. Rows beside a schema that is inverted are a note: they mostly go with it.
 */
export async function phinxObstacles(change: SyntaxNode, effects: readonly Effect[]): Promise<Obstacle[]> {
  const obstacles: Obstacle[] = []
  const rowsAlone = effects.length > 0 && effects.every(({ kind }) => kind === 'data')
  for (const node of change.child('body')?.walk() ?? []) {
    const call = phpCall(node)
    if (!call || guarded(node)) continue
    const shown = phpLiteral(call.arguments[0])
    if (/^(?:execute|query)$/.test(call.name) && call.object === '$this') {
      const done = await sqlEffects(shown)
      if (done.length === 0 || (call.name === 'query' && shown === undefined)) continue
      obstacles.push({
        region: node.region,
        operation: `${call.name} ${shown === undefined ? '' : firstWords(shown)}`.trim(),
        why: 'SQL in `change()` is not inverted but runs again on the way back',
        fix: `${UP_DOWN} Or run it only where \`$this->isMigratingUp()\`, with its counterpart in the \`else\`.`,
        ...(!rowsAlone && done.every(({ kind }) => kind === 'data') && { level: 'note' as const }),
      })
    } else if (rowsAlone && call.name === 'insert' && /\$/.test(call.object)) {
      obstacles.push({
        region: nameLine(node),
        operation: 'insert',
        why: 'rows in `change()` are not taken out again but inserted once more on the way back',
        fix: UP_DOWN,
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
