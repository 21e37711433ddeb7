import type { SyntaxNode } from '../../code/node.ts'
import type { Adapter, MigrationFiles, Unreadable } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import {
  type Body,
  canonical,
  codePart,
  commentsIn,
  indentOf,
  judgeCode,
  literal,
  ownsItsLines,
  treeOf,
} from '../code-part.ts'
import { declaresIrreversible, statedReason } from '../declared.ts'
import type { Remedy, Step } from '../step.ts'
import { rubyEffects, schemaCalls, SILENT } from './effects.ts'
import { obstaclesIn } from './invertible.ts'
import { rubyOperations, versionOf } from './operations.ts'
import { argumentsOf, calledMethod, statementsOf } from './ruby.ts'

/** Active Record migrations (https://guides.rubyonrails.org/active_record_migrations.html). */
export const rails: Adapter = {
  framework: 'rails',
  title: 'Rails',
  checksummed: false,
  knownBy: 'version',
  // Every pending version runs.
  late: 'applied',
  place(path) {
    // A migration copied from an engine carries its name: `<version>_<name>.<engine>.rb`.
    const match = /^(\d+)_(\w+)(?:\.\w+)?\.rb$/.exec(baseName(path))
    if (!match || !/(?:^|\/)(?:\w*migrate|migrations?)\//.test(path)) return undefined
    return { key: path, role: 'both', set: directoryOf(path), version: match[1] ?? '', name: match[2] ?? '' }
  },
  async read(files) {
    if (!/\bMigration\b/.test(files.up.source.text)) return undefined
    const tree = await treeOf(files.up, 'ruby')
    if ('unreadable' in tree) return tree
    const migration = [...tree.root.walk()].find(isMigration)
    return (migration && (await readClass(migration, files))) ?? tree.notFound
  },
}

function isMigration(node: SyntaxNode): boolean {
  return node.type === 'class' && /\bMigration\b/.test(node.child('superclass')?.text ?? '')
}

async function readClass(
  migration: SyntaxNode,
  { place, up: file }: MigrationFiles,
): Promise<Step | Unreadable | undefined> {
  const methods = new Map<string, SyntaxNode>()
  for (const node of statementsOf(migration)) {
    if (node.type === 'method' || node.type === 'singleton_method')
      methods.set(node.child('name')?.text ?? '', node)
  }
  const [change, forward, back] = ['change', 'up', 'down'].map((name) => methods.get(name))
  const method = change ?? forward
  if (!method) return undefined
  const effects = await rubyEffects(method)
  // What is done to rows beside them makes no other schema, however it is written.
  const code = schemaCalls(method)
    .map((call) => canonical(call, new Set(waysOfRunning(call))))
    .join('\n')
  const version = versionOf(migration.child('superclass')?.text ?? '')
  const up = {
    ...codePart(file.path, method, effects, code),
    operations: await rubyOperations(method, file.path, version),
  }
  const down = back && {
    ...codePart(file.path, back, await rubyEffects(back)),
    operations: await rubyOperations(back, file.path, version),
  }
  const about = {
    id: `rails:${place.key}`,
    framework: 'rails',
    ...(place.version !== undefined && { version: place.version }),
    name: place.name,
    path: file.path,
    up,
    ...(down && { down }),
    obstacles: [],
    expected: '`down` method',
  }
  if (change) {
    const obstacles = obstaclesIn(change)
    if (obstacles.length === 0) return { ...about, reversibility: 'automatic' }
    const reason = reasonIn(commentsIn(migration))
    if (reason !== undefined) return { ...about, reversibility: 'declared-irreversible', reason }
    return { ...about, reversibility: 'not-invertible', obstacles }
  }
  const explained = commentsIn(migration)
  const comments = back
    ? `${commentsAbove(back)}\n${commentsIn(back)}\n${declaresIrreversible(explained) ? explained : ''}`
    : explained
  const judged = judgeCode(up, back && bodyOf(back), comments)
  const inverses = up.effects.map((effect) => effect.inverse).toReversed()
  const inverse = inverses.length === 0 || inverses.includes(undefined) ? undefined : inverses.join('\n')
  const remedy =
    inverse === undefined ? undefined : remedyFor(file.path, method, back, judged.reversibility, inverse)
  return { ...about, ...judged, ...(inverse !== undefined && { inverse }), ...(remedy && { remedy }) }
}

/** The comments directly above a method, without their marks. */
function commentsAbove(method: SyntaxNode): string {
  const siblings = method.parent?.children ?? []
  const texts: string[] = []
  for (let at = siblings.indexOf(method) - 1; siblings[at]?.type === 'comment'; at--)
    texts.unshift(siblings[at]?.text.replace(/^\s*#+/, '').trim() ?? '')
  return texts.join('\n')
}

/** Options that say how a command runs, not what is there when it ran. */
function waysOfRunning(call: SyntaxNode): SyntaxNode[] {
  return [...call.walk()].filter(
    (node) =>
      node.type === 'pair' &&
      /^(?:bulk|if_exists|if_not_exists|algorithm)$/.test(node.child('key')?.text ?? ''),
  )
}

function reasonIn(comments: string): string | undefined {
  return declaresIrreversible(comments) ? statedReason(comments) : undefined
}

function bodyOf(method: SyntaxNode): Body {
  const statements = statementsOf(method).filter((node) => !['nil', 'true', 'false'].includes(node.type))
  let kind: 'nothing' | 'fake' = 'nothing'
  for (const node of statements) {
    const name = calledMethod(node)
    if (name === 'raise' || name === 'fail') {
      const given = node.type === 'call' ? argumentsOf(node).positional : []
      const messages = given.flatMap((argument) =>
        [...argument.walk()].flatMap((inner) => literal(inner) ?? []),
      )
      return { kind: 'raises', message: messages.join(' ') }
    }
    if (node.type === 'return' && node.namedChildren.length === 0) return { kind }
    if (name === undefined || !SILENT.has(name) || node.child('block')) return { kind: 'does' }
    kind = 'fake'
  }
  return { kind }
}

function remedyFor(
  path: string,
  up: SyntaxNode,
  down: SyntaxNode | undefined,
  reversibility: Step['reversibility'],
  inverse: string,
): Remedy | undefined {
  if (!['missing', 'empty', 'fake'].includes(reversibility)) return undefined
  const place = down ?? up
  if (!ownsItsLines(place)) return undefined
  const indent = indentOf(place)
  const name = place.type === 'singleton_method' ? 'self.down' : 'down'
  const body = inverse.split('\n').map((line) => `${indent}  ${line}`)
  const method = [`${indent}def ${name}`, ...body, `${indent}end`].join('\n')
  const { startLine, endLine } = place.region
  const before = down ? '' : `${indent}${up.text}\n\n`
  return { path, region: { startLine, endLine }, replacement: `${before}${method}` }
}
