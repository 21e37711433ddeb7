import type { SyntaxNode } from '../../code/node.ts'
import type { Adapter } from '../adapter.ts'
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
import { assignedIn, calledName } from '../python.ts'
import type { Remedy, Step } from '../step.ts'
import { alembicEffects } from './effects.ts'
import { alembicOperations } from './operations.ts'

/** Alembic revisions (https://alembic.sqlalchemy.org/en/latest/tutorial.html). */
export const alembic: Adapter = {
  framework: 'alembic',
  title: 'Alembic',
  checksummed: false,
  knownBy: 'content',
  late: 'applied',
  place(path) {
    if (!/(?:^|\/)(?:versions|\w*migrations?|alembic)\/(?:.*\/)?[\w-]+\.py$/.test(path)) return undefined
    // Order comes from `down_revision`, which the file's name does not tell.
    return { key: path, role: 'both', set: directoryOf(path), name: baseName(path).replace(/\.py$/, '') }
  },
  async read({ place, up: file }) {
    if (!/\bdown_revision\b/.test(file.source.text)) return undefined
    const tree = await treeOf(file, 'python')
    if ('unreadable' in tree) return tree
    const { root, notFound } = tree
    const upgrade = functionIn(root, 'upgrade')
    if (!upgrade || !assignedIn(root, 'down_revision')) return notFound
    const downgrade = functionIn(root, 'downgrade')
    const effects = bodyOf(upgrade).kind === 'does' ? await alembicEffects(upgrade) : []
    const up = {
      ...codePart(file.path, upgrade, effects, operationsIn(upgrade)),
      operations: await alembicOperations(upgrade, file.path),
    }
    const down = downgrade && {
      ...codePart(file.path, downgrade, await alembicEffects(downgrade)),
      operations: await alembicOperations(downgrade, file.path),
    }
    const comments = downgrade ? `${docstring(downgrade)}\n${commentsIn(downgrade)}` : commentsIn(root)
    const judged = judgeCode(up, downgrade && bodyOf(downgrade), comments)
    const inverses = up.effects.map((effect) => effect.inverse).toReversed()
    const inverse = inverses.length === 0 || inverses.includes(undefined) ? undefined : inverses.join('\n')
    const remedy =
      inverse !== undefined && downgrade && ['empty', 'fake'].includes(judged.reversibility)
        ? remedyFor(file.path, downgrade, inverse)
        : undefined
    const revision = literal(assignedIn(root, 'revision'))
    return {
      id: `alembic:${place.key}`,
      framework: 'alembic',
      ...(revision !== undefined && { version: revision }),
      name: place.name,
      after: earlierRevisions(root),
      path: file.path,
      up,
      ...(down && { down }),
      ...judged,
      obstacles: [],
      expected: '`downgrade()` function',
      ...(inverse !== undefined && { inverse }),
      ...(remedy && { remedy }),
    } satisfies Step
  },
}

/** Revisions that run before: one, several where branches are merged, and those of other branches that are depended on. */
function earlierRevisions(root: SyntaxNode): string[] {
  return ['down_revision', 'depends_on'].flatMap((name) => {
    const value = assignedIn(root, name)
    const one = literal(value)
    if (one !== undefined) return [one]
    return value && /^(?:tuple|list|set)$/.test(value.type)
      ? value.namedChildren.flatMap((item) => literal(item) ?? [])
      : []
  })
}

/** Operations that change nothing themselves. */
const INERT = /^(?:op|batch_op)\.(?:get_bind|get_context|f|inline_literal)$/
const TIMEOUT = /\(\s*(?:\w+\.)?(?:text\(\s*)?["']+\s*SET\s+(?:LOCAL\s+|SESSION\s+)?\w*timeout\b/i

/**
 * The operations of a revision, one below the other: what else it does is done to rows, or prepares them, and how long
 * they may take makes no other schema.
 */
function operationsIn(upgrade: SyntaxNode): string {
  const codes: string[] = []
  for (const node of upgrade.walk()) {
    const name = node.type === 'call' ? (node.child('function')?.text ?? '') : ''
    if (/^(?:op|batch_op)\.\w+$/.test(name) && !INERT.test(name) && !TIMEOUT.test(node.text))
      codes.push(canonical(node).replaceAll(/\b(?:sa|sqlalchemy|postgresql) \. /g, ''))
  }
  return codes.join('\n')
}

function functionIn(root: SyntaxNode, name: string): SyntaxNode | undefined {
  return root.namedChildren.find(
    (node) => node.type === 'function_definition' && node.child('name')?.text === name,
  )
}

function statementsOf(method: SyntaxNode): SyntaxNode[] {
  return method.child('body')?.namedChildren ?? []
}

function docstring(method: SyntaxNode): string {
  return literal(statementsOf(method)[0]?.namedChildren[0]) ?? ''
}

const SILENT = new Set(['print', 'info', 'warning', 'warn', 'debug', 'error', 'exception'])

function bodyOf(method: SyntaxNode): Body {
  let kind: 'nothing' | 'fake' = 'nothing'
  for (const statement of statementsOf(method)) {
    const inner = statement.namedChildren[0]
    if (statement.type === 'pass_statement') continue
    if (
      statement.type === 'expression_statement' &&
      /^(?:string|concatenated_string|ellipsis)$/.test(inner?.type ?? '')
    ) {
      continue
    }
    if (statement.type === 'return_statement' && (!inner || inner.type === 'none')) return { kind }
    if (statement.type === 'raise_statement') {
      const messages = [...statement.walk()].flatMap((node) => literal(node) ?? [])
      return { kind: 'raises', message: messages.join(' ') }
    }
    if (inner?.type !== 'call' || !SILENT.has(calledName(inner))) return { kind: 'does' }
    kind = 'fake'
  }
  return { kind }
}

/** Puts the inverse in the place of a body that does nothing. */
function remedyFor(path: string, downgrade: SyntaxNode, inverse: string): Remedy | undefined {
  const body = downgrade.child('body')
  if (!body || !ownsItsLines(body)) return undefined
  const indent = indentOf(body)
  const { startLine, endLine } = body.region
  const replacement = inverse
    .split('\n')
    .map((line) => `${indent}${line}`)
    .join('\n')
  return { path, region: { startLine, endLine }, replacement }
}
