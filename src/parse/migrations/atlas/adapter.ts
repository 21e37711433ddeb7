import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { pairedStep } from '../paired-sql.ts'

/**
 * Atlas's versioned migrations, in a directory with `atlas.sum` (https://atlasgo.io/versioned/intro). They have no way
 * back of their own: Atlas plans one from the states before and after. Directories that Atlas keeps in the format of
 * another tool are that tool's.
 */
export const atlas: Adapter = {
  framework: 'atlas',
  title: 'Atlas',
  // `atlas.sum` is written anew with every edit, so it does not stop one.
  checksummed: false,
  knownBy: 'version',
  // `migrate apply` runs in linear order unless told otherwise.
  late: 'refused',
  place(path) {
    const match = /^(\d+)(?:_(.+))?\.sql$/s.exec(baseName(path))
    if (!match || /\.(?:up|down)\.sql$/.test(path)) return undefined
    const [, version = '', name = version] = match
    return { key: path, role: 'both', set: directoryOf(path), version, name }
  },
  configs: (path) => [directoryOf(path) === '' ? 'atlas.sum' : `${directoryOf(path)}/atlas.sum`],
  async read(files) {
    if (files.configs === undefined || files.configs.size === 0) return undefined
    if (/^--\s*(?:\+goose|\+migrate|migrate:)/m.test(files.up.source.text)) return undefined
    const step = await pairedStep(atlas, files, 'way back: Atlas plans it')
    return { ...step, reversibility: 'forward-only' }
  },
}
