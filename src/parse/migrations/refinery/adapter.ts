import type { Adapter } from '../adapter.ts'
import { aboveAndBeside, baseName, configured, directoryOf } from '../adapter.ts'
import { codePart, treeOf } from '../code-part.ts'
import { pairedStep } from '../paired-sql.ts'

/**
 * refinery's `V<version>__<name>.sql`, `U…` where versions may have gaps, or the same in Rust
 * (https://docs.rs/refinery). It has no way back; names are Flyway's, so a manifest has to name it.
 */
export const refinery: Adapter = {
  framework: 'refinery',
  title: 'refinery',
  // Of name, version and text: an applied migration that differs aborts the run.
  checksummed: true,
  knownBy: 'version',
  late: 'refused',
  place(path) {
    const match = /^([VU])(\d+)__(\w+)\.(?:sql|rs)$/.exec(baseName(path))
    if (!match) return undefined
    const [, prefix, version = '', name = ''] = match
    const place = { key: path, role: 'both' as const, set: directoryOf(path), name }
    // An older U that comes later is run.
    return prefix === 'V' ? { ...place, version } : place
  },
  configs: (path) => aboveAndBeside(path, 'Cargo.toml'),
  async read(files) {
    if (!configured(files, 'Cargo.toml', /\brefinery\b/)) return undefined
    const { place, up: file } = files
    const expected = 'way back: refinery has none'
    if (file.path.endsWith('.sql'))
      return { ...(await pairedStep(refinery, files, expected)), reversibility: 'forward-only' }
    if (!/\bfn\s+migration\s*\(/.test(file.source.text)) return undefined
    const tree = await treeOf(file, 'rust')
    if ('unreadable' in tree) return tree
    return {
      id: `refinery:${place.key}`,
      framework: 'refinery',
      ...(place.version !== undefined && { version: place.version }),
      name: place.name,
      path: file.path,
      up: codePart(file.path, tree.root, [{ what: 'runs SQL', kind: 'schema' }]),
      reversibility: 'forward-only',
      obstacles: [],
      expected,
    }
  },
}
