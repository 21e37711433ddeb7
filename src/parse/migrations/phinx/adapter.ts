import type { SyntaxNode } from '../../code/node.ts'
import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { canonical, codePart, commentsIn, treeOf } from '../code-part.ts'
import { methodStep } from '../code-step.ts'
import { declaresIrreversible, statedReason } from '../declared.ts'
import { phpClass, phpMethods, phpWayBack } from '../php.ts'
import { phinxEffects } from './effects.ts'
import { phinxObstacles } from './invertible.ts'
import { phinxOperations } from './operations.ts'

/**
 * Phinx migrations, and CakePHP's, which are the same (https://book.cakephp.org/phinx/0/en/migrations.html). A migration
 * without `down` is taken for rolled back without a word: `AbstractMigration` has an empty one.
 */
export const phinx: Adapter = {
  framework: 'phinx',
  title: 'Phinx',
  checksummed: false,
  knownBy: 'version',
  late: 'applied',
  place(path) {
    const match = /^(\d{14})_?(\w+)\.php$/.exec(baseName(path))
    if (!match) return undefined
    const [, version = '', name = ''] = match
    return { key: path, role: 'both', set: directoryOf(path), version, name }
  },
  async read({ place, up: file }) {
    const { text } = file.source
    if (!/\bPhinx\\|\bMigrations\\(?:Abstract|Base)Migration\b|\\?(?:Abstract|Base)Migration\b/.test(text))
      return undefined
    if (/\b(?:Doctrine|Illuminate)\\/.test(text)) return undefined
    const tree = await treeOf(file, 'php')
    if ('unreadable' in tree) return tree
    const migration = phpClass(tree.root, /Migration\b/)
    const methods = migration && phpMethods(migration)
    const [change, forward, down] = ['change', 'up', 'down'].map((name) => methods?.get(name))
    const up = change ?? forward
    if (!migration || !up) return tree.notFound
    const upEffects = await phinxEffects(up)
    if (!change) {
      const downEffects = down && (await phinxEffects(down))
      return methodStep({
        framework: 'phinx',
        place,
        file,
        up,
        upEffects,
        operations: {
          up: await phinxOperations(up, file.path),
          ...(down && { down: await phinxOperations(down, file.path) }),
        },
        ...(down && downEffects && { down, downEffects, body: phpWayBack(down, downEffects) }),
        comments: commentsIn(down ?? migration),
        expected: '`down()` method',
        header: 'public function down(): void',
      })
    }
    const about = {
      id: `phinx:${place.key}`,
      framework: 'phinx',
      ...(place.version !== undefined && { version: place.version }),
      name: place.name,
      path: file.path,
      up: {
        ...codePart(file.path, up, upEffects, canonical(up)),
        operations: await phinxOperations(up, file.path),
      },
      expected: '`down()` method',
    }
    const obstacles = await phinxObstacles(change, upEffects)
    if (obstacles.length === 0) return { ...about, obstacles, reversibility: 'automatic' }
    const reason = reasonIn(migration)
    return reason === undefined
      ? { ...about, obstacles, reversibility: 'not-invertible' }
      : { ...about, obstacles: [], reversibility: 'declared-irreversible', reason }
  },
}

function reasonIn(migration: SyntaxNode): string | undefined {
  const comments = commentsIn(migration)
  return declaresIrreversible(comments) ? statedReason(comments) : undefined
}
