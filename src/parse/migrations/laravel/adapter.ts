import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { commentsIn, treeOf } from '../code-part.ts'
import { methodStep } from '../code-step.ts'
import { phpClass, phpMethods, phpWayBack } from '../php.ts'
import { laravelEffects, schemaCode } from './effects.ts'
import { laravelOperations } from './operations.ts'

/**
 * Laravel migrations (https://laravel.com/docs/migrations). A migration without `down` is taken for rolled back without a
 * word: the migrator only calls the method where it exists.
 */
export const laravel: Adapter = {
  framework: 'laravel',
  title: 'Laravel',
  checksummed: false,
  // The `migrations` table holds the file's name.
  knownBy: 'file-name',
  late: 'applied',
  place(path) {
    const match = /^(\d{4}_\d{2}_\d{2}_\d+)_(\w+)\.php$/.exec(baseName(path))
    if (!match || !/(?:^|\/)\w*migrations?\//i.test(path)) return undefined
    // Two files with one time are two migrations: Laravel goes by whole names.
    return { key: path, role: 'both', set: directoryOf(path), name: match[2] ?? '' }
  },
  async read({ place, up: file }) {
    if (!/\bextends\s+\\?(?:\w+\\)*\w*Migration\b/.test(file.source.text)) return undefined
    // Phinx and Doctrine name their base classes alike.
    if (/\b(?:Phinx|Doctrine)\\/.test(file.source.text) && !/\bIlluminate\\/.test(file.source.text))
      return undefined
    const tree = await treeOf(file, 'php')
    if ('unreadable' in tree) return tree
    const migration = phpClass(tree.root, /Migration\b/)
    const methods = migration && phpMethods(migration)
    const up = methods?.get('up')
    if (!migration || !up) return tree.notFound
    const down = methods?.get('down')
    const downEffects = down && (await laravelEffects(down))
    return methodStep({
      framework: 'laravel',
      place,
      file,
      up,
      upEffects: await laravelEffects(up),
      upCode: schemaCode(up),
      operations: {
        up: await laravelOperations(up, file.path),
        ...(down && { down: await laravelOperations(down, file.path) }),
      },
      ...(down && downEffects && { down, downEffects, body: phpWayBack(down, downEffects) }),
      comments: commentsIn(down ?? migration),
      expected: '`down()` method',
      header: 'public function down(): void',
    })
  },
}
