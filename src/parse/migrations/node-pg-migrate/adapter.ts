import type { SyntaxNode } from '../../code/node.ts'
import { commentsIn } from '../code-part.ts'
import { statedReason } from '../declared.ts'
import { parameterOf } from '../javascript/body.ts'
import { commandEffects, textOf } from '../javascript/commands.ts'
import { scriptOperations } from '../javascript/operations.ts'
import { scriptAdapter } from '../javascript/script-adapter.ts'
import { sectionedAdapter } from '../sectioned-sql.ts'
import type { Obstacle, Step } from '../step.ts'
import { COMMANDS, invertible } from './commands.ts'
import { pgmCommand } from './operations.ts'

const VOCABULARY = {
  commands: COMMANDS,
  sql: { names: /^(?:sql|query)$/, owner: /^pgm\b/ },
  inert: /^(?:func|noTransaction|select)$/,
}

/**
 * node-pg-migrate in code (https://salsita.github.io/node-pg-migrate/migrations/). Without `down` it replays `up` with
 * every operation reversed, and fails on the first that has no reverse; `down = false` says that there is no way back.
 */
export const nodePgMigrate = scriptAdapter({
  framework: 'node-pg-migrate',
  title: 'node-pg-migrate',
  knownBy: 'file-name',
  // `checkOrder` is on unless somebody turns it off.
  late: 'refused',
  mentions: /\bpgm\b|node-pg-migrate|\bMigrationBuilder\b/,
  owns: (up) => /\bpgm\b|MigrationBuilder/.test(parameterOf(up)?.text ?? ''),
  effects: (callable) => commandEffects(callable, VOCABULARY),
  operations: (callable, path) => scriptOperations(callable, path, { ...VOCABULARY, command: pgmCommand }),
  expected: 'exported `down` function',
  exactEffects: true,
  judge: (root, { up, down }, step) => {
    if (down || !up || step.up.effects.length === 0) return {}
    return refuses(root) ? declared(root) : inferred(up)
  },
})

/** The same in SQL: one file, two comments. */
export const nodePgMigrateSql = sectionedAdapter(
  { framework: 'node-pg-migrate', title: 'node-pg-migrate', late: 'refused' },
  {
    up: /^\s*--[\s-]*up\s+migration\b/i,
    down: /^\s*--[\s-]*down\s+migration\b/i,
    downLine: '-- Down Migration',
  },
)

function refuses(root: SyntaxNode): boolean {
  return root.namedChildren.some((node) =>
    /^(?:export\s+const|(?:module\.)?exports\.)\s*down\s*(?::\s*\w+\s*)?=\s*false\b/.test(
      node.text.slice(0, 80),
    ),
  )
}

function declared(root: SyntaxNode): Partial<Step> {
  const reason = statedReason(commentsIn(root))
  return { reversibility: 'declared-irreversible', ...(reason !== undefined && { reason }) }
}

function inferred(up: SyntaxNode): Partial<Step> {
  const obstacles = [...up.walk()].flatMap((node) => obstacleOf(node) ?? [])
  return { obstacles, reversibility: obstacles.length > 0 ? 'not-invertible' : 'automatic' }
}

function obstacleOf(node: SyntaxNode): Obstacle | undefined {
  const member = node.type === 'call_expression' ? node.child('function') : undefined
  const name = member?.child('property')?.text
  if (name === undefined || member?.child('object')?.text !== 'pgm') return undefined
  const args = node.child('arguments')?.namedChildren ?? []
  if (invertible(name, args) || /^(?:func|noTransaction)$/.test(name)) return undefined
  const shown = args.map((argument) => textOf(argument) ?? '…').join(', ')
  return {
    region: node.region,
    operation: `pgm.${name}(${shown.replaceAll(/\s+/g, ' ').slice(0, 60)})`,
    why: 'it has no reverse, and there is no `down`',
    fix: 'Export a `down` that undoes the migration, or `down = false` with the reason in a comment.',
  }
}
