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
  ownsItsLines,
  treeOf,
} from '../code-part.ts'
import { declaresIrreversible, statedReason } from '../declared.ts'
import type { Remedy, Step } from '../step.ts'
import { ectoEffects } from './effects.ts'
import { elixirCall, elixirFunctions, elixirLiteral, statementsOf } from './elixir.ts'
import { ectoObstacles } from './invertible.ts'
import { ectoOperations } from './operations.ts'

/** Ecto migrations (https://hexdocs.pm/ecto_sql/Ecto.Migration.html). */
export const ecto: Adapter = {
  framework: 'ecto',
  title: 'Ecto',
  checksummed: false,
  knownBy: 'version',
  // Every pending version runs.
  late: 'applied',
  place(path) {
    const match = /^(\d+)_(\w+)\.exs?$/.exec(baseName(path))
    if (!match || !/(?:^|\/)\w*migrations?\//.test(path)) return undefined
    const [, version = '', name = ''] = match
    return { key: path, role: 'both', set: directoryOf(path), version, name }
  },
  async read({ place, up: file }) {
    if (!/\buse\s+[\w.]*\bMigration\b/.test(file.source.text)) return undefined
    const tree = await treeOf(file, 'elixir')
    if ('unreadable' in tree) return tree
    for (const module of tree.root.walk()) {
      if (elixirCall(module)?.name !== 'defmodule') continue
      const functions = elixirFunctions(module)
      const [change, forward, back] = ['change', 'up', 'down'].map((name) => functions.get(name))
      const up = change ?? forward
      if (!up) continue
      const comments = commentsIn(module)
      const reason = declaresIrreversible(comments) ? statedReason(comments) : undefined
      const about = {
        id: `ecto:${place.key}`,
        framework: 'ecto',
        ...(place.version !== undefined && { version: place.version }),
        name: place.name,
        path: file.path,
        up: {
          ...codePart(file.path, up, await ectoEffects(up), canonical(up)),
          operations: await ectoOperations(up, file.path),
        },
        expected: '`down` function',
      }
      if (!change) {
        const down = back && {
          ...codePart(file.path, back, await ectoEffects(back)),
          operations: await ectoOperations(back, file.path),
        }
        const said = `${back ? commentsIn(back) : ''}\n${reason ?? ''}`
        const judged = judgeCode(about.up, back && bodyOf(back), said)
        const inverses = about.up.effects.map(({ inverse }) => inverse).toReversed()
        const inverse =
          inverses.length === 0 || inverses.includes(undefined) ? undefined : inverses.join('\n')
        const remedy =
          inverse === undefined ? undefined : remedyFor(file.path, up, back, judged.reversibility, inverse)
        return {
          ...about,
          ...(down && { down }),
          ...judged,
          obstacles: [],
          ...(inverse !== undefined && { inverse }),
          ...(remedy && { remedy }),
        }
      }
      const obstacles = ectoObstacles(change)
      if (obstacles.length === 0) return { ...about, obstacles, reversibility: 'automatic' }
      return reason === undefined
        ? { ...about, obstacles, reversibility: 'not-invertible' }
        : { ...about, obstacles: [], reversibility: 'declared-irreversible', reason }
    }
    return tree.notFound
  },
}

const VALUES = new Set(['atom', 'nil', 'boolean', 'string', 'tuple', 'integer'])

function bodyOf(definition: SyntaxNode): Body {
  let kind: 'nothing' | 'fake' = 'nothing'
  for (const statement of statementsOf(definition)) {
    if (VALUES.has(statement.type)) continue
    const call = elixirCall(statement)
    if (call?.name === 'raise' || call?.name === 'throw') {
      const messages = [...statement.walk()].flatMap((node) =>
        node.type === 'string' ? (elixirLiteral(node) ?? []) : [],
      )
      return { kind: 'raises', message: messages.join(' ') }
    }
    if (!/^(?:IO|Logger)\.\w+$|^execute$/.test(call?.name ?? '')) return { kind: 'does' }
    if (
      call?.name === 'execute' &&
      !/^(?:|select 1;?)$/i.test(elixirLiteral(call.positional[0])?.trim() ?? 'x')
    )
      return { kind: 'does' }
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
  const { startLine, endLine } = place.region
  const body = inverse.split('\n').map((line) => `${indent}  ${line}`)
  const written = [`${indent}def down do`, ...body, `${indent}end`].join('\n')
  if (down) return { path, region: { startLine, endLine }, replacement: written }
  const region = { startLine: endLine, endLine }
  return { path, region, replacement: `${up.source.line(endLine)}\n\n${written}` }
}
